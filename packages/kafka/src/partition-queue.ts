/**
 * What was fetched of one partition and not yet handled: handed over in order, one call at a time, and nothing from before a jump. kafkajs' fetch loop is not
 * made to wait for handlers: it would stop heartbeats and every other partition.
 */

import type { InRecord } from './port.ts'
import { recordBytes } from './record.ts'

/** Records of one handler call: bounds the work between two looks at the clock, and the loss when a call is repeated. */
export const callRecordsMax = 500
/** Bytes of one handler call; a single larger record goes alone. */
export const callBytesMax = 1024 * 1024

interface Piece {
  readonly records: readonly InRecord[]
  readonly bytes: number
  /** Everything committed before this offset is in this piece or an earlier one. */
  readonly end: number
}

export interface QueueEvents {
  handle(records: readonly InRecord[]): Promise<void>
  /** After each handled call: the position has moved. */
  onHandled(position: number): void
  onError(error: unknown): void
}

export class PartitionQueue {
  readonly #events: QueueEvents
  #pieces: Piece[] = []
  #bytes = 0
  #isOpen = false
  #isDraining = false
  /** Offset that the next offer must cover. */
  #expected: number | undefined
  #position: number | undefined
  #running: Promise<void> | undefined
  /** A call that began before a jump says nothing about the position after it. */
  #epoch = 0

  constructor(events: QueueEvents) {
    this.#events = events
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get bytes(): number {
    return this.#bytes
  }

  get position(): number | undefined {
    return this.#isOpen ? this.#position : undefined
  }

  /** Where the next fetch must begin, if that is known. */
  get expected(): number | undefined {
    return this.#expected
  }

  /** Begins anew at `offset`, or wherever the next offer begins. */
  open(offset: number | undefined): void {
    this.close()
    this.#isOpen = true
    this.#expected = offset
    this.#position = offset
  }

  close(): void {
    this.#epoch++
    this.#isOpen = false
    this.#pieces = []
    this.#bytes = 0
    this.#expected = undefined
    this.#position = undefined
  }

  /** Takes nothing more, and resolves when the handler call under way has ended; its position still counts. */
  async drain(): Promise<void> {
    this.#pieces = []
    this.#isDraining = true
    while (this.#running !== undefined) await this.#running
  }

  /**
   * `records` are all that is committed between `from` and `end`. `stale`: belongs to before a jump, or is known already. `gap`: what comes before is missing.
   */
  offer(from: number, end: number, records: readonly InRecord[]): 'taken' | 'stale' | 'gap' {
    if (!this.#isOpen || this.#isDraining) return 'stale'
    const expected = this.#expected ?? from
    if (from > expected) return 'gap'
    if (end < expected || (end === expected && this.#expected !== undefined)) return 'stale'
    this.#position ??= expected
    this.#expected = end
    this.#cut(
      records.filter(({ offset }) => offset >= expected),
      end,
    )
    this.#start()
    return 'taken'
  }

  #cut(records: readonly InRecord[], end: number): void {
    let piece: InRecord[] = []
    let bytes = 0
    for (const record of records) {
      const more = recordBytes(record)
      if (piece.length > 0 && (piece.length === callRecordsMax || bytes + more > callBytesMax)) {
        this.#push({ records: piece, bytes, end: record.offset })
        piece = []
        bytes = 0
      }
      piece.push(record)
      bytes += more
    }
    this.#push({ records: piece, bytes, end })
  }

  #push(piece: Piece): void {
    this.#pieces.push(piece)
    this.#bytes += piece.bytes
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#pieces.length > 0) this.#start()
    })
  }

  async #run(): Promise<void> {
    while (this.#pieces.length > 0) {
      const { records, end, bytes } = this.#next()
      const epoch = this.#epoch
      try {
        if (records.length > 0) await this.#events.handle(records)
      } catch (error) {
        this.close()
        this.#events.onError(error)
        return
      }
      if (epoch !== this.#epoch) continue
      this.#bytes -= bytes
      this.#position = end
      this.#events.onHandled(end)
    }
  }

  /** The head of the queue, with what follows it as far as it fits one call. */
  #next(): Piece {
    const records: InRecord[] = []
    let bytes = 0
    let end = 0
    for (let head = this.#pieces[0]; head !== undefined; head = this.#pieces[0]) {
      const isTooMuch = records.length + head.records.length > callRecordsMax
      if (records.length > 0 && (isTooMuch || bytes + head.bytes > callBytesMax)) break
      this.#pieces.shift()
      records.push(...head.records)
      bytes += head.bytes
      end = head.end
    }
    return { records, bytes, end }
  }
}
