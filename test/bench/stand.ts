/** Servers and folder of one run, and deployments with services on them. Whatever is begun is undone by the run's `Shutdown`. */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import {
  type Credential,
  cacheDir,
  type Deployment,
  deploy,
  entryFiles,
  findJava,
  freePorts,
  freshFolder,
  kafkaClient,
  LocalBroker,
  LocalRedis,
  type ProcessName,
  processNames,
  putTopics,
  resolveArtifacts,
  type Shutdown,
  Supervised,
  serviceSettings,
  writeSettings,
} from '@holdpoint/local'
import { Redis } from 'ioredis'
import type { Kafka } from 'kafkajs'
import { agentId, policyOf } from './load.ts'
import { cpuSecondsOf } from './neighbours.ts'
import { Processes } from './processes.ts'

const root = join(import.meta.dirname, '..', '..')
const readyDeadlineMs = 60_000
/** One agent stands for many. */
const limits = {
  open: { openPerAgentMax: 1_000_000, openMax: 1_000_000 },
  http: { callerPerSecond: 1_000_000, addressPerSecond: 1_000_000 },
}

export interface StandOptions {
  readonly say: (line: string) => void
  /** Folder for CPU profiles. */
  readonly profile: string | undefined
}

export class Stand {
  readonly kafkaVersion: string
  /** As operator, who may write and read every topic. */
  readonly kafka: Kafka
  readonly brokers: readonly string[]
  readonly operator: Credential
  /** Rejects when a service ends that should run. */
  readonly failed: Promise<never>
  readonly #failure = Promise.withResolvers<never>()
  readonly #given: Given

  private constructor(given: Given) {
    this.#given = given
    this.kafkaVersion = given.kafkaVersion
    this.brokers = [given.broker.address]
    this.operator = given.broker.credentials.operator
    this.kafka = kafkaClient({ brokers: this.brokers }, this.operator)
    this.failed = this.#failure.promise
    this.failed.catch(() => {})
  }

  static async open(shutdown: Shutdown, options: StandOptions): Promise<Stand> {
    const dir = freshFolder(root, 'bench')
    shutdown.onEnd(() => rmSync(dir, { recursive: true, force: true }))
    const servers = await startServers(dir, shutdown, options.say)
    return new Stand({ ...servers, ...options, dir, shutdown })
  }

  /** FLUSHALL. */
  async flushRedis(): Promise<void> {
    await this.#asked((redis) => redis.flushall())
  }

  async redisBytes(): Promise<number> {
    const text = await this.#asked((redis) => redis.info('memory'))
    return Number(/^used_memory:(\d+)/m.exec(text)?.[1])
  }

  /** On the broker's disk, with its indices. */
  topicBytes(topic: string): number {
    const data = join(this.#given.dir, 'kafka', 'data')
    return readdirSync(data)
      .filter((name) => name.slice(0, name.lastIndexOf('-')) === topic)
      .flatMap((name) => readdirSync(join(data, name)).map((file) => join(data, name, file)))
      .filter((file) => file.endsWith('.log'))
      .reduce((sum, file) => sum + statSync(file).size, 0)
  }

  readonly #neighbours = () => {
    const { broker, redis } = this.#given
    return cpuSecondsOf({ kafka: broker.pid, redis: redis.server.pid, bench: process.pid })
  }

