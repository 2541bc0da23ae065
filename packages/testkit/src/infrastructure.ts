/** Starts and stops the servers that all tests of a run share, in a folder of this run. */

import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import {
  type Credential,
  cacheDir,
  findJava,
  freePorts,
  freshFolder,
  LocalBroker,
  LocalRedis,
  resolveArtifacts,
  resolveValkey,
} from '@holdpoint/local'

export const repositoryRoot = join(import.meta.dirname, '..', '..', '..')

export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly operator: Credential
}

export interface Addresses {
  /** Folder of this run; files of tests may go there, it is removed at the end. */
  readonly dir: string
  readonly kafka: { readonly brokers: readonly string[]; readonly operator: Credential }
  readonly redis: RedisAddress
  readonly valkey: RedisAddress | { readonly missing: string }
}

export interface OwnRedis {
  readonly server: LocalRedis
  readonly address: RedisAddress
}

export interface Infrastructure {
  readonly addresses: Addresses
  stop(): Promise<void>
}

export async function startInfrastructure(): Promise<Infrastructure> {
  const dir = freshFolder(repositoryRoot, 'test', process.env['HOLDPOINT_TEST_DIR'])
  const kafka = await ownKafka(join(dir, 'kafka'))
  const redis = await ownRedis(join(dir, 'redis'))
  const valkey = await ownValkey(join(dir, 'valkey'))
  const servers = [kafka.server, redis.server, ...('server' in valkey ? [valkey.server] : [])]
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(dir, { recursive: true, force: true })
  }
  const started = await Promise.allSettled(servers.map((server) => server.start()))
  const refusal = started.find((result) => result.status === 'rejected')
  if (refusal !== undefined) {
    await stop()
    throw refusal.reason
  }
  return {
    addresses: {
      ...{ dir, kafka: kafka.address, redis: redis.address },
      valkey: 'server' in valkey ? valkey.address : valkey,
    },
    stop,
  }
}

/**
 * A Kafka node of one's own, not started, for tests that kill it. The caller stops it. Ports and users are new ones unless given: a folder that has data knows
 * its users.
 */
export async function ownKafka(
  dir: string,
  ports?: LocalBroker['ports'],
  users?: LocalBroker['credentials'],
): Promise<{ server: LocalBroker; address: Addresses['kafka'] }> {
  const java = findJava()
  if (java === undefined) {
    throw new HoldpointError('HP_SETUP', { what: 'tests need Java 17 or later, and Maven' })
  }
  const artifacts = resolveArtifacts(cacheDir(repositoryRoot))
  const [client, internal, controller] = await threePorts()
  const operator = users?.operator ?? credential('operator')
  const server = new LocalBroker({
    ...{ dir, java, artifacts, operator, internal: users?.internal ?? credential('broker') },
    ports: ports ?? { client, internal, controller },
  })
  return { server, address: { brokers: [server.address], operator } }
}

/** A Redis of one's own, not started, for tests that kill or wipe it. The caller stops it. */
export function ownRedis(dir: string): Promise<OwnRedis> {
  return redisOf(dir, resolveArtifacts(cacheDir(repositoryRoot)).redisServer)
}

/** The same with Valkey, or why there is none. */
export async function ownValkey(dir: string): Promise<OwnRedis | { missing: string }> {
  const found = resolveValkey(cacheDir(repositoryRoot))
  return 'missing' in found ? found : redisOf(dir, found.command)
}

async function redisOf(dir: string, command: string): Promise<OwnRedis> {
  const [port] = await threePorts()
  const operator = credential('operator')
  const server = new LocalRedis({ dir, port, operator, command })
  return { server, address: { host: server.host, port, operator } }
}

const credential = (username: string): Credential => ({
  username,
  password: randomBytes(18).toString('base64url'),
})

async function threePorts(): Promise<[number, number, number]> {
  const [first = 0, second = 0, third = 0] = await freePorts(3)
  return [first, second, third]
}
