/**
 * Reading a transactional topic to its end. The end can't be seen by asking: log ends may be stale right after a commit, and the last offsets are markers that
 * are never delivered. So the new owner commits a record of its own first, and reads until it comes: everything committed before it has then been seen.
 *
 *   const transactor = await bus.transactor(id)            // fences the former owner
 *   const barrier = new BarrierReader(nonce)
 *   await transactor.commit([barrier.record(topic, partition)])
 *   consumption.read(topic, partition, from)
 *   // in onRecords: for (const record of barrier.push(records)) apply(record);  if (barrier.end !== undefined) …
 */

import { HoldpointError } from '@holdpoint/contracts'
import type { InRecord, OutRecord } from './port.ts'

/** One key for all, so that compaction keeps only the latest. No action id looks like it. */
export const barrierKey = '~barrier'

export class BarrierReader {
  readonly #nonce: string
  #end: number | undefined

  /** `nonce`: never used before; a random id. */
  constructor(nonce: string) {
    this.#nonce = nonce
  }

  record(topic: string, partition: number): OutRecord {
    return { topic, partition, key: barrierKey, value: Buffer.from(this.#nonce), headers: {} }
  }

  /** The records to apply, in order: all but barriers, and none behind ours. Once ours has been seen, nothing more is to be pushed. */
  push(records: readonly InRecord[]): readonly InRecord[] {
    if (this.#end !== undefined) throw new HoldpointError('HP_INTERNAL')
    const own = records.find((record) => this.#isOwn(record))
    this.#end = own === undefined ? undefined : own.offset + 1
    const end = own?.offset ?? Number.POSITIVE_INFINITY
    return records.filter(({ key, offset }) => offset < end && key !== barrierKey)
  }

  /** The offset after our barrier, once it has been seen: the state up to here is complete. */
  get end(): number | undefined {
    return this.#end
  }

  #isOwn({ key, value }: InRecord): boolean {
    return key === barrierKey && value?.toString() === this.#nonce
  }
}
