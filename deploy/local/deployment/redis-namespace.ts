/** A deployment's part of a Redis: its users, and at the end its keys. */

import { Redis } from 'ioredis'
import type { Credential } from '../infra/broker-files.ts'
import { putPasswords } from './passwords.ts'
import { deleteRedisUsers, putRedisUsers, type RedisUser, redisRoles } from './redis-users.ts'

const connectRetries = 3

export interface RedisAccess {
  readonly host: string
  readonly port: number
  readonly operator: Credential
}

/** Makes the users; their passwords stay in the file. */
export async function putNamespace(
  access: RedisAccess,
  namespace: string,
  passwordFile: string,
): Promise<RedisUser[]> {
  const credentials = putPasswords(passwordFile, userNames(namespace))
  const users = credentials.flatMap((credential, index) => {
    const role = redisRoles[index]
    return role === undefined ? [] : [{ role, ...credential }]
  })
  await withRedis(access, (redis) => putRedisUsers(redis, namespace, users))
  return users
}

export async function dropNamespace(access: RedisAccess, namespace: string): Promise<void> {
  await withRedis(access, async (redis) => {
    await deleteRedisUsers(redis, userNames(namespace))
    for await (const keys of redis.scanStream({ match: `${namespace}:*` })) {
      if (keys.length > 0) await redis.unlink(...keys)
    }
  })
}

const userNames = (namespace: string) => redisRoles.map((role) => `${namespace}.${role}`)

async function withRedis(
  { host, port, operator }: RedisAccess,
  use: (redis: Redis) => Promise<void>,
): Promise<void> {
  const redis = new Redis({
    ...{ host, port, ...operator, lazyConnect: true, maxRetriesPerRequest: connectRetries },
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await use(redis)
  } finally {
    redis.disconnect()
  }
}
