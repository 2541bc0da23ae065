/** What the edges know of reversals beside their own case: the seals of what they take back, and why they were not taken in. */
import { type ActionId, type ActionSettled, originalOf } from '@holdpoint/contracts'
import type { Party } from '@holdpoint/seal'
import type { SlotLookup } from '../slot-lookup.ts'

type Lookup = Pick<SlotLookup, 'find' | 'seals'>

export interface OriginalSeals {
  readonly original?: {
    readonly actionId: ActionId
    /** Compact JWE of the original, as a grant carries it. */
    readonly sealed: string
    /** Compact JWE of the outcome; absent where none was reported. */
    readonly outcome?: string
  }
}

/** For the answer to the claim of a reversal, whose receipt opens them: two more seals would be too large for a record of the topic. */
export async function originalSeals(actionId: ActionId, lookup: Lookup): Promise<OriginalSeals> {
  const original = originalOf(actionId)
  const seals = original && (await lookup.seals(original))
  return seals ? { original: { actionId: original, ...seals } } : {}
}

/** Of a reversal that was not taken in, what its agent has been told. Only the original remembers it. */
export async function refusedReversal(
  actionId: ActionId,
  { kind, id }: Pick<Party, 'kind' | 'id'>,
  lookup: Lookup,
): Promise<ActionSettled | undefined> {
  const original = originalOf(actionId)
  if (!original || kind !== 'agent') return undefined
  const { state } = await lookup.find(original)
  const refused = state?.reversals?.refused?.[actionId]
  if (!refused || state?.origin.agent !== id) return undefined
  return { actionId, agent: id, status: 'rejected', ...refused }
}
