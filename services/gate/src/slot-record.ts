/** The `~slot` record: what a slot knows of itself beside its actions. Committed with every batch, so that a successor goes on exactly here. */
import { type Digest, digestPattern, strict } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'

export const slotKey = '~slot'
export const barrierKey = '~barrier'

/** Before the first fact of a slot. */
export const genesis = `sha256:${'A'.repeat(43)}` as Digest

const DigestText = Type.Unsafe<Digest>(Type.String({ pattern: digestPattern }))

export const SlotRecord = strict({
  /** Next offset to read of each input. Group offsets are for display only. */
  cursors: strict({ redacted: Type.Integer(), commands: Type.Integer() }),
  /** Number and digest of the last fact. */
  number: Type.Integer(),
  head: DigestText,
  /** The configuration that the slot last announced. */
  adopted: Type.Optional(strict({ policy: DigestText, directory: DigestText, trust: DigestText })),
  /** Accumulator over id and revision of all open actions: an older Redis put back by hand does not add up. */
  openSum: Type.String(),
  /** When this was committed, by the owner's clock: tells a position that is too old to follow a compacted topic. */
  atMs: Type.Integer(),
})
export type SlotRecord = Static<typeof SlotRecord>

export function emptySlot(openSum: string): SlotRecord {
  return { cursors: { redacted: 0, commands: 0 }, number: 0, head: genesis, openSum, atMs: 0 }
}
