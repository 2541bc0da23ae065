/** One local Redis or Valkey: settings, users, start, kill, start again. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { Redis } from 'ioredis'
import type { Credential } from './broker-files.ts'
import { type Child, startChild } from './child.ts'
import { writePrivate } from './private-file.ts'
import { until } from './wait.ts'

const readyDeadlineMs = 15_000

export interface RedisOptions {
  readonly dir: string
  readonly port: number
  readonly operator: Credential
  /** redis-server or valkey-server. */
  readonly command: string
  readonly appendFsync?: 'always' | 'everysec'
}

export class LocalRedis {
  readonly host = '127.0.0.1'
  readonly port: number
  readonly #options: RedisOptions
  readonly #logFile: string
  #child: Child | undefined

  constructor(options: RedisOptions) {
    this.#options = options
    this.port = options.port
    this.#logFile = join(options.dir, 'redis.log')
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves when it answers and has loaded what its files hold. */
  async start(): Promise<void> {
    const { dir, command } = this.#options
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    writePrivate(join(dir, 'redis.conf'), this.#config())
    // Users made later are saved here, so only a fresh folder gets the first two.
    const users = join(dir, 'users.acl')
    if (!existsSync(users)) writePrivate(users, firstUsers(this.#options.operator))
    const child = startChild({
      command,
      args: [join(dir, 'redis.conf')],
      logFile: this.#logFile,
      cwd: dir,
    })
    this.#child = child
    const what = `Redis to answer (see ${this.#logFile})`
    const options = { deadlineMs: readyDeadlineMs, what }
    await until(async () => child.exit() !== undefined || (await this.#answers()), options)
    if (child.exit() !== undefined) throw this.#refusal()
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Resolves when the process is gone, by whatever hand. */
  async exited(): Promise<void> {
    await this.#child?.exited
  }

  async stop(): Promise<void> {
    await this.#child?.stop()
    this.#child = undefined
  }

  /** A connection as operator. The caller closes it. */
  connect(): Redis {
    const { username, password } = this.#options.operator
    const redis = new Redis({
      ...{ host: this.host, port: this.port, username, password, lazyConnect: true },
      ...{ maxRetriesPerRequest: 0, retryStrategy: () => null, enableReadyCheck: false },
    })
    redis.on('error', () => {})
    return redis
  }

  async #answers(): Promise<boolean> {
    const redis = this.connect()
    try {
      return (await redis.ping()) === 'PONG'
    } finally {
      redis.disconnect()
    }
  }

  #config(): string {
    const { dir, port, appendFsync } = this.#options
    return [
      ...[`port ${port}`, 'bind 127.0.0.1', 'protected-mode yes', `dir ${dir}`],
      ...['appendonly yes', `appendfsync ${appendFsync ?? 'everysec'}`, 'save ""'],
      // State must never be dropped to make room: a full Redis refuses writes, and the gate says so.
      ...['maxmemory-policy noeviction', `aclfile ${join(dir, 'users.acl')}`],
      ...['databases 1', 'loglevel notice', 'logfile ""', 'daemonize no', 'supervised no', ''],
    ].join('\n')
  }

  #refusal(): HoldpointError {
    const log = existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8') : ''
    const reason = log.includes('Address already in use')
      ? `port ${this.port} is in use`
      : `see ${this.#logFile}`
    return new HoldpointError('HP_SETUP', { what: `Redis did not start: ${reason}` })
  }
}

function firstUsers({ username, password }: Credential): string {
  return `user default off resetpass\nuser ${username} on >${password} ~* &* +@all\n`
}
