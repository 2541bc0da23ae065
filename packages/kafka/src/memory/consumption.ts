/** One membership in a group in memory. */

import { HoldpointError } from '@holdpoint/contracts'
import type { MemoryCluster } from '../memory.ts'
import { type ConsumeOptions, type Consumption, type Note, partitionKey } from '../port.ts'
import type { MemoryBus } from './bus.ts'
import { ordered } from './faults.ts'
import type { Member, MemoryGroup } from './group.ts'
import type { Read } from './log.ts'
import { newSlot, type Slot, shut } from './slot.ts'

const sessionTimeoutDefaultMs = 10_000

export class MemoryConsumption implements Consumption, Member {
  readonly id: string
  readonly topics: readonly string[]
  readonly failed: Promise<never>
  readonly #failure = Promise.withResolvers<never>()
  readonly #joined = Promise.withResolvers<void>()
  readonly #cluster: MemoryCluster
  readonly #bus: MemoryBus
  readonly #options: ConsumeOptions
  readonly #group: MemoryGroup
  readonly #slots = new Map<string, Slot>()
  readonly #unwatch: (() => void)[] = []
  #held: readonly number[] = []
  #status: 'running' | 'failed' | 'stopped' = 'running'

  constructor(cluster: MemoryCluster, bus: MemoryBus, options: ConsumeOptions) {
    this.#cluster = cluster
    this.#bus = bus
    this.#options = options
    this.#group = cluster.group(options.group)
    this.id = cluster.memberId(bus.client)
    this.topics = options.topics
    this.failed = this.#failure.promise
    this.failed.catch(() => {})
  }

