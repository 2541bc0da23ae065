/** Everything that Redis holds, or what lies under one namespace: for searching planted values and comparing states. */

import { Redis } from 'ioredis'
import type { RedisAddress } from './infrastructure.ts'

const scanCount = 500

/** Key → its content as Redis gives it: text, list, pairs of a hash (`field`, `value`), members with scores. */
export type RedisDump = ReadonlyMap<string, string | readonly string[]>

/** All keys for `*`, those of a deployment for `<namespace>:*`. */
export async function dumpRedis(address: RedisAddress, pattern = '*'): Promise<RedisDump> {
  const redis = openRedis(address)
  try {
    const dump = new Map<string, string | readonly string[]>()
    for (const key of await keysOf(redis, pattern)) dump.set(key, await contentOf(redis, key))
    return dump
  } finally {
    redis.disconnect()
  }
}

/** A connection as operator, for looking and for tampering. The caller disconnects it. */
export function openRedis({ host, port, operator }: RedisAddress): Redis {
  return new Redis({ host, port, ...operator })
}

async function keysOf(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>()
  let cursor = '0'
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', scanCount)
    for (const key of found) keys.add(key)
    cursor = next
  } while (cursor !== '0')
  return [...keys].sort()
}

async function contentOf(redis: Redis, key: string): Promise<string | readonly string[]> {
  const type = await redis.type(key)
  switch (type) {
    case 'string':
      return (await redis.get(key)) ?? ''
    case 'hash':
      return Object.entries(await redis.hgetall(key)).flat()
    case 'list':
      return redis.lrange(key, 0, -1)
    case 'set':
      return (await redis.smembers(key)).sort()
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES')
    case 'stream':
      return (await redis.xrange(key, '-', '+')).flatMap(([id, fields]) => [id, ...fields])
    default:
      // It went away between the two calls.
      return []
  }
}
