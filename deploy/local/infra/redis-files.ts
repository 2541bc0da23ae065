/** Settings of one Redis or Valkey, and its first users. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Credential } from './broker-files.ts'
import { writePrivate } from './private-file.ts'

export interface RedisSettings {
  /** Where the server sees the folder: another path than ours inside a container. */
  readonly dir: string
  readonly bind: string
  readonly port: number
  readonly operator: Credential
  readonly appendFsync?: 'always' | 'everysec'
}

export const redisConfigFile = 'redis.conf'
const usersFile = 'users.acl'

export function writeRedisFiles(dir: string, settings: RedisSettings): void {
  writePrivate(join(dir, redisConfigFile), redisConfig(settings))
  // Users made later are saved here, so only a fresh folder gets the first two.
  const users = join(dir, usersFile)
  if (!existsSync(users)) writePrivate(users, firstUsers(settings.operator))
}

function redisConfig({ dir, bind, port, appendFsync = 'everysec' }: RedisSettings): string {
  return [
    ...[`port ${port}`, `bind ${bind}`, 'protected-mode yes', `dir "${dir}"`],
    ...['appendonly yes', `appendfsync ${appendFsync}`, 'save ""'],
    // State must never be dropped to make room: a full Redis refuses writes, and the gate says so.
    ...['maxmemory-policy noeviction', `aclfile "${join(dir, usersFile)}"`],
    // Its command line keeps naming the folder: see sole-owner.ts.
    'set-proc-title no',
    ...['databases 1', 'loglevel notice', 'logfile ""', 'daemonize no', 'supervised no', ''],
  ].join('\n')
}

/** Nobody without a name; the operator makes the others. */
function firstUsers({ username, password }: Credential): string {
  return `user default off resetpass\nuser ${username} on >${password} ~* &* +@all\n`
}
