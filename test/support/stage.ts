/** The whole of Holdpoint on real Kafka and Redis, every service a process of its own, with an agent, an executor and people to act in it. For tests. */
import { readFileSync } from 'node:fs'
import {
  type Action,
  type ActionId,
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
import { type PrivateJwk, parseTrust, type Trust } from '@holdpoint/seal'
import {
  type Credential,
  type DumpedRecord,
  dumpTopic,
  type FreshDeployment,
  type FreshOptions,
  freshDeployment,
  type ProcessName,
  type RunningService,
  type StartOptions,
  startService,
} from '@holdpoint/testkit'
import { type Answer, People, type Seen, waitMs } from './people.ts'

export { type Answer, type Seen, waitMs }

export const agentId = 'refunds'
export const executorId = 'billing'

export interface StageOptions extends FreshOptions {
  /** Which processes to start; default all. */
  readonly services?: readonly ProcessName[]
  readonly start?: Partial<Record<ProcessName, StartOptions>>
  /** A deployment that is there already, instead of a fresh one. */
  readonly hp?: FreshDeployment
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
  /** Another one, over HTTP. */
  agentNamed(id: string): Holdpoint
  key(file: string): PrivateJwk
  trust(): Trust
  /** Runs until the stage is closed; what it runs and what happens to it are remembered. */
  execute(actions: Record<string, ActionHandler>, by?: 'http' | 'kafka', id?: string): Execution
  readonly people: People
  /** A bus as operator, who may write and read every topic; closed with the stage, like all of these. */
  operator(): KafkaBus
  bus(role: 'agent' | 'executor', id: string): KafkaBus
  /** The view that a person sees; waits until it is there. */
  seen(person: string, id: ActionId, isSo?: (seen: Seen) => boolean): Promise<Seen>
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

const all: readonly ProcessName[] = ['redactor', 'unsealer', 'gate', 'notifier', 'auditor']

export async function stage({
  services: names = all,
  start = {},
  hp: given,
  ...options
}: StageOptions = {}): Promise<Stage> {
  const hp = given ?? (await freshDeployment(options))
  const started = await Promise.all(names.map((name) => startService(name, hp, start[name])))
  return new RealStage(hp, new Map(started.map((service) => [service.name, service])))
}

class RealStage implements Stage {
  readonly hp: FreshDeployment
  readonly services: Map<ProcessName, RunningService>
  readonly http: HttpTransport
  readonly people: People
  private readonly added: RunningService[] = []
  private readonly ending = new AbortController()
  private readonly running: Promise<void>[] = []
  /** One for each Kafka user. */
  private readonly buses = new Map<string, KafkaBus>()

  constructor(hp: FreshDeployment, services: ReadonlyMap<ProcessName, RunningService>) {
    this.hp = hp
    this.services = new Map(services)
    this.people = new People(hp)
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

  agentNamed(id: string): Holdpoint {
    return this.agentOver(this.http, id)
  }

  kafkaAgent(): Holdpoint {
    const { prefix, urn } = this.hp
    const bus = this.bus('agent', agentId)
    return this.agentOver(
      kafkaAgentTransport({ bus, prefix, deployment: urn, agent: agentId, http: this.http }),
    )
  }

  execute(
    actions: Record<string, ActionHandler>,
    by: 'http' | 'kafka' = 'http',
    id = executorId,
  ): Execution {
    const { prefix, urn } = this.hp
    const runs: Action[] = []
    const events: ExecutorEvent[] = []
    const remember = ([type, handler]: [string, ActionHandler]): [string, ActionHandler] => [
      type,
      {
        run: (action, context) => {
          runs.push(action)
          return handler.run(action, context)
        },
        ...(handler.reverse
          ? {
              reverse: (reversal, context) => {
                runs.push(reversal.action)
                return handler.reverse?.(reversal, context)
              },
            }
          : {}),
      },
    ]
    const transport =
      by === 'http'
        ? this.http
        : kafkaExecutorTransport({
            bus: this.bus('executor', id),
            prefix,
            deployment: urn,
            executor: id,
            http: this.http,
          })
    const execution = runExecutor({
      id,
      key: this.key(`executor-${id}.jwk`),
      audiences: ['billing'],
      actions: Object.fromEntries(Object.entries(actions).map(remember)),
      transport,
      trust: this.trust(),
      signal: this.ending.signal,
      onEvent: (event) => events.push(event),
    })
    this.running.push(execution)
    return { runs, events }
  }

  seen(person: string, id: ActionId, isSo?: (seen: Seen) => boolean): Promise<Seen> {
    return this.people.seen(person, id, isSo)
  }

  decide(
    person: string,
    id: ActionId,
    verdict: Verdict,
    more?: Record<string, unknown>,
  ): Promise<Answer> {
    return this.people.decide(person, id, verdict, more)
  }

  operator(): KafkaBus {
    return this.open(this.hp.kafka.operator)
  }

  records(topic: TopicId): Promise<DumpedRecord[]> {
    return dumpTopic(this.hp.kafka, topicName(this.hp.prefix, topic))
  }

  trust(): Trust {
    return parseTrust(readFileSync(this.hp.files.trust, 'utf8'))
  }

  key(file: string): PrivateJwk {
    return JSON.parse(readFileSync(this.hp.keyFile(file), 'utf8'))
  }

  async close(): Promise<void> {
    this.ending.abort()
    await Promise.allSettled(this.running)
    await Promise.all([...this.buses.values()].map((bus) => bus.close()))
    const services = new Set([...this.services.values(), ...this.added])
    await Promise.all([...services].map((service) => service.stop()))
    await this.hp.close()
  }

  private agentOver(
    transport: Parameters<typeof holdpoint>[0]['transport'],
    id = agentId,
  ): Holdpoint {
    const key = this.key(`agent-${id}.jwk`)
    return holdpoint({ agent: { id, key }, deployment: this.hp.urn, transport })
  }

  bus(role: 'agent' | 'executor', id: string): KafkaBus {
    return this.open(this.hp.user(role, id))
  }

  private open(credential: Credential): KafkaBus {
    const { username } = credential
    const { brokers } = this.hp.kafka
    const bus = this.buses.get(username) ?? new KafkaBus({ brokers, ...credential })
    this.buses.set(username, bus)
    return bus
  }
}
