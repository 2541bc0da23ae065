/** Deadlines: nobody decided, nobody claimed, nobody answered. Silence means no, or unknown. */
import { about, end, nothing, reversible, settle } from './change.ts'
import { deadlineNow, type Freezes, isFrozen } from './freeze.ts'
import { retired } from './retention.ts'
import { revocation } from './revoke.ts'
import type { ActionState } from './state.ts'
import type { Step } from './step.ts'

/** `atMs` is the moment up to which everything was read. Does nothing where no deadline has come. */
export function due(state: ActionState | undefined, atMs: number, freezes: Freezes): Step {
  if (!state) return nothing
  switch (state.status) {
    case 'pending':
      return whenDue(state, state.decideByMs, atMs, freezes, expire)
    case 'approved':
      return whenDue(state, state.grant?.expiresMs, atMs, freezes, lapse)
    case 'claimed':
      return atMs < (state.claim?.deadlineMs ?? atMs) ? nothing : doubt(state, atMs)
    default:
      return retire(state, atMs)
  }
}

/** Frozen time is added when the deadline comes, not when it is frozen or thawed: then nothing is written for what is not due. */
function whenDue(
  state: ActionState,
  deadlineMs: number = 0,
  atMs: number,
  freezes: Freezes,
  act: (state: ActionState, atMs: number) => Step,
): Step {
  const againMs = deadlineNow(state, deadlineMs, freezes, atMs)
  if (atMs >= againMs) return act(state, atMs)
  if (!isFrozen(state, freezes)) return { ...nothing, again: againMs }
  return { ...nothing, again: state.wantedUntilMs ?? 'thawed' }
}

/** Nothing happens to the action: what was kept for its agent, or for a reversal, goes. */
function retire(state: ActionState, atMs: number): Step {
  const next = retired(state, atMs)
  return next ? { state: next, drafts: [], answers: [] } : nothing
}

function expire(state: ActionState, atMs: number): Step {
  const next = end(state, 'expired', atMs)
  const body = { decideByMs: state.decideByMs ?? atMs }
  return {
    state: next,
    drafts: [{ fact: { kind: 'expired', ...about(next, atMs), body }, views: {} }],
    answers: [],
    settled: settle(next, 'expired', atMs),
  }
}

/** The grant was not used; with `code`, because of a fault and perhaps before its time. */
export function lapse(state: ActionState, atMs: number, code?: string): Step {
  const next = end(state, 'lapsed', atMs)
  const body = { expiresMs: state.grant?.expiresMs ?? atMs, ...(code ? { code } : {}) }
  return {
    state: next,
    drafts: [{ fact: { kind: 'lapsed', ...about(next, atMs), body }, views: {} }],
    answers: [],
    ...revocation(state, 'lapsed', atMs),
    settled: settle(next, 'lapsed', atMs, { code }),
  }
}

/** The claimer did not answer. It may have run: nobody else takes it over, and nobody repeats it. */
export function doubt(state: ActionState, atMs: number, code?: string): Step {
  const next = end(state, 'unknown', atMs)
  const { id: claimId = '', executor = '' } = state.claim ?? {}
  const how = { cause: 'deadline' as const, ...(code ? { code } : {}) }
  const body = { claimId, executor, ...how, ...reversible(next) }
  return {
    state: next,
    drafts: [{ fact: { kind: 'unknown', ...about(next, atMs), body }, views: {} }],
    answers: [],
    settled: settle(next, 'unknown', atMs, { code }),
  }
}
