/**
 * A reversal takes back what an action of the same agent has done: an action of its own, judged like any other, that only who ran the original may run.
 *
 * What may be taken back is what took effect (`succeeded`) or may have (`unknown`). `failed` is the claimer's signed word that nothing did; whoever is not sure
 * of that reports `unknown`.
 */
import { type ErrorCode, originalOf, reversalType } from '@holdpoint/contracts'
import type { Input } from './input.ts'
import { refuseIntent } from './rejection.ts'
import { reversibleUntilMs } from './retention.ts'
import {
  type ActionState,
  type RefusedReversal,
  type Reversals,
  type Reversed,
  statuses,
} from './state.ts'
import type { Step } from './step.ts'
import type { Asked } from './submission.ts'

type Intent = Extract<Input, { readonly kind: 'intent' }>

/** The answer to an intent that may not become a reversal. Its id is used up by it, where the original is the agent's own and so can remember it. */
export function refuseReversal(
  original: ActionState | undefined,
  asked: Asked,
  input: Intent,
): Step | undefined {
  const { actionId: id, atMs, redacted } = input
  const { intended } = redacted
  const isOwn = original?.origin.agent === asked.agent
  const earlier = isOwn ? original.reversals?.refused?.[id] : undefined
  if (earlier) {
    const isSame = earlier.intended === intended
    return refuseIntent(input, ...(isSame ? told(earlier) : (['HP_ID_CONFLICT'] as const)))
  }
  const refusal = refusalOf(original, asked, atMs)
  if (!refusal) return undefined
  const [code, field] = refusal
  const step = refuseIntent(input, code, field)
  if (!isOwn) return step
  const before: Reversals = original.reversals ?? { changes: 0 }
  const refused = { code, ...(field === undefined ? {} : { field }), intended, atMs }
  const reversals = {
    ...before,
    refused: { ...before.refused, [id]: refused },
    changes: before.changes + 1,
  }
  return { ...step, original: { ...original, reversals } }
}

/** The same answer again: whoever asks twice may have lost the first. */
function told({ code, field }: RefusedReversal): readonly [ErrorCode, string?] {
  return field === undefined ? [code] : [code, field]
}

/** What a reversal remembers of its original: fixed when it comes in. Undefined where nobody has run it. */
export function reversedOf({ claim, origin, reported }: ActionState): Reversed | undefined {
  if (!claim) return undefined
  const { id: claimId, executor } = claim
  const { intended } = origin
  return { claimId, executor, intended, ...(reported === undefined ? {} : { reported }) }
}

/**
 * The original after a change of its reversal; undefined where nothing changes for it. Its case stays closed: no fact tells of it, and its revision stays. One
 * that may have taken effect stands in the way of others, like one that has.
 */
export function linked(original: ActionState, reversal: ActionState): ActionState | undefined {
  if (originalOf(reversal.id) !== original.id) return undefined
  const { status, id, endedAtMs } = reversal
  const before: Reversals = original.reversals ?? { changes: 0 }
  const { standing } = before
  const isStanding = statuses[status].open || status === 'succeeded' || status === 'unknown'
  // A former one that is amended later does not touch the one that stands now.
  const isOther = standing !== undefined && standing !== id
  const isSame = isStanding && standing === id && before.endedAtMs === endedAtMs
  const isOld =
    !isStanding && standing === undefined && (endedAtMs ?? 0) <= (before.endedAtMs ?? -1)
  if (isOther || isSame || isOld) return undefined
  const reversals: Reversals = {
    ...(isStanding ? { standing: id } : {}),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    ...(before.refused ? { refused: before.refused } : {}),
    changes: before.changes + 1,
  }
  const { keepsSeals, ...rest } = original
  // Once is enough: nobody needs the originals any more.
  const isDone = status === 'succeeded'
  return { ...rest, ...(keepsSeals && !isDone ? { keepsSeals } : {}), reversals }
}

/** Why this reversal can't be asked for, and the field that says so. Another agent's action is as unknown as none. */
function refusalOf(
  original: ActionState | undefined,
  asked: Asked,
  atMs: number,
): readonly [ErrorCode, string?] | undefined {
  if (original?.origin.agent !== asked.agent) return ['HP_ACTION_UNKNOWN', '/reverses']
  if (asked.type !== reversalType(original.origin.type)) return ['HP_FIELD_INVALID', '/type']
  if (statuses[original.status].open) return ['HP_REVERSAL_EARLY']
  const untilMs = reversibleUntilMs(original)
  if (untilMs === undefined) return ['HP_REVERSAL_NONE']
  if (original.reversals?.standing !== undefined) return ['HP_REVERSAL_TAKEN']
  if (atMs > untilMs || !original.keepsSeals) return ['HP_REVERSAL_LATE']
  return undefined
}
