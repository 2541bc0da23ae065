/** The whole of Holdpoint on real Kafka and Redis, every service a process of its own, with an agent, an executor and people to act in it. For tests. */
import { readFileSync } from 'node:fs'
import {
  type Action,
  type ActionId,
  decisionNonce,
  type TopicId,
  topicName,
  type Verdict,
} from '@holdpoint/contracts'
import {
  type ActionHandler,
  type ExecutorEvent,
  type Holdpoint,
  type HttpTransport,
  holdpoint,
  httpTransport,
  runExecutor,
} from '@holdpoint/sdk'
import { KafkaBus, kafkaAgentTransport, kafkaExecutorTransport } from '@holdpoint/sdk/kafka'
import { type PrivateJwk, parseTrust } from '@holdpoint/seal'
import {
  type DumpedRecord,
  dumpTopic,
  type FreshDeployment,
  type FreshOptions,
  freshDeployment,
  type ProcessName,
  type RunningService,
  type StartOptions,
  startService,
  until,
} from '@holdpoint/testkit'
import { personToken } from './person-token.ts'

export const agentId = 'refunds'
export const executorId = 'billing'
/** Of every wait in tests; long, because it only matters when something is broken. */
export const waitMs = 45_000

export interface StageOptions extends FreshOptions {
  /** Which processes to start; default all. */
  readonly services?: readonly ProcessName[]
  readonly start?: Partial<Record<ProcessName, StartOptions>>
}

export interface Stage {
  readonly hp: FreshDeployment
  readonly services: ReadonlyMap<ProcessName, RunningService>
  service(name: ProcessName): RunningService
  /** One more process. */
  add(name: ProcessName, options?: StartOptions): Promise<RunningService>
  readonly http: HttpTransport
  /** The agent over HTTP, and over Kafka. */
  readonly agent: Holdpoint
  kafkaAgent(): Holdpoint
  key(file: string): PrivateJwk
  /** Runs until the stage is closed; what it runs and what happens to it are remembered. */
  execute(actions: Record<string, ActionHandler>, by?: 'http' | 'kafka'): Execution
  /** The view that a person sees; waits until it is there. */
  seen(person: string, id: ActionId): Promise<Seen>
  /** A person decides what they see, with a token for this very decision. */
  decide(
    person: string,
    id: ActionId,
    verdict: Verdict,
    more?: Record<string, unknown>,
  ): Promise<Answer>
  records(topic: TopicId): Promise<DumpedRecord[]>
  close(): Promise<void>
}

export interface Execution {
  readonly runs: Action[]
  readonly events: ExecutorEvent[]
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

export interface Seen {
  readonly id: ActionId
  readonly status: string
  readonly presented: string
  readonly action: unknown
  readonly [name: string]: unknown
}

const all: readonly ProcessName[] = ['redactor', 'unsealer', 'gate', 'notifier', 'auditor']

export async function stage({
  services: names = all,
  start = {},
  ...options
}: StageOptions = {}): Promise<Stage> {
  const hp = await freshDeployment(options)
  const started = await Promise.all(names.map((name) => startService(name, hp, start[name])))
  return new RealStage(hp, new Map(started.map((service) => [service.name, service])))
}

class RealStage implements Stage {
  readonly hp: FreshDeployment
  readonly services: Map<ProcessName, RunningService>
  readonly http: HttpTransport
  private readonly added: RunningService[] = []
  private readonly ending = new AbortController()
  private readonly running: Promise<void>[] = []
  private readonly buses: KafkaBus[] = []

  constructor(hp: FreshDeployment, services: ReadonlyMap<ProcessName, RunningService>) {
    this.hp = hp
    this.services = new Map(services)
    const { gate, redactor, unsealer } = hp.urls
    this.http = httpTransport({ gate, redactor, unseal: unsealer })
  }

  service(name: ProcessName): RunningService {
    const found = this.services.get(name)
    if (!found) throw new Error(`${name} is not on this stage`)
    return found
  }

  async add(name: ProcessName, options: StartOptions = {}): Promise<RunningService> {
    const service = await startService(name, this.hp, options)
    this.added.push(service)
    if (!this.services.has(name)) this.services.set(name, service)
    return service
  }

