/** Redis users of a deployment: each may touch its own keys, with the commands it needs, and nothing else. */

import { storeCommands } from '@holdpoint/store'
import type { Redis } from 'ioredis'
import type { Credential } from '../infra/broker-files.ts'

export const redisRoles = ['gate', 'notifier'] as const
export type RedisRole = (typeof redisRoles)[number]

/** The queue and projection need most data commands; what lists, wipes or changes the server is left out. */
const notifierCommands = [
  ...['+@connection', '+@read', '+@write', '+@pubsub', '+@transaction', '-@dangerous', '+info'],
  ...['+eval', '+evalsha', '+script|load', '+script|exists', '-scan', '-randomkey'],
]

export interface RedisUser extends Credential {
  readonly role: RedisRole
}

/** Arguments of ACL SETUSER after the name. Keys: `<namespace>:{<slot>}:…` for the gate, `<namespace>:notifier:…` for the notifier. */
export function redisRights(role: RedisRole, namespace: string): readonly string[] {
  switch (role) {
    case 'gate':
      return [
        `~${namespace}:{*}:*`,
        `&${namespace}:applied`,
        ...storeCommands.map((name) => `+${name}`),
      ]
    case 'notifier':
      return [`~${namespace}:notifier:*`, `&${namespace}:notifier:*`, ...notifierCommands]
  }
}

/** Makes the users, or sets them anew, and saves them where the server has a file for that. */
export async function putRedisUsers(
  redis: Redis,
  namespace: string,
  users: readonly RedisUser[],
): Promise<void> {
  for (const { username, password, role } of users) {
    const fresh = ['reset', 'on', `>${password}`]
    await redis.call('ACL', 'SETUSER', username, ...fresh, ...redisRights(role, namespace))
  }
  // Refused by a server without an ACL file; its users are then made again at the next start.
  await redis.call('ACL', 'SAVE').catch(() => undefined)
}

export async function deleteRedisUsers(redis: Redis, names: readonly string[]): Promise<void> {
  if (names.length > 0) await redis.call('ACL', 'DELUSER', ...names)
}
