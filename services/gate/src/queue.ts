/** The one queue of a slot: records of its inputs in the order in which they came, bounded, so that a slow slot pushes back on its partitions. */
import type { InRecord } from '@holdpoint/kafka'

/** Two full batches: one being processed, one waiting. */
const waitingRecordsMax = 800
/** Bytes that may wait in one slot; 48 slots of a large deployment stay below 400 MB. */
const waitingBytesMax = 8 * 1024 * 1024

export interface Queued {
  readonly record: InRecord
  readonly input: 'redacted' | 'commands'
}

export class SlotQueue {
  private waiting: Queued[] = []
  private bytes = 0
  /** Changes when the slot is taken over again: records accepted before belong to another reading. */
  private epoch = 0
  private isClosed = false
  private room: (() => void)[] = []
  private arrival: (() => void) | undefined

  get isEmpty(): boolean {
    return this.count === 0
  }

  /** Of waiting records. */
  get count(): number {
    return this.waiting.length
  }

  /** Resolves when all are accepted, or dropped because the queue was cleared meanwhile. */
  async offer(records: readonly InRecord[], input: Queued['input']): Promise<void> {
    const epoch = this.epoch
    for (const record of records) {
      while (epoch === this.epoch && this.isFull()) {
        await new Promise<void>((resolve) => this.room.push(resolve))
      }
      if (epoch !== this.epoch) return
      this.waiting.push({ record, input })
      this.bytes += sizeOf(record)
      this.wake()
    }
  }

  /** The next records, at most so many and at most about so many bytes, but at least one if any waits. */
  take(countMax: number, bytesMax: number): Queued[] {
    let bytes = 0
    let count = 0
    for (const { record } of this.waiting) {
      bytes += sizeOf(record)
      if (count >= countMax || (count > 0 && bytes > bytesMax)) break
      count += 1
    }
    const taken = this.waiting.splice(0, count)
    for (const { record } of taken) this.bytes -= sizeOf(record)
    this.release()
    return taken
  }

  /** Forgets everything; whoever waits to offer gives up. */
  clear(): void {
    this.epoch += 1
    this.waiting = []
    this.bytes = 0
    this.release()
    this.wake()
  }

  /** Forgets everything and lets nobody wait any more. */
  close(): void {
    this.isClosed = true
    this.clear()
  }

  /** Resolves when something has arrived, `wake` was called, or the queue is closed. */
  arrived(): Promise<void> {
    if (!this.isEmpty || this.isClosed) return Promise.resolve()
    return new Promise((resolve) => {
      this.arrival = resolve
    })
  }

  wake(): void {
    this.arrival?.()
    this.arrival = undefined
  }

  private isFull(): boolean {
    return this.waiting.length >= waitingRecordsMax || this.bytes >= waitingBytesMax
  }

  private release(): void {
    const room = this.room
    this.room = []
    for (const resolve of room) resolve()
  }
}

function sizeOf(record: InRecord): number {
  return record.value?.length ?? 0
}
