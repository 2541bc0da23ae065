/** One partition in memory: an append-only list in which markers and deleted records leave gaps, as they do on a broker. */

import type { InRecord, OutRecord } from '../port.ts'

export interface Transaction {
  readonly id: string
  readonly epoch: number
  status: 'open' | 'committed' | 'aborted'
  readonly logs: Set<MemoryLog>
}

type Entry = { readonly record: InRecord; readonly transaction: Transaction | undefined } | 'gap'

export interface Read {
  readonly records: readonly InRecord[]
  /** Where to read on; everything committed before it has been seen. */
  readonly next: number
}

export class MemoryLog {
  readonly #topic: string
  readonly #partition: number
  readonly #entries: Entry[] = []
  readonly #listeners = new Set<() => void>()
  /** First offset of each open transaction. */
  readonly #open = new Map<Transaction, number>()
  #start = 0

  constructor(topic: string, partition: number) {
    this.#topic = topic
    this.#partition = partition
  }

  get start(): number {
    return this.#start
  }

  get end(): number {
    return this.#entries.length
  }

  /** Readers get no further: the first record of a transaction that is still open. */
  get stableEnd(): number {
    return Math.min(this.end, ...this.#open.values())
  }

  /** Returns the offset. Keeps copies: what the writer does to its buffers later is its own affair. */
  append(record: OutRecord, timestampMs: number, transaction?: Transaction): number {
    const offset = this.end
    const value = record.value === null ? null : Buffer.from(record.value)
    const { key, headers } = record
    const place = { topic: this.#topic, partition: this.#partition, offset, timestampMs }
    this.#entries.push({ record: { ...place, key, value, headers: { ...headers } }, transaction })
    if (transaction !== undefined && !transaction.logs.has(this)) {
      transaction.logs.add(this)
      this.#open.set(transaction, offset)
    }
    this.#changed()
    return offset
  }

  /** The record that ends a transaction takes an offset, and is delivered to nobody. */
  endTransaction(transaction: Transaction): void {
    this.#open.delete(transaction)
    this.#entries.push('gap')
    this.#changed()
  }

  read(from: number, countMax: number): Read {
    const end = this.stableEnd
    const records: InRecord[] = []
    let next = Math.max(from, this.#start)
    for (; next < end && records.length < countMax; next++) {
      const record = this.#committed(next)
      if (record !== undefined) records.push(record)
    }
    while (next < end && this.#committed(next) === undefined) next++
    return { records, next }
  }

  /** As retention does. */
  deleteBefore(offset: number): void {
    this.#start = Math.max(this.#start, Math.min(offset, this.end))
    this.#entries.fill('gap', 0, this.#start)
  }

  /** As the log cleaner does: of each key only the last committed record stays. */
  compact(): void {
    const last = new Map<string | null, number>()
    for (let offset = this.#start; offset < this.stableEnd; offset++) {
      const record = this.#committed(offset)
      if (record !== undefined) last.set(record.key, offset)
    }
    for (let offset = this.#start; offset < this.stableEnd; offset++) {
      const record = this.#committed(offset)
      if (record !== undefined && last.get(record.key) !== offset) this.#entries[offset] = 'gap'
    }
  }

  /** Called after every change; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #committed(offset: number): InRecord | undefined {
    const entry = this.#entries[offset]
    if (entry === undefined || entry === 'gap') return undefined
    const isCommitted = entry.transaction === undefined || entry.transaction.status === 'committed'
    return isCommitted ? entry.record : undefined
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