  async start(): Promise<void> {
    for (const topic of this.topics) {
      for (const [partition, log] of this.#cluster.logs(topic).entries()) {
        const slot = newSlot(topic, partition, log)
        this.#slots.set(partitionKey(topic, partition), slot)
        this.#unwatch.push(log.onChange(() => this.#look(slot)))
      }
    }
    this.#group.join(this)
    await Promise.race([this.#joined.promise, this.failed])
  }

  read(topic: string, partition: number, offset: number): void {
    const slot = this.#slots.get(partitionKey(topic, partition))
    if (slot?.isAssigned !== true || this.#status !== 'running') return
    this.#open(slot, offset)
  }

  hold(topic: string, partition: number): void {
    const slot = this.#slots.get(partitionKey(topic, partition))
    if (slot !== undefined) shut(slot)
  }

  position(topic: string, partition: number): number | undefined {
    return this.#slots.get(partitionKey(topic, partition))?.position
  }

  async note(topic: string, partition: number): Promise<Note | undefined> {
    await this.#bus.turn()
    const offset = this.#group.offsets.get(partitionKey(topic, partition))
    const text = this.#group.notes.get(partitionKey(topic, partition))
    return offset === undefined || text === undefined ? undefined : { offset, text }
  }

  async setNote(topic: string, partition: number, { offset, text }: Note): Promise<void> {
    await this.#bus.turn()
    const isOurs = this.#slots.get(partitionKey(topic, partition))?.isAssigned === true
    if (!isOurs || !this.#group.has(this)) return
    this.#commit(topic, partition, offset)
    this.#group.notes.set(partitionKey(topic, partition), text)
  }

  report(topic: string, partition: number, nextOffset: number): void {
    if (this.#options.positions === 'owner') this.#commit(topic, partition, nextOffset)
  }

  async stop(): Promise<void> {
    if (this.#status === 'running') this.#status = 'stopped'
    await Promise.all([...this.#slots.values()].map((slot) => slot.running))
    this.#leave()
  }

  /** As the group sees it: the member is silent until its session ends. */
  vanish(): void {
    const timeoutMs = this.#options.sessionTimeoutMs ?? sessionTimeoutDefaultMs
    const end = () => !this.#bus.isAlive && this.#group.leave(this)
    this.#cluster.later(timeoutMs, end, 'now')
  }

  comeBack(): void {
    if (this.#status !== 'running') return
    this.#group.leave(this)
    this.revoked()
    this.#group.join(this)
  }

  /** @internal Called by the group. */
  revoked(): boolean {
    if (!this.#bus.isAlive) return false
    for (const slot of this.#slots.values()) {
      slot.isAssigned = false
      shut(slot)
    }
    const held = this.#held
    this.#held = []
    if (held.length > 0) this.#guarded(() => this.#options.onRevoked?.(held))
    return true
  }

  /** @internal Called by the group. */
  assigned(assignment: Readonly<Record<string, number[]>>): void {
    if (!this.#bus.isAlive || this.#status !== 'running') return
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) this.#take(topic, partition)
    }
    this.#held = [...new Set(Object.values(assignment).flat())].sort((a, b) => a - b)
    this.#guarded(() => this.#options.onAssigned?.(this.#held, this))
    this.#joined.resolve()
  }

  #take(topic: string, partition: number): void {
    const key = partitionKey(topic, partition)
    const slot = this.#slots.get(key)
    if (slot === undefined) return
    slot.isAssigned = true
    if (this.#options.positions === 'owner') return
    const committed = this.#group.offsets.get(key)
    const isInLog = committed !== undefined && committed <= slot.log.end
    this.#open(slot, isInLog ? committed : slot.log.start)
  }

  #open(slot: Slot, offset: number): void {
    shut(slot)
    if (offset > slot.log.end) {
      const place = partitionKey(slot.topic, slot.partition)
      const rule = `position ${offset} of ${place} is beyond its end ${slot.log.end}`
      this.#fail(new HoldpointError('HP_BROKER', { rule }))
      return
    }
    slot.next = offset
    slot.position = offset
    this.#look(slot)
  }

  /** Something may be there to deliver. */
  #look(slot: Slot): void {
    const isReady = slot.next !== undefined && slot.running === undefined
    if (!isReady || slot.isScheduled || this.#status !== 'running') return
    if ((slot.next ?? 0) >= slot.log.stableEnd) return
    slot.isScheduled = true
    this.#cluster.soon(() => {
      slot.isScheduled = false
      if (!this.#bus.isAlive || this.#status !== 'running') return
      if (slot.next === undefined) return
      slot.running = this.#deliver(slot, slot.log.read(slot.next, this.#cluster.recordsPerCall))
    })
  }

  async #deliver(slot: Slot, { records, next }: Read): Promise<void> {
    const { epoch } = slot
    try {
      const isDone = records.length === 0 || (await this.#handle(slot, records))
      await this.#bus.turn()
      if (isDone && slot.epoch === epoch) {
        slot.next = next
        slot.position = next
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      slot.running = undefined
      this.#look(slot)
    }
  }

  /** False: nothing was handed over. */
  async #handle(slot: Slot, records: Read['records']): Promise<boolean> {
    const { topic, partition, epoch } = slot
    const { group, positions, onRecords } = this.#options
    const info = { client: this.#bus.client, topic, partition, group, records: records.length }
    const fault = await this.#bus.fault('deliver', info)
    if (slot.epoch !== epoch || this.#status !== 'running') return false
    if (fault === 'rebalance') {
      this.#group.rebalance()
      return false
    }
    if (fault === 'fail') throw ordered('deliver')
    await onRecords(records, topic, partition)
    await this.#bus.turn()
    const isCommitted = positions === 'group' && slot.epoch === epoch && fault !== 'uncommitted'
    const last = records.at(-1)
    if (isCommitted && last !== undefined) this.#commit(topic, partition, last.offset + 1)
    return true
  }

  #commit(topic: string, partition: number, offset: number): void {
    if (!this.#group.has(this)) return
    this.#group.offsets.set(partitionKey(topic, partition), offset)
    this.#group.notes.delete(partitionKey(topic, partition))
  }

  #guarded(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (this.#status !== 'running') return
    this.#status = 'failed'
    this.#failure.reject(error)
    this.#leave()
  }

  #leave(): void {
    for (const unwatch of this.#unwatch) unwatch()
    for (const slot of this.#slots.values()) shut(slot)
    this.#group.leave(this)
  }
}
