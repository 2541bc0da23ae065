/** What the executor that holds the claim says has happened; accepted from nobody else. */
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, end, reversible, settle } from './change.ts'
import { clearanceFor } from './clearance.ts'
import type { Input } from './input.ts'
import type { ActionState } from './state.ts'
import type { Draft, Step } from './step.ts'

type Report = Extract<Input, { readonly kind: 'outcome' }>

/** One that comes after its claim's deadline still counts while nobody has called the action unknown: to know is better than not to know. */
export function report(state: ActionState | undefined, input: Report): Step {
  if (!state) return unknownAction(input)
  const { claim } = state
  const { outcome, atMs } = input
  const isClaimer = claim?.keyThumbprint === input.keyThumbprint && claim.id === outcome.claimId
  if (!claim || !isClaimer) {
    return refuse(input, state, 'HP_NOT_ENTITLED', { rule: 'only the claimer reports its outcome' })
  }
  if (state.reported === outcome.reported) return repeat(input, state)
  if (state.status !== 'claimed') return tooLate(state, input)
  const { status, code, reported, proof, result } = outcome
  const cleared = clearanceFor(state, outcome, atMs)
  const clearedUntilMs = cleared ? { clearedUntilMs: cleared.expiresMs } : {}
  const next = end(state, status, atMs, { reported, ...clearedUntilMs })
  const body = {
    claimId: claim.id,
    executor: claim.executor,
    cause: 'reported' as const,
    ...(code === undefined ? {} : { code }),
    reported,
    proof,
    ...reversible(next),
  }
  return {
    state: next,
    drafts: [{ fact: { kind: status, ...about(next, atMs), body }, views: viewsOf(outcome) }],
    answers: done(input, next),
    settled: settle(next, status, atMs, { code, result }),
    ...(cleared ? { cleared } : {}),
    ...(next.keepsSeals ? { sealedOutcome: outcome.sealed } : {}),
  }
}

/** It changes nothing any more; what it says is kept, since whoever reconciles must see it. */
function tooLate(state: ActionState, input: Report): Step {
  const { claimId, status, code, reported, proof } = input.outcome
  const said = { claimId, status, reported, proof }
  const late = code === undefined ? said : { ...said, code }
  const refused = closed(input, state)
  const drafts = refused.drafts.map((draft): Draft => {
    const { fact } = draft
    if (fact.kind !== 'refused') return draft
    return { fact: { ...fact, body: { ...fact.body, late } }, views: viewsOf(input.outcome) }
  })
  return { ...refused, drafts }
}

function viewsOf({ result, salt, findings }: Report['outcome']): Draft['views'] {
  return {
    ...(result === undefined ? {} : { result: { value: result, salt } }),
    findings: { value: findings },
  }
}
