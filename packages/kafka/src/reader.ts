/** The partitions of one membership: what was fetched goes into a queue per partition, and a long queue pauses its partition. */

import type { Consumer, EachBatchPayload } from 'kafkajs'
import { PartitionQueue } from './partition-queue.ts'
import { type InRecord, partitionKey } from './port.ts'
import { toInRecord } from './record.ts'

/** Unhandled bytes of all partitions together; each gets its share, within the bounds, and is paused above it. */
const bufferedBytesMax = 48 * 1024 * 1024
const bufferShareBytes = { min: 1024 * 1024, max: 4 * 1024 * 1024 } as const

export type FetchControl = Pick<Consumer, 'pause' | 'resume' | 'seek'>

export interface ReaderEvents {
  handle(records: readonly InRecord[], topic: string, partition: number): Promise<void>
  onHandled(topic: string, partition: number, position: number): void
  onError(error: unknown): void
}

interface Slot {
  readonly topic: string
  readonly partition: number
  readonly queue: PartitionQueue
  isAssigned: boolean
  /** Paused because its queue is long. */
  isFull: boolean
}

export class Reader {
  readonly #control: FetchControl
  readonly #events: ReaderEvents
  readonly #slots = new Map<string, Slot>()
  #isStopped = false

  constructor(control: FetchControl, events: ReaderEvents) {
    this.#control = control
    this.#events = events
  }

  /** `from` undefined: goes on wherever the group is. */
  read(topic: string, partition: number, from: number | undefined): void {
    const slot = this.#slots.get(partitionKey(topic, partition))
    if (this.#isStopped || slot?.isAssigned !== true) return
    slot.queue.open(from)
    slot.isFull = false
    if (from !== undefined) this.#control.seek({ topic, partition, offset: String(from) })
    this.#control.resume([{ topic, partitions: [partition] }])
  }

  hold(topic: string, partition: number): void {
    const slot = this.#slots.get(partitionKey(topic, partition))
    if (this.#isStopped || slot?.isAssigned !== true) return
    slot.queue.close()
    this.#control.pause([{ topic, partitions: [partition] }])
  }

  position(topic: string, partition: number): number | undefined {
    return this.#slots.get(partitionKey(topic, partition))?.queue.position
  }

  /** Where the next fetch must begin, if that is known. */
  expected(topic: string, partition: number): number | undefined {
    return this.#slots.get(partitionKey(topic, partition))?.queue.expected
  }

  /** Everything starts held. */
  assign(assignment: Readonly<Record<string, readonly number[]>>): void {
    for (const [topic, partitions] of Object.entries(assignment)) {
      this.#control.pause([{ topic, partitions: [...partitions] }])
      for (const partition of partitions) this.#slot(topic, partition).isAssigned = true
    }
  }

  revoke(): void {
    for (const slot of this.#slots.values()) {
      slot.isAssigned = false
      slot.isFull = false
      slot.queue.close()
    }
  }

  /** Nothing is delivered after this. */
  close(): void {
    this.#isStopped = true
    for (const { queue } of this.#slots.values()) queue.close()
  }

  /** Nothing new is delivered; resolves when the calls under way have ended. */
  async drain(): Promise<void> {
    this.#isStopped = true
    await Promise.all([...this.#slots.values()].map(({ queue }) => queue.drain()))
  }

  take({ batch, isStale, resolveOffset }: EachBatchPayload): void {
    const { topic, partition } = batch
    const slot = this.#slots.get(partitionKey(topic, partition))
    if (this.#isStopped || slot === undefined || isStale() || !slot.queue.isOpen) return
    const records = batch.messages.map((message) => toInRecord(topic, partition, message))
    const { expected } = slot.queue
    const outcome = slot.queue.offer(fetchedFrom(batch), Number(batch.lastOffset()) + 1, records)
    if (outcome === 'gap') {
      this.#control.seek({ topic, partition, offset: String(expected) })
      return
    }
    resolveOffset(batch.lastOffset())
    if (slot.queue.bytes <= this.#share() || slot.isFull) return
    slot.isFull = true
    this.#control.pause([{ topic, partitions: [partition] }])
  }

  /** From `from` to `end` there is nothing to deliver. */
  pass(topic: string, partition: number, from: number, end: number): void {
    this.#slots.get(partitionKey(topic, partition))?.queue.offer(from, end, [])
  }

  #slot(topic: string, partition: number): Slot {
    const key = partitionKey(topic, partition)
    const known = this.#slots.get(key)
    if (known !== undefined) return known
    const queue = new PartitionQueue({
      handle: (records) => this.#events.handle(records, topic, partition),
      onHandled: (position) => {
        this.#events.onHandled(topic, partition, position)
        this.#makeRoom(slot)
      },
      onError: (error) => this.#events.onError(error),
    })
    const slot: Slot = { topic, partition, queue, isAssigned: false, isFull: false }
    this.#slots.set(key, slot)
    return slot
  }

  #makeRoom(slot: Slot): void {
    if (!slot.isFull || this.#isStopped || slot.queue.bytes > this.#share() / 2) return
    slot.isFull = false
    this.#control.resume([{ topic: slot.topic, partitions: [slot.partition] }])
  }

  #share(): number {
    const open = [...this.#slots.values()].filter(({ queue }) => queue.isOpen).length
    const { min, max } = bufferShareBytes
    return Math.min(max, Math.max(min, bufferedBytesMax / Math.max(1, open)))
  }
}

/** kafkajs' Batch has it; its types do not. */
function fetchedFrom(batch: EachBatchPayload['batch']): number {
  const from = 'fetchedOffset' in batch ? Number(batch.fetchedOffset) : Number.NaN
  return Number.isNaN(from) ? Number(batch.firstOffset()) : from
}