  async #asked<T>(ask: (redis: Redis) => Promise<T>): Promise<T> {
    const { server, operator } = this.#given.redis
    const redis = new Redis({ host: server.host, port: server.port, ...operator })
    return ask(redis).finally(() => redis.disconnect())
  }

  /** Undone by the run's end. */
  onEnd(step: () => Promise<void> | void): void {
    this.#given.shutdown.onEnd(step)
  }

  async topics(names: readonly string[], partitions: number): Promise<void> {
    const admin = this.kafka.admin()
    await admin.connect()
    const config = { 'message.timestamp.type': 'LogAppendTime' }
    const planned = names.map((name) => ({ id: 'dlq' as const, name, partitions, config }))
    await putTopics(admin, planned).finally(() => admin.disconnect())
  }

  /** With topics, users and ACLs as in production, and one type of action, which needs a person. */
  async deploy(name: string, slots: number): Promise<Deployment> {
    const { dir, redis } = this.#given
    const ports = await freePorts(processNames.length)
    return deploy({
      ...{ name, slots, policy: policyOf(1), agents: [agentId], dir: join(dir, name), limits },
      executors: [{ id: 'billing', audiences: ['billing'] }],
      kafka: { brokers: this.brokers, operator: this.operator },
      redis: { host: redis.server.host, port: redis.server.port, operator: redis.operator },
      ports: Object.fromEntries(
        processNames.map((process_, index) => [process_, ports[index]]),
      ) as Record<ProcessName, number>,
    })
  }

  /** Resolves when all are ready. */
  async start(deployment: Deployment, names: readonly ProcessName[]): Promise<Processes> {
    const started = names.map((name) => {
      return this.#run(deployment, name, deployment.configs[name], deployment.urls[name])
    })
    await Promise.all(started.map((supervised) => supervised.ready(readyDeadlineMs)))
    return new Processes(started, this.#neighbours)
  }

  /** So many gates that share the slots, each at an address of its own. */
  async startGates(deployment: Deployment, count: number): Promise<Processes> {
    const ports = await freePorts(count)
    const started = ports.map((port, index) => {
      const settings = serviceSettings(deployment.settings, 'gate')
      const http = { ...settings.http, port }
      const file = writeSettings(deployment.dir, `gate-${index + 1}`, { ...settings, http })
      return this.#run(deployment, 'gate', file, `http://${http.host}:${port}`, `-${index + 1}`)
    })
    await Promise.all(started.map((supervised) => supervised.ready(readyDeadlineMs)))
    return new Processes(started, this.#neighbours)
  }

  #run(
    { dir }: Deployment,
    service: ProcessName,
    config: string,
    url: string,
    suffix = '',
  ): Supervised {
    const { profile } = this.#given
    const options =
      profile === undefined ? '' : `--cpu-prof --cpu-prof-dir=${resolve(root, profile)}`
    const name = service + suffix
    const supervised: Supervised = new Supervised({
      ...{ name, url, file: join(root, entryFiles[service]), restart: 'never' },
      env: { HOLDPOINT_CONFIG: config, NODE_OPTIONS: options },
      logFile: join(dir, 'logs', `${name}.log`),
      onExit: () => {
        const what = `${name} ended during the run`
        if (supervised.isWanted) this.#failure.reject(new HoldpointError('HP_SETUP', { what }))
      },
    })
    this.onEnd(() => supervised.stop())
    supervised.start()
    return supervised
  }
}

interface Given extends Servers, StandOptions {
  readonly dir: string
  readonly shutdown: Shutdown
}

interface Servers {
  readonly kafkaVersion: string
  readonly broker: LocalBroker
  readonly redis: { readonly server: LocalRedis; readonly operator: Credential }
}

async function startServers(
  dir: string,
  shutdown: Shutdown,
  say: (line: string) => void,
): Promise<Servers> {
  const java = findJava()
  if (java === undefined) {
    throw new HoldpointError('HP_SETUP', { what: 'the bench needs Java 17 or later, and Maven' })
  }
  const artifacts = resolveArtifacts(cacheDir(root), () => {
    say('fetching Apache Kafka and Redis through Maven (once)')
  })
  const [client = 0, internal = 0, controller = 0, port = 0] = await freePorts(4)
  const broker = new LocalBroker({
    ...{ dir: join(dir, 'kafka'), java, artifacts, ports: { client, internal, controller } },
    ...{ operator: credential('operator'), internal: credential('broker') },
  })
  const operator = credential('operator')
  const command = artifacts.redisServer
  const server = new LocalRedis({ dir: join(dir, 'redis'), port, operator, command })
  shutdown.onEnd(async () => void (await Promise.all([broker.stop(), server.stop()])))
  await Promise.all([broker.start(), server.start()])
  const versions = artifacts.classPath.map((jar) => /kafka_[\d.]+-([\d.]+)\.jar$/.exec(jar)?.[1])
  const kafkaVersion = versions.find((version) => version !== undefined) ?? 'unknown'
  return { kafkaVersion, broker, redis: { server, operator } }
}

const credential = (username: string): Credential => ({
  username,
  password: randomBytes(18).toString('base64url'),
})
