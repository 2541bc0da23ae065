/** What starting servers has in common, whatever they run in. */

import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { putPasswords } from '../deployment/passwords.ts'
import { freePorts } from './port-numbers.ts'
import type { RunningServers, ServersOptions } from './server-kind.ts'

/** A free port may be taken between look and use; three times in a row it is something else. */
const portTriesMax = 3

/** All or none: what one has begun is stopped when another fails. */
export async function startAll(
  starts: readonly (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<void> {
  const results = await Promise.allSettled(starts.map((start) => start()))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined) return
  await stop()
  throw failed.reason
}

export interface ServerPorts {
  readonly client: number
  readonly internal: number
  readonly controller: number
  readonly redis: number
}

/** Free ports, and others when one was taken meanwhile; a port that was set by hand is tried once. */
export async function withPorts(
  { kafkaPort, redisPort }: ServersOptions,
  start: (ports: ServerPorts) => Promise<RunningServers>,
): Promise<RunningServers> {
  const isFixed = kafkaPort !== undefined || redisPort !== undefined
  for (let attempt = 1; ; attempt++) {
    const [client = 0, internal = 0, controller = 0, redis = 0] = await freePorts(4)
    try {
      const ports = { client: kafkaPort ?? client, redis: redisPort ?? redis, internal, controller }
      return await start(ports)
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes('in use')
      if (!isTaken || isFixed || attempt === portTriesMax) throw error
    }
  }
}

/** Of the servers' own users; kept in the folder, since its data knows them. */
export function credentials(dir: string) {
  const names = ['operator', 'broker', 'redis-operator']
  const [operator, broker, redis] = putPasswords(join(dir, 'servers.json'), names)
  if (operator === undefined || broker === undefined || redis === undefined) {
    throw new HoldpointError('HP_SETUP', { what: 'the users of the servers are incomplete' })
  }
  return { operator, broker, redis }
}
