/** The `~slot` record: what a slot knows of itself beside its actions. Committed with every batch, so that a successor goes on exactly here. */
import { DigestSchema, noDigest, oneOf, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'

export const slotKey = '~slot'

export const SlotRecord = strict({
  /** Next offset to read of each input. Group offsets are for display only. */
  cursors: strict({ redacted: Type.Integer(), commands: Type.Integer() }),
  /** Number and digest of the last fact. */
  number: Type.Integer(),
  head: DigestSchema,
  /** The configuration that the slot last announced. */
  adopted: Type.Optional(
    strict({ policy: DigestSchema, directory: DigestSchema, trust: DigestSchema }),
  ),
  /** Number of the last freeze or thaw that the slot has followed; see freezes-entry.ts. */
  freezes: Type.Optional(Type.Integer()),
  /** The last intent that was refused for want of room, by the partition it came from: its repeats are refused as well. See room.ts. */
  crowded: Type.Optional(
    Type.Record(
      Type.String(),
      strict({
        offset: Type.Integer(),
        atMs: Type.Integer(),
        limit: oneOf(['openPerAgentMax', 'openMax']),
      }),
    ),
  ),
  /** Accumulator over id, revision and owner of all open actions: an older Redis put back by hand does not add up. */
  openSum: Type.String(),
  /** When this was committed, by the owner's clock: tells a position that is too old to follow a compacted topic. */
  atMs: Type.Integer(),
})
export type SlotRecord = Static<typeof SlotRecord>

export function emptySlot(openSum: string): SlotRecord {
  return { cursors: { redacted: 0, commands: 0 }, number: 0, head: noDigest, openSum, atMs: 0 }
}
