/** An executor takes an approved action on: once, in time, and nobody else after it. */
import { digestBytes } from '@holdpoint/contracts'
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, advance } from './change.ts'
import { deadlineNow, isFrozen, type SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import type { ActionState, ClaimRecord } from './state.ts'
import type { Step } from './step.ts'
import { lapse } from './timer.ts'

type Claim = Extract<Input, { readonly kind: 'claim' }>

export function claim(
  state: ActionState | undefined,
  input: Claim,
  { freezes }: Pick<SlotRules, 'freezes'>,
): Step {
  if (!state) return unknownAction(input)
  const { grant, audience } = state
  if (!grant) return closed(input, state)
  if (!input.audiences.includes(audience)) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'the grant is for another audience' })
  }
  if (state.reverses && state.reverses.executor !== input.executor) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'only who ran it can reverse it' })
  }
  if (input.grantJti !== grant.jti) {
    return refuse(input, state, 'HP_GRANT_INVALID', { rule: 'is not that of this action' })
  }
  if (state.status === 'claimed') {
    if (state.claim?.keyThumbprint !== input.keyThumbprint) {
      return refuse(input, state, 'HP_CLAIM_TAKEN')
    }
    const isRetry = state.claim.request === digestBytes(input.request)
    return isRetry ? { drafts: [], answers: done(input, state) } : repeat(input, state)
  }
  if (state.status !== 'approved') return closed(input, state)
  if (isFrozen(state, freezes)) return refuse(input, state, 'HP_FROZEN')
  const expiresMs = deadlineNow(state, grant.expiresMs, freezes, input.atMs)
  if (input.atMs > expiresMs) return tooLate(state, input)
  return take(state, input)
}

function take(state: ActionState, input: Claim): Step {
  const { atMs, executor, keyThumbprint, request } = input
  const id = `${state.id}/${state.revision + 1}`
  const deadlineMs = atMs + state.runWithinMs
  const claim: ClaimRecord = {
    ...{ id, executor, keyThumbprint, atMs, deadlineMs },
    request: digestBytes(request),
  }
  const next = advance(state, { status: 'claimed', claim })
  const body = { executor, claimId: id, keyThumbprint, request, deadlineMs }
  return {
    state: next,
    drafts: [{ fact: { kind: 'claimed', ...about(next, atMs), body }, views: {} }],
    answers: done(input, next),
  }
}

/** Its timer has not fired yet; the claim shows that its time is over. */
function tooLate(state: ActionState, input: Claim): Step {
  const lapsed = lapse(state, input.atMs)
  const refused = refuse(input, lapsed.state, 'HP_GRANT_INVALID', { rule: 'has expired' })
  return { ...lapsed, drafts: [...lapsed.drafts, ...refused.drafts], answers: refused.answers }
}
