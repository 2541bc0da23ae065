/** The gate's process: one consumption, the slots that fall to it, and the ticks that let timers in. */
import { HoldpointError, topicName } from '@holdpoint/contracts'
import type { Consumption, InRecord } from '@holdpoint/kafka'
import { type SlotDeps, SlotOwner, type SlotStatus } from './slot-owner.ts'

/** How often due timers and a changed configuration are looked for; the finest grain of a deadline. */
export const tickMs = 200
/** A dead gate's slots move on after this long. */
const sessionTimeoutMs = 6000

export interface GateDeps extends SlotDeps {
  readonly group: string
  /** Calls back every `ms` until the returned function is called. */
  readonly every: (ms: number, call: () => void) => () => void
}

export class Gate {
  private readonly deps: GateDeps
  private readonly owners = new Map<number, SlotOwner>()
  private readonly inputOf: ReadonlyMap<string, 'redacted' | 'commands' | 'state'>
  private consumption: Consumption | undefined
  private isAssigned = false
  private stopTicking: (() => void) | undefined
  private fail: (error: unknown) => void = () => {}
  /** Assignments are carried out one after another: a slot is stopped before it is run again. */
  private assigning: Promise<void> = Promise.resolve()
  /** Rejects when the process must exit. */
  readonly failed: Promise<never>

  constructor(deps: GateDeps) {
    this.deps = deps
    this.inputOf = new Map(
      (['redacted', 'commands', 'state'] as const).map((id) => [topicName(deps.prefix, id), id]),
    )
    this.failed = new Promise((_, reject) => {
      this.fail = reject
    })
    this.failed.catch(() => {})
  }

  /** True when every slot that fell to this process is open. */
  get isReady(): boolean {
    const owners = [...this.owners.values()]
    return this.isAssigned && owners.every((owner) => owner.isOpen)
  }

  /** Of the slots that fell to this process. */
  get slots(): SlotStatus[] {
    return [...this.owners.values()].map(({ status }) => status)
  }

  /** Changelog records that the takeovers of these slots have read. */
  get replayed(): number {
    return [...this.owners.values()].reduce((sum, { replayed }) => sum + replayed, 0)
  }

  async start(): Promise<void> {
    await this.checkPartitions()
    this.consumption = await this.deps.bus.consume({
      group: this.deps.group,
      topics: [...this.inputOf.keys()],
      positions: 'owner',
      sessionTimeoutMs,
      onAssigned: (slots, consumption) => this.assign(slots, consumption),
      onRevoked: () => this.assign([], undefined),
      onRecords: (records, topic, slot) => this.offer(records, topic, slot),
    })
    this.consumption.failed.catch((error) => this.fail(error))
    this.stopTicking = this.deps.every(tickMs, () => {
      for (const owner of this.owners.values()) owner.tick()
    })
  }

  async stop(): Promise<void> {
    this.stopTicking?.()
    this.assign([], undefined)
    await this.assigning
    await this.consumption?.stop()
  }

  /** Partition counts are fixed for the life of a deployment, because a slot is a partition number. */
  private async checkPartitions(): Promise<void> {
    const topics = [...this.inputOf.keys()]
    const counts = await Promise.all(topics.map((topic) => this.deps.bus.partitionCount(topic)))
    if (new Set(counts).size === 1) return
    const found = topics.map((topic, at) => `${topic}: ${counts[at]}`).join(', ')
    throw new HoldpointError('HP_CONFIG', {
      file: 'topics',
      field: 'partitions',
      rule: `must be equal (${found})`,
    })
  }

  private assign(slots: readonly number[], consumption: Consumption | undefined): void {
    this.assigning = this.assigning.then(async () => {
      const former = [...this.owners.values()]
      this.owners.clear()
      await Promise.all(former.map((owner) => owner.stop()))
      this.isAssigned = consumption !== undefined
      if (!consumption) return
      for (const slot of slots) this.own(slot, consumption)
    })
    this.assigning.catch((error) => this.fail(error))
  }

  private own(slot: number, consumption: Consumption): void {
    const owner = new SlotOwner(slot, this.deps)
    this.owners.set(slot, owner)
    owner.run(consumption).catch((error) => this.fail(error))
  }

  private async offer(records: readonly InRecord[], topic: string, slot: number): Promise<void> {
    const input = this.inputOf.get(topic)
    if (input) await this.owners.get(slot)?.offer(records, input)
  }
}
