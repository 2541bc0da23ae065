/** The contract's rig on a real server. For tests only. */
import type { RedisAddress } from '@holdpoint/testkit'
import { Redis } from 'ioredis'
import type { StoreRig } from './contract.ts'
import { openRedisStore } from './redis.ts'

export async function redisRig(
  { host, port, operator }: RedisAddress,
  namespace: string,
): Promise<StoreRig> {
  const hand = new Redis({ host, port, ...operator })
  return {
    open: (options = {}) => openRedisStore({ host, port, ...operator, namespace, ...options }),
    setValue: async (slot, key, value) => {
      await hand.hset(`${namespace}:{${slot}}:state`, key, value)
    },
    setRevision: async (slot, id, revision) => {
      await hand.hset(`${namespace}:{${slot}}:open`, id, revision)
    },
    stop: async () => hand.disconnect(),
  }
}
