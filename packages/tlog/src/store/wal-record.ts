/**
 * One record of the write-ahead log: `magic ‖ writer's nonce ‖ u32 header length ‖ u32 body length ‖ header ‖ body ‖ SHA-256 of all that`.
 * The nonce keeps bytes inside entries from being taken for a record when a damaged log is searched.
 */
import { createHash } from 'node:crypto'
import type { Bytes } from '../bytes.ts'
import { TlogError } from '../error.ts'
import { entryBytesMax } from '../tile.ts'
import type { SourcePosition } from './port.ts'

const magic = Buffer.from('hp-wal-1')
export const nonceBytes = 16
export const prefixBytes = magic.length + nonceBytes
const lengthsBytes = 8
const digestBytes = 32

/** First record of each segment: where the log stood. All of it lies in tiles already. */
export interface BaseHeader {
  readonly kind: 'base'
  readonly epoch: number
  readonly size: number
  /** base64 */
  readonly root: string
  readonly positions: readonly SourcePosition[]
}

/** Entries, and what became true with them. */
export interface BatchHeader {
  readonly kind: 'batch'
  readonly epoch: number
  readonly first: number
  readonly count: number
  /** base64 */
  readonly previousRoot: string
  readonly root: string
  readonly positions: readonly SourcePosition[]
  /** Side files in the body, behind the entries. */
  readonly files: readonly { readonly path: string; readonly length: number }[]
}

export type WalHeader = BaseHeader | BatchHeader

export interface WalRecord {
  readonly header: WalHeader
  readonly body: Buffer
  /** Where the next record begins. */
  readonly end: number
}

export function encodeRecord(nonce: Bytes, header: WalHeader, body: readonly Bytes[]): Buffer {
  const head = Buffer.from(JSON.stringify(header))
  const lengths = Buffer.alloc(lengthsBytes)
  lengths.writeUInt32BE(head.length, 0)
  lengths.writeUInt32BE(
    body.reduce((sum, part) => sum + part.length, 0),
    4,
  )
  const content = Buffer.concat([magic, nonce, lengths, head, ...body])
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}

/** Undefined where no whole record with a right digest begins at `at`. */
export function decodeRecord(segment: Buffer, at: number): WalRecord | undefined {
  const headAt = at + prefixBytes + lengthsBytes
  if (headAt > segment.length) return undefined
  if (!segment.subarray(at, at + magic.length).equals(magic)) return undefined
  const headLength = segment.readUInt32BE(headAt - lengthsBytes)
  const bodyAt = headAt + headLength
  const digestAt = bodyAt + segment.readUInt32BE(headAt - 4)
  const end = digestAt + digestBytes
  if (end > segment.length) return undefined
  const digest = createHash('sha256').update(segment.subarray(at, digestAt)).digest()
  if (!digest.equals(segment.subarray(digestAt, end))) return undefined
  const header = JSON.parse(segment.toString('utf8', headAt, bodyAt)) as WalHeader
  return { header, body: segment.subarray(bodyAt, digestAt), end }
}

/** Entries in a record's body: each behind its length, as in bundles. */
export function frame(entries: readonly Bytes[]): Bytes[] {
  return entries.flatMap((entry) => {
    if (entry.length > entryBytesMax) {
      throw new TlogError('malformed', `an entry of ${entry.length} bytes, over ${entryBytesMax}`)
    }
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
  })
}
