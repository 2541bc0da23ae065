/** Kafka and Redis of a run's own, because they are killed, wiped and set back; and whole deployments on them, two gates each. */
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  deploy,
  freePorts,
  type LocalBroker,
  type ProcessName,
  processNames,
} from '@holdpoint/local'
import {
  type FreshDeployment,
  type OwnRedis,
  openRedis,
  ownKafka,
  ownRedis,
  type RunningService,
  type StartOptions,
} from '@holdpoint/testkit'
import { type Stage, stage } from '../support/stage.ts'
import { issuer, teamDirectory } from '../support/team.ts'
import { executorIds, executors, policy } from './rules.ts'

/** Where Redis keeps what it has; its users are beside it and stay. */
const redisData = 'appendonlydir'
/** Long enough to go back past several faults. */
const copiesMax = 8

export interface Platform {
  readonly at: Stage
  readonly gates: readonly [RunningService, RunningService]
}

export interface PlatformOptions {
  readonly slots?: number
  /** Default: all but the notifier, whose votes the scenes write themselves. */
  readonly services?: readonly ProcessName[]
  readonly gate?: StartOptions
}

export class Arena {
  readonly kafka: LocalBroker
  readonly redis: OwnRedis
  readonly dir: string
  readonly #brokers: Awaited<ReturnType<typeof ownKafka>>['address']
  #copies = 0
  #deployments = 0

  private constructor(dir: string, kafka: Awaited<ReturnType<typeof ownKafka>>, redis: OwnRedis) {
    this.dir = dir
    this.kafka = kafka.server
    this.#brokers = kafka.address
    this.redis = redis
  }

  /** The folder is whoever calls' to remove. */
  static async open(dir: string): Promise<Arena> {
    const kafka = await ownKafka(join(dir, 'kafka'))
    const redis = await ownRedis(join(dir, 'redis'))
    await Promise.all([kafka.server.start(), redis.server.start()])
    return new Arena(dir, kafka, redis)
  }

  /** Topics, users and keys of its own, and its services, all of which come back when they end. */
  async platform(options: PlatformOptions = {}): Promise<Platform> {
    const { services = ['redactor', 'unsealer', 'auditor'], slots = 4 } = options
    const hp = await this.#deploy(slots)
    const always = { restart: 'always' } as const
    const start = { redactor: always, unsealer: always, auditor: always, notifier: always }
    const at = await stage({ hp, services, start })
    const gate = { ...always, ...options.gate }
    try {
      const both = [at.add('gate', gate), at.add('gate', { ...gate, instance: 'second' })] as const
      return { at, gates: await Promise.all(both) }
    } catch (error) {
      await at.close()
      throw error
    }
  }

  async wipeRedis(): Promise<void> {
    const redis = openRedis(this.redis.address)
    try {
      await redis.flushall()
    } finally {
      redis.disconnect()
    }
  }

  async restartRedis(): Promise<void> {
    this.redis.server.kill('SIGKILL')
    await this.redis.server.exited()
    await this.redis.server.start()
  }

  /** As its files are at this moment, as a backup would have them. */
  copyRedis(): void {
    const { server } = this.redis
    if (server.pid === undefined) return
    server.kill('SIGSTOP')
    try {
      cpSync(this.#live, this.#copy(this.#copies), { recursive: true })
    } finally {
      server.kill('SIGCONT')
    }
    this.#copies += 1
    rmSync(this.#copy(this.#copies - 1 - copiesMax), { recursive: true, force: true })
  }

  /** Starts it with the files that it had so many copies ago, or the oldest that are left. */
  async rollRedisBack(back: number): Promise<void> {
    this.redis.server.kill('SIGKILL')
    await this.redis.server.exited()
    const oldest = Math.max(0, this.#copies - copiesMax)
    const from = this.#copy(Math.max(oldest, this.#copies - back))
    rmSync(this.#live, { recursive: true, force: true })
    if (existsSync(from)) cpSync(from, this.#live, { recursive: true })
    await this.redis.server.start()
  }

  async restartKafka(): Promise<void> {
    this.kafka.kill('SIGKILL')
    await this.kafka.exited()
    await this.kafka.start()
  }

  async close(): Promise<void> {
    for (const server of [this.kafka, this.redis.server]) server.kill('SIGCONT')
    await Promise.all([this.kafka.stop(), this.redis.server.stop()])
  }

  get #live(): string {
    return join(this.dir, 'redis', redisData)
  }

  #copy(number: number): string {
    return join(this.dir, `redis-copy-${number}`)
  }

  async #deploy(slots: number): Promise<FreshDeployment> {
    this.#deployments += 1
    const name = `chaos-${this.#deployments}`
    const ports = await freePorts(processNames.length)
    const deployment = await deploy({
      ...{ name, slots, policy, issuer, dir: join(this.dir, name), directory: teamDirectory },
      ...{ agents: ['refunds'], executors: executorIds.map((id) => ({ id, ...executors })) },
      ...{ kafka: this.#brokers, redis: this.redis.address },
      ports: Object.fromEntries(
        processNames.map((process_, index) => [process_, ports[index]]),
      ) as Record<ProcessName, number>,
    })
    // The servers go as a whole.
    return { ...deployment, close: async () => {} }
  }
}