  get agent(): Holdpoint {
    return this.agentOver(this.http)
  }

  kafkaAgent(): Holdpoint {
    const { prefix, urn } = this.hp
    const bus = this.bus('agent', agentId)
    return this.agentOver(
      kafkaAgentTransport({ bus, prefix, deployment: urn, agent: agentId, http: this.http }),
    )
  }

  execute(actions: Record<string, ActionHandler>, by: 'http' | 'kafka' = 'http'): Execution {
    const { prefix, urn, files } = this.hp
    const runs: Action[] = []
    const events: ExecutorEvent[] = []
    const remember = ([type, handler]: [string, ActionHandler]): [string, ActionHandler] => [
      type,
      {
        run: (action, context) => {
          runs.push(action)
          return handler.run(action, context)
        },
      },
    ]
    const transport =
      by === 'http'
        ? this.http
        : kafkaExecutorTransport({
            bus: this.bus('executor', executorId),
            prefix,
            deployment: urn,
            executor: executorId,
            http: this.http,
          })
    const execution = runExecutor({
      id: executorId,
      key: this.key(`executor-${executorId}.jwk`),
      audiences: ['billing'],
      actions: Object.fromEntries(Object.entries(actions).map(remember)),
      transport,
      trust: parseTrust(readFileSync(files.trust, 'utf8')),
      signal: this.ending.signal,
      onEvent: (event) => events.push(event),
    })
    this.running.push(execution)
    return { runs, events }
  }

  async seen(person: string, id: ActionId): Promise<Seen> {
    let seen: Seen | undefined
    const look = async () => {
      const { status, body } = await this.ask('GET', `/v1/approvals/${id}`, person)
      seen = body as Seen
      return status === 200
    }
    await until(look, { deadlineMs: waitMs, what: `${id} on ${person}'s screen` })
    if (!seen) throw new Error('not seen')
    return seen
  }

  async decide(
    person: string,
    id: ActionId,
    verdict: Verdict,
    more: Record<string, unknown> = {},
  ): Promise<Answer> {
    const { presented } = await this.seen(person, id)
    const nonce = decisionNonce({ actionId: id, presented, verdict } as Parameters<
      typeof decisionNonce
    >[0])
    const token = await this.token(person, nonce)
    return this.ask('POST', `/v1/approvals/${id}/decision`, person, {
      verdict,
      presented,
      token,
      ...more,
    })
  }

  records(topic: TopicId): Promise<DumpedRecord[]> {
    return dumpTopic(this.hp.kafka, topicName(this.hp.prefix, topic))
  }

  key(file: string): PrivateJwk {
    return JSON.parse(readFileSync(this.hp.keyFile(file), 'utf8'))
  }

  async close(): Promise<void> {
    this.ending.abort()
    await Promise.allSettled(this.running)
    await Promise.all(this.buses.map((bus) => bus.close()))
    const services = new Set([...this.services.values(), ...this.added])
    await Promise.all([...services].map((service) => service.stop()))
    await this.hp.close()
  }

  private agentOver(transport: Parameters<typeof holdpoint>[0]['transport']): Holdpoint {
    const key = this.key(`agent-${agentId}.jwk`)
    return holdpoint({ agent: { id: agentId, key }, deployment: this.hp.urn, transport })
  }

  private bus(role: 'agent' | 'executor', id: string): KafkaBus {
    const bus = new KafkaBus({ brokers: this.hp.kafka.brokers, ...this.hp.user(role, id) })
    this.buses.push(bus)
    return bus
  }

  private token(person: string, nonce?: string): Promise<string> {
    const { issuer, urn } = this.hp
    return personToken({
      issuer,
      audience: urn,
      subject: person,
      key: this.key('issuer.jwk'),
      ...(nonce ? { nonce } : {}),
    })
  }

  private async ask(method: string, path: string, person: string, body?: unknown): Promise<Answer> {
    const authorization = `Bearer ${await this.token(person)}`
    const reply = await fetch(`${this.hp.urls.notifier}${path}`, {
      method,
      headers: {
        authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: reply.status, body: await reply.json() }
  }
}
