/** One local Redis or Valkey: start, kill, start again. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { Redis } from 'ioredis'
import type { Credential } from './broker-files.ts'
import { type Child, startChild } from './child.ts'
import { writeRedisFiles } from './redis-files.ts'
import { recordOwner, refuseSecond } from './sole-owner.ts'
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

  get command(): string {
    return this.#options.command
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.exit() === undefined ? this.#child?.pid : undefined
  }

  /** Resolves when it answers and has loaded what its files hold. */
  async start(): Promise<void> {
    const { dir, command, operator, appendFsync } = this.#options
    refuseSecond(dir)
    const settings = { dir, bind: '127.0.0.1', port: this.port, operator }
    writeRedisFiles(dir, { ...settings, ...(appendFsync === undefined ? {} : { appendFsync }) })
    const child = startChild({
      command,
      args: [join(dir, 'redis.conf')],
      logFile: this.#logFile,
      cwd: dir,
    })
    this.#child = child
    recordOwner(dir, child.pid)
    const what = `Redis to answer (see ${this.#logFile})`
    const options = { deadlineMs: readyDeadlineMs, what }
    await until(async () => child.exit() !== undefined || (await this.#answers(child)), options)
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

  /** Whoever else sits on this port must not pass for ours; and only the second answer waits until the data is loaded. */
  async #answers(child: Child): Promise<boolean> {
    const redis = this.connect()
    try {
      const info = await redis.info('server')
      return info.includes(`process_id:${child.pid}\r`) && (await redis.ping()) === 'PONG'
    } finally {
      redis.disconnect()
    }
  }

  #refusal(): HoldpointError {
    const log = existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8') : ''
    // One wording by each C library.
    const reason = /Address (already )?in use/.test(log)
      ? `port ${this.port} is in use`
      : `see ${this.#logFile}`
    return new HoldpointError('HP_SETUP', { what: `Redis did not start: ${reason}` })
  }
}
