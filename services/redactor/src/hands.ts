/** Who works on records: this thread, or a crew of others (crew.ts). */
import type { InRecord } from '@holdpoint/kafka'
import { type Bench, type Handled, handleRecord, type Kind } from './handle.ts'

export interface Hands {
  /** Chunks of a batch that are worth being given at once. */
  readonly width: number
  /** One result for each record, in their order. Rejects with what is about none of them. */
  handle(kind: Kind, records: readonly InRecord[]): Promise<Handled[]>
}

export function ownHands(bench: Bench): Hands {
  return {
    width: 1,
    handle: (kind, records) =>
      Promise.all(records.map((record) => handleRecord(kind, record, bench))),
  }
}
