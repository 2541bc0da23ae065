/** Settings of npm start, from the environment; everything has a default. */

import { join, resolve } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import type { OperatorAccess } from './deployment/provision.ts'
import type { RedisAccess } from './deployment/redis-namespace.ts'
import type { ServerKind } from './infra/server-kind.ts'

export const repositoryRoot = resolve(import.meta.dirname, '..', '..')
const kinds = ['given', 'docker', 'local', 'memory'] as const satisfies ServerKind[]
const redisPortDefault = 6379

export interface LocalConfig {
  /** HOLDPOINT_NAME, default `demo`: names folder, topics, users and containers. */
  readonly name: string
  /** HOLDPOINT_DIR, default `.holdpoint/<name>`: keys, settings, logs and data. */
  readonly dir: string
  /** HOLDPOINT_SLOTS, default 12: partitions, fixed for the life of the folder. */
  readonly slots: number | undefined
  /** HOLDPOINT_SERVERS: given, docker, local or memory, instead of the first that works. */
  readonly kind: ServerKind | undefined
  /** HOLDPOINT_KAFKA_BROKERS, …_USERNAME and …_PASSWORD of an operator, and HOLDPOINT_REDIS_URL (redis://user:password@host:port): servers to use. */
  readonly given: { readonly kafka: OperatorAccess; readonly redis: RedisAccess } | undefined
  /** HOLDPOINT_KAFKA_PORT, HOLDPOINT_REDIS_PORT, HOLDPOINT_PORT: default free ones. */
  readonly kafkaPort: number | undefined
  readonly redisPort: number | undefined
  readonly port: number | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Throws HP_CONFIG naming the variable. */
export function readConfig(environment: Environment = process.env): LocalConfig {
  const name = environment['HOLDPOINT_NAME'] ?? 'demo'
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    throw refusal('HOLDPOINT_NAME', 'must be of letters, digits and dashes')
  }
  return {
    name,
    dir: resolve(environment['HOLDPOINT_DIR'] ?? join(repositoryRoot, '.holdpoint', name)),
    slots: integer(environment, 'HOLDPOINT_SLOTS', 1, 1024),
    kind: readKind(environment['HOLDPOINT_SERVERS']),
    given: readGiven(environment),
    kafkaPort: integer(environment, 'HOLDPOINT_KAFKA_PORT', 1, 65_535),
    redisPort: integer(environment, 'HOLDPOINT_REDIS_PORT', 1, 65_535),
    port: integer(environment, 'HOLDPOINT_PORT', 1, 65_535),
  }
}

function readKind(text: string | undefined): ServerKind | undefined {
  if (text === undefined) return undefined
  const kind = kinds.find((known) => known === text)
  if (kind === undefined) throw refusal('HOLDPOINT_SERVERS', `must be one of ${kinds.join(', ')}`)
  return kind
}

/** All of it or nothing. */
function readGiven(environment: Environment): LocalConfig['given'] {
  const kafkaNames = [
    'HOLDPOINT_KAFKA_BROKERS',
    'HOLDPOINT_KAFKA_USERNAME',
    'HOLDPOINT_KAFKA_PASSWORD',
  ] as const
  const names = [...kafkaNames, 'HOLDPOINT_REDIS_URL'] as const
  const present = names.filter((name) => environment[name] !== undefined)
  if (present.length === 0) return undefined
  const absent = names.find((name) => environment[name] === undefined)
  if (absent !== undefined) throw refusal(absent, `must be set too, since ${present[0]} is`)
  const [brokers = '', username = '', password = ''] = kafkaNames.map((name) => environment[name])
  return {
    kafka: { brokers: brokers.split(','), operator: { username, password } },
    redis: readRedisUrl(environment['HOLDPOINT_REDIS_URL'] ?? ''),
  }
}

function readRedisUrl(text: string): RedisAccess {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'redis:' || url.username === '' || url.password === '') {
    throw refusal('HOLDPOINT_REDIS_URL', 'must be redis://user:password@host:port')
  }
  const operator = {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  }
  return { host: url.hostname, port: Number(url.port || redisPortDefault), operator }
}

function integer(
  environment: Environment,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = environment[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw refusal(name, `must be a whole number from ${least} to ${most}`)
}

function refusal(field: string, rule: string): HoldpointError {
  return new HoldpointError('HP_CONFIG', { file: 'environment', field, rule })
}
