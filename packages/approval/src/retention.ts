/**
 * What stays of an action that has ended, and until when. First what was sealed goes (at once; or when its agent's time for the result is over, and when it can't
 * be reversed any more), then, after the memory time, the stub that knows its id.
 */
import { memoryMs, originalOf } from '@holdpoint/contracts'
import type { ActionState } from './state.ts'

/** The last moment at which its reversal may come in; undefined where there is nothing to reverse, or not by its type's policy. */
export function reversibleUntilMs(
  state: Pick<ActionState, 'id' | 'status' | 'endedAtMs' | 'reversibleWithinMs'>,
): number | undefined {
  const { id, status, endedAtMs, reversibleWithinMs } = state
  const tookEffect = status === 'succeeded' || status === 'unknown'
  if (!tookEffect || endedAtMs === undefined || reversibleWithinMs === undefined) return undefined
  return originalOf(id) === undefined ? endedAtMs + reversibleWithinMs : undefined
}

/** Whether a reversal may still ask for what was sealed. */
export function needsSeals(state: ActionState): boolean {
  return reversibleUntilMs(state) !== undefined || hasOpenReversal(state)
}

/** When a timer must look at an action that has ended: something that is kept of it must go, or its stub. Undefined: not before a reversal of it has ended. */
export function retireAtMs(state: ActionState): number | undefined {
  const { clearedUntilMs, keepsSeals } = state
  if (clearedUntilMs === undefined && !keepsSeals) return forgetAtMs(state)
  const goMs = [clearedUntilMs, keepsSeals && dropAtMs(state)].filter(
    (ms) => typeof ms === 'number',
  )
  return goMs.length === 0 ? undefined : Math.min(...goMs)
}

/** When nothing of it is remembered any more. An open reversal keeps it, and one that has ended as long as itself. */
export function forgetAtMs(state: ActionState): number | undefined {
  const { endedAtMs, rememberMs = memoryMs, reversals, keepsSeals, clearedUntilMs } = state
  const isKept = keepsSeals || clearedUntilMs !== undefined
  if (endedAtMs === undefined || isKept || hasOpenReversal(state)) return undefined
  const forReversal = (reversals?.endedAtMs ?? 0) + memoryMs
  return Math.max(endedAtMs + rememberMs, reversibleUntilMs(state) ?? 0, forReversal)
}

/** The state without what is kept no longer; undefined where nothing changes. */
export function retired(state: ActionState, atMs: number): ActionState | undefined {
  const { clearedUntilMs, keepsSeals, ...rest } = state
  const dropMs = keepsSeals ? dropAtMs(state) : undefined
  const mustDrop = dropMs !== undefined && atMs >= dropMs
  const mustUnclear = clearedUntilMs !== undefined && atMs >= clearedUntilMs
  if (!mustDrop && !mustUnclear) return undefined
  return {
    ...rest,
    ...(clearedUntilMs === undefined || mustUnclear ? {} : { clearedUntilMs }),
    ...(keepsSeals && !mustDrop ? { keepsSeals } : {}),
  }
}

/** When the seals must go. Undefined: not before an open reversal has ended. */
function dropAtMs(state: ActionState): number | undefined {
  return hasOpenReversal(state) ? undefined : (reversibleUntilMs(state) ?? 0)
}

function hasOpenReversal({ reversals }: ActionState): boolean {
  return reversals?.standing !== undefined && reversals.endedAtMs === undefined
}
