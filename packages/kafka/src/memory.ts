/**
 * The bus in one process: nothing survives it, and nothing is left to chance. Time, order and faults belong to whoever makes the cluster; without a `schedule`
 * everything happens in microtasks and nothing ever times out.
 *
 *   const cluster = new MemoryCluster({ clock: () => nowMs, faults: (point, info) => 'ok' })
 *   cluster.createTopic('decisions', 12)
 *   const bus = cluster.bus('gate-1')      // one per simulated process
 *   bus.crash()                            // its group partitions move on; its open transactions stay until fenced
 */

import { HoldpointError } from '@holdpoint/contracts'
import { MemoryBus } from './memory/bus.ts'
import type { Fault, FaultInfo, FaultPoint, Faults } from './memory/faults.ts'
import { MemoryGroup } from './memory/group.ts'
import { MemoryLog, type Transaction } from './memory/log.ts'
import { type InRecord, type OutRecord, partitionKey } from './port.ts'

export { MemoryBus } from './memory/bus.ts'
export type { Fault, FaultInfo, FaultPoint, Faults } from './memory/faults.ts'

/** As on the broker: what an open transaction may take before it is aborted. */
const transactionTimeoutMs = 10_000

export interface MemoryOptions {
  /** Append time of records, ms since the epoch. */
  readonly clock: () => number
  /** Runs every step of delivery and group membership, and the timeouts. Order among steps that are due is free: a simulation shuffles them. */
  readonly schedule?: (run: () => void, delayMs: number) => void
  readonly faults?: Faults
  /** How many records the next handler call gets at most; default 500. */
  readonly recordsPerCall?: () => number
}

export class MemoryCluster {
  readonly #options: MemoryOptions
  readonly #topics = new Map<string, readonly MemoryLog[]>()
  readonly #groups = new Map<string, MemoryGroup>()
  readonly #transactions = new Map<string, { epoch: number; open: Transaction | undefined }>()
  #clientCount = 0
  #memberCount = 0

  constructor(options: MemoryOptions) {
    this.#options = options
  }

  createTopic(topic: string, partitionCount: number): void {
    const logs = Array.from({ length: partitionCount }, (_, p) => new MemoryLog(topic, p))
    this.#topics.set(topic, logs)
  }

  /** A client of its own: one per process. */
  bus(client = `client-${++this.#clientCount}`): MemoryBus {
    return new MemoryBus(this, client)
  }

  /** For checkers: all that is committed in a partition from an offset on, in order. */
  records(topic: string, partition: number, from = 0): readonly InRecord[] {
    return this.log(topic, partition).read(from, Number.POSITIVE_INFINITY).records
  }

  /** For checkers: a group's committed offset, where it has one. */
  groupOffset(group: string, topic: string, partition: number): number | undefined {
    return this.group(group).offsets.get(partitionKey(topic, partition))
  }

  /** The log cleaner's work, now. */
  compact(topic: string): void {
    for (const log of this.logs(topic)) log.compact()
  }

  /** Retention's work, now. */
  deleteBefore(topic: string, partition: number, offset: number): void {
    this.log(topic, partition).deleteBefore(offset)
  }

  rebalance(group: string): void {
    this.group(group).rebalance()
  }

  /** @internal What follows is for the clients. */
  fault(point: FaultPoint, info: FaultInfo): Fault {
    return this.#options.faults?.(point, info) ?? 'ok'
  }

  /** Grows with time, so that order by id is the same in every run of a seed. */
  memberId(client: string): string {
    this.#memberCount++
    return `${client}-${String(this.#memberCount).padStart(6, '0')}`
  }

  get recordsPerCall(): number {
    return this.#options.recordsPerCall?.() ?? 500
  }

  /** A step of its own, soon. */
  soon(run: () => void): void {
    if (this.#options.schedule === undefined) queueMicrotask(run)
    else this.#options.schedule(run, 0)
  }

  /** After a timeout; without a schedule, `otherwise` says what becomes of it. */
  later(delayMs: number, run: () => void, otherwise: 'now' | 'never'): void {
    if (this.#options.schedule !== undefined) this.#options.schedule(run, delayMs)
    else if (otherwise === 'now') run()
  }

  logs(topic: string): readonly MemoryLog[] {
    const logs = this.#topics.get(topic)
    if (logs === undefined) throw new HoldpointError('HP_BROKER', { rule: `no topic ${topic}` })
    return logs
  }

  log(topic: string, partition: number): MemoryLog {
    const log = this.logs(topic)[partition]
    if (log !== undefined) return log
    throw new HoldpointError('HP_BROKER', { rule: `topic ${topic} has no partition ${partition}` })
  }

  group(name: string): MemoryGroup {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const group = new MemoryGroup(
      (topic) => this.logs(topic).length,
      (run) => this.soon(run),
    )
    this.#groups.set(name, group)
    return group
  }

  append(records: readonly OutRecord[], transaction?: Transaction): Map<string, number> {
    const bases = new Map<string, number>()
    for (const record of records) {
      const key = partitionKey(record.topic, record.partition)
      const log = this.log(record.topic, record.partition)
      const offset = log.append(record, this.#options.clock(), transaction)
      if (!bases.has(key)) bases.set(key, offset)
    }
    return bases
  }

  /** A new epoch of this id: what the former one left open is aborted. */
  openId(id: string): number {
    const state = this.#transactions.get(id) ?? { epoch: 0, open: undefined }
    this.#transactions.set(id, state)
    if (state.open !== undefined) this.end(state.open, 'aborted')
    state.epoch++
    return state.epoch
  }

  /** Undefined: this epoch is fenced. */
  begin(id: string, epoch: number): Transaction | undefined {
    const state = this.#transactions.get(id)
    if (state?.epoch !== epoch) return undefined
    const transaction: Transaction = { id, epoch, status: 'open', logs: new Set() }
    state.open = transaction
    const expire = () => transaction.status === 'open' && this.openId(id)
    this.later(transactionTimeoutMs, expire, 'never')
    return transaction
  }

  end(transaction: Transaction, status: 'committed' | 'aborted'): void {
    transaction.status = status
    const state = this.#transactions.get(transaction.id)
    if (state?.open === transaction) state.open = undefined
    for (const log of transaction.logs) log.endTransaction(transaction)
  }
}
