/** Reads a segment of the write-ahead log after a crash: what is whole counts, a torn end is dropped, and anything else that is wrong is refused. */
import { TlogError } from '../error.ts'
import {
  type BaseHeader,
  type BatchHeader,
  decodeRecord,
  prefixBytes,
  type WalRecord,
} from './wal-record.ts'

export interface ScannedSegment {
  readonly base: BaseHeader
  readonly batches: readonly { readonly header: BatchHeader; readonly body: Buffer }[]
  /** Bytes of a last record that was never whole, so never acknowledged. */
  readonly tornBytes: number
}

export function scanSegment(segment: Buffer): ScannedSegment {
  const first = decodeRecord(segment, 0)
  // A segment is renamed into place with its base inside, so it can't be torn.
  if (first?.header.kind !== 'base') throw refuse('a segment does not begin with its base')
  const base = first.header
  const batches: { header: BatchHeader; body: Buffer }[] = []
  let [at, size, root] = [first.end, base.size, base.root]
  for (;;) {
    const record: WalRecord | undefined = decodeRecord(segment, at)
    if (!record) break
    const { header, body, end } = record
    if (header.kind !== 'batch' || header.epoch !== base.epoch) throw refuse('a foreign record')
    if (header.first !== size || header.previousRoot !== root) throw refuse('records do not join')
    batches.push({ header, body })
    ;[at, size, root] = [end, size + header.count, header.root]
  }
  if (hasRecordAfter(segment, at)) {
    throw refuse(`the record at byte ${at} is damaged and others follow it`)
  }
  return { base, batches, tornBytes: segment.length - at }
}

/** Whether any whole record of this segment begins behind `at`. */
function hasRecordAfter(segment: Buffer, at: number): boolean {
  const prefix = segment.subarray(0, prefixBytes)
  for (
    let hit = segment.indexOf(prefix, at + 1);
    hit >= 0;
    hit = segment.indexOf(prefix, hit + 1)
  ) {
    if (decodeRecord(segment, hit)) return true
  }
  return false
}

const refuse = (rule: string) => new TlogError('refused', `write-ahead log: ${rule}`)
