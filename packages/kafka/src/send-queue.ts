/** Calls of `send` that wait to share a request: what is taken next, and when each call is done. Pure bookkeeping; producer.ts does the sending. */

import { type BaseOffsets, type OutRecord, partitionKey } from './port.ts'
import { fitting, recordBytes } from './record.ts'

interface Call {
  readonly offsets: Map<string, number>
  missing: number
  isRejected: boolean
  readonly done: PromiseWithResolvers<BaseOffsets>
}

export interface Taken {
  readonly records: readonly OutRecord[]
  /** `bases`: offset of the first record of this request in each partition. */
  succeed(bases: BaseOffsets): void
  fail(error: Error): void
}

export class SendQueue {
  #records: OutRecord[] = []
  #calls: Call[] = []
  #sizes: number[] = []
  #bytes = 0

  get isEmpty(): boolean {
    return this.#records.length === 0
  }

  get bytes(): number {
    return this.#bytes
  }

  add(records: readonly OutRecord[]): Promise<BaseOffsets> {
    const done = Promise.withResolvers<BaseOffsets>()
    const call: Call = { offsets: new Map(), missing: records.length, isRejected: false, done }
    if (records.length === 0) done.resolve(call.offsets)
    for (const record of records) {
      const bytes = recordBytes(record)
      this.#records.push(record)
      this.#calls.push(call)
      this.#sizes.push(bytes)
      this.#bytes += bytes
    }
    return done.promise
  }

  /** The head of the queue, as much as fits one request. */
  take(): Taken {
    const count = fitting(this.#records, 0, this.#sizes)
    const records = this.#records.splice(0, count)
    const calls = this.#calls.splice(0, count)
    for (const bytes of this.#sizes.splice(0, count)) this.#bytes -= bytes
    return {
      records,
      succeed: (bases) => settle(records, calls, bases),
      fail: (error) => this.#fail(calls, error),
    }
  }

  failAll(error: Error): void {
    this.#fail(this.#calls, error)
  }

  /** A call fails as a whole: what of it still waits is not sent. */
  #fail(calls: readonly Call[], error: Error): void {
    for (const call of calls) {
      if (call.isRejected) continue
      call.isRejected = true
      call.done.reject(error)
    }
    const kept = this.#calls.map((call) => !call.isRejected)
    this.#records = this.#records.filter((_, index) => kept[index])
    this.#calls = this.#calls.filter((_, index) => kept[index])
    this.#sizes = this.#sizes.filter((_, index) => kept[index])
    this.#bytes = this.#sizes.reduce((sum, bytes) => sum + bytes, 0)
  }
}

function settle(records: readonly OutRecord[], calls: readonly Call[], bases: BaseOffsets): void {
  const next = new Map(bases)
  for (const [index, record] of records.entries()) {
    const call = calls[index]
    const key = partitionKey(record.topic, record.partition)
    const offset = next.get(key)
    if (call === undefined || offset === undefined) continue
    next.set(key, offset + 1)
    if (!call.offsets.has(key)) call.offsets.set(key, offset)
    call.missing--
    if (call.missing === 0) call.done.resolve(call.offsets)
  }
}
