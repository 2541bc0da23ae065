/** The executor that holds the claim asks for more time. Nobody else can, never for longer than a claim may run in all, and never after its deadline. */
import { digestBytes, runStretchMax } from '@holdpoint/contracts'
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, advance } from './change.ts'
import type { Input } from './input.ts'
import type { ActionState, ClaimRecord } from './state.ts'
import type { Step } from './step.ts'

type Extension = Extract<Input, { readonly kind: 'extend' }>

export function extend(state: ActionState | undefined, input: Extension): Step {
  if (!state) return unknownAction(input)
  const { claim } = state
  const isClaimer = claim?.keyThumbprint === input.keyThumbprint && claim.id === input.claimId
  if (!claim || !isClaimer) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'only the claimer extends its claim' })
  }
  if (state.status !== 'claimed') return closed(input, state)
  if (claim.extension === digestBytes(input.request)) return repeat(input, state)
  if (input.atMs > claim.deadlineMs) {
    return refuse(input, state, 'HP_EXTENSION_REFUSED', { rule: 'its deadline has passed' })
  }
  const wantedMs = input.atMs + input.forMs
  // It has more than that already: whoever waits for the answer gets it, and nothing changes.
  if (wantedMs <= claim.deadlineMs) return { drafts: [], answers: done(input, state) }
  const deadlineMs = Math.min(wantedMs, longestMs(claim, state))
  if (deadlineMs <= claim.deadlineMs) {
    return refuse(input, state, 'HP_EXTENSION_REFUSED', { rule: 'it has run as long as it may' })
  }
  return lengthen(state, claim, deadlineMs, input)
}

/** The last moment that a claim can be extended to. */
function longestMs({ atMs }: ClaimRecord, { runWithinMs }: ActionState): number {
  return atMs + runStretchMax * runWithinMs
}

function lengthen(
  state: ActionState,
  claim: ClaimRecord,
  deadlineMs: number,
  input: Extension,
): Step {
  const { request, atMs } = input
  const extension = digestBytes(request)
  const next = advance(state, { claim: { ...claim, deadlineMs, extension } })
  const body = { claimId: claim.id, request, deadlineMs }
  return {
    state: next,
    drafts: [{ fact: { kind: 'extended', ...about(next, atMs), body }, views: {} }],
    answers: done(input, next),
  }
}
