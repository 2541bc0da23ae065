/** The simulated deployment: a bus, a store, two gates, and everybody who writes to them. Time stands still unless it is moved. */
import type { Run } from '@holdpoint/approval'
import {
  type Action,
  type ActionId,
  type Digest,
  deadLetterTopic,
  type Fact,
  type TopicId,
  topicName,
  topics,
} from '@holdpoint/contracts'
import type { RulesInForce } from '@holdpoint/gate'
import { MemoryCluster } from '@holdpoint/kafka'
import { MemoryProjectionServer } from '@holdpoint/notifier'
import { MemoryStoreServer, type StoreSnapshot } from '@holdpoint/store'
import { AuditorProcess } from './auditor-process.ts'
import { Executor } from './executor.ts'
import { GateProcess } from './gate-process.ts'
import { Hands, type Written } from './hands.ts'
import { Journal } from './journal.ts'
import { LogDisk } from './memory-log.ts'
import { Mirror, stateTopic } from './mirror.ts'
import { NotifierProcess } from './notifier-process.ts'
import { Observation, type SeenGrant } from './observation.ts'
import { Random } from './random.ts'
import { RedactorProcess } from './redactor-process.ts'
import { type AgentName, prefix, rulesOf } from './rules.ts'
import { Scheduler } from './scheduler.ts'
import type { Supervised } from './supervised.ts'
import { busFault, calm, type PortFault, storeFault, type Weather } from './weather.ts'

const startMs = 1_800_000_000_000

export interface Known {
  readonly id: ActionId
  readonly agent: AgentName
  readonly action: Action
  /** Digest of what people will see. */
  readonly presented: Digest
  readonly intended: Digest
  readonly written: Written
}

export interface WorldOptions {
  /** Keeps a journal of what happens. */
  readonly isTold?: boolean
}

export class World {
  readonly slotCount = 2
  readonly scheduler = new Scheduler(startMs)
  readonly server = new MemoryStoreServer({ nowMs: () => this.nowMs })
  readonly cluster = new MemoryCluster({
    clock: () => this.nowMs,
    schedule: (run, delayMs) => this.scheduler.schedule(run, delayMs),
    faults: (point, { client }) => this.busFault(point, client),
    recordsPerCall: () => 1 + this.random.int(20),
  })
  readonly hands = new Hands(this.cluster, this.slotCount, () => this.nowMs)
  readonly gates = ['gate-1', 'gate-2'].map((name) => new GateProcess(name, this))
  readonly redactor = new RedactorProcess('redactor', this)
  readonly notifier = new NotifierProcess('notifier', this)
  readonly auditor = new AuditorProcess('auditor', this)
  /** Beside the gates, what a deployment runs. */
  readonly services: readonly Supervised[] = [this.redactor, this.notifier, this.auditor]
  /** What the notifiers' Redis holds. */
  readonly projections = new MemoryProjectionServer()
  /** What the auditor has written. */
  readonly disk = new LogDisk()
  readonly executors = [new Executor('exec-1', this), new Executor('exec-2', this)] as const
  readonly actions: Known[] = []
  readonly commands: Written[] = []
  readonly complaints: string[] = []
  snapshot: StoreSnapshot | undefined
  deaths = 0
  weather: Weather = calm
  rules: RulesInForce = rulesOf(0, 0)
  /** Of the operation that is under way; everything that happens meanwhile draws from it. */
  random = new Random(0)
  private nonces = 0
  readonly mirror = new Mirror(this.cluster, this.server, this.slotCount)
  readonly observation = new Observation(this.cluster, this.slotCount, (fact) => this.seen(fact))

  readonly journal: Journal

  constructor({ isTold = false }: WorldOptions = {}) {
    this.journal = new Journal(startMs, isTold)
    for (const id of Object.keys(topics) as TopicId[]) {
      this.cluster.createTopic(topicName(prefix, id), this.slotCount)
    }
    for (const id of ['redacted', 'commands'] as const) {
      this.cluster.createTopic(deadLetterTopic(prefix, 'gate', id), 1)
    }
    for (const id of ['intended', 'outcomes'] as const) {
      this.cluster.createTopic(deadLetterTopic(prefix, 'redactor', id), 1)
    }
    this.cluster.createTopic(deadLetterTopic(prefix, 'notifier', 'decisions'), 1)
    // The others are hired one day: they have to read what was before them.
    for (const each of [...this.gates, this.redactor]) each.start()
  }

  get processes(): readonly Supervised[] {
    return [...this.gates, ...this.services]
  }

  get nowMs(): number {
    return this.scheduler.nowMs
  }

  get grants(): readonly SeenGrant[] {
    return this.observation.grants
  }

  private seen(fact: Fact): void {
    this.mirror.fact(fact)
    this.journal.note(() => this.told(fact))
  }

  private told({ kind, number, slot, actionId, body }: Fact): string {
    const about = actionId === undefined ? '' : ` ${this.journal.action(actionId)}`
    const why = 'code' in body && body.code !== undefined ? ` (${body.code})` : ''
    return `slot ${slot} fact ${number}:${about} ${kind}${why}`
  }

  /** Writes a record, and remembers it: it may come twice. */
  async give(written: Written): Promise<void> {
    this.commands.push(written)
    if (written.isVoid) this.observation.commands.mustFail(written.id)
    await this.hands.send(written)
  }

  async giveAgain(written: Written): Promise<void> {
    await this.hands.send(written)
  }

  wipeRedis(): void {
    this.server.wipeAll()
    this.mirror.forgetAnswers()
  }

  /** The log cleaner passes over the changelog. */
  clean(): void {
    this.cluster.compact(stateTopic)
    this.mirror.cleaned()
  }

  ran(run: Run): void {
    this.observation.ran(run)
  }

  nonce(): string {
    this.nonces += 1
    return `nonce-${this.nonces}`
  }

  tick(): void {
    for (const gate of this.gates) gate.tick()
  }

  sleep(ms: number): Promise<void> {
    return this.scheduler.sleep(ms)
  }

  /** Lets others go first. */
  pause(): Promise<void> {
    return this.scheduler.sleep(0)
  }

  died({ name }: Supervised): void {
    this.deaths += 1
    this.journal.note(() => `${name} dies`)
  }

  storeFault({ name }: Supervised): PortFault {
    const fault = storeFault(this.weather, this.random)
    if (fault !== 'ok') this.journal.note(() => `${name}'s store: ${fault}`)
    return fault
  }

  complain(what: string): void {
    this.complaints.push(what)
  }

  /** Everything that is wrong by now. */
  violations(): string[] {
    return [...this.complaints, ...this.observation.look(), ...this.mirror.look()]
  }

  private busFault(point: Parameters<typeof busFault>[0], client: string) {
    const victim = this.processes.find(({ name }) => client.startsWith(`${name}#`))
    if (!victim) return 'ok'
    const fault = busFault(point, this.weather, this.random, victim, (ms) => this.sleep(ms))
    if (fault !== 'ok')
      this.journal.note(
        () => `${victim.name} ${point}: ${typeof fault === 'object' ? 'waits' : fault}`,
      )
    return fault
  }
}
