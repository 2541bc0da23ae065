/** A person votes. The checks run in a fixed order, so that the same vote always gets the same answer. */
import type { Demand, ErrorCode, ErrorDetails } from '@holdpoint/contracts'
import { closed, done, refuse, repeat, unknownAction } from './answer.ts'
import { about, advance, clearance, end, settle, views } from './change.ts'
import { standing } from './eligible.ts'
import { ageOf } from './escalation.ts'
import { deadlineNow, type SlotRules } from './freeze.ts'
import type { Input } from './input.ts'
import { type Count, count } from './quorum.ts'
import { recheck } from './recheck.ts'
import { grantTerms } from './release.ts'
import { assuranceRank, type Rules } from './rules.ts'
import type { ActionState, Dossier, VoteRecord } from './state.ts'
import type { Draft, Step } from './step.ts'
import { expiryOf } from './submission.ts'

type Vote = Extract<Input, { readonly kind: 'vote' }>
type Refusal = readonly [ErrorCode, ErrorDetails?]

export function vote(
  state: ActionState | undefined,
  input: Vote,
  rules: SlotRules,
  dossier: Dossier | undefined,
): Step {
  if (!state) return unknownAction(input)
  const earlier = state.votes.find(({ person }) => person === input.person)
  const isRepeat = earlier?.verdict === input.verdict && earlier.commandId === input.commandId
  if (isRepeat) return repeat(input, state)
  if (state.status !== 'pending') return closed(input, state)
  const { demand, decideByMs } = state
  if (!demand || decideByMs === undefined) return refuse(input, state, 'HP_INTERNAL')
  if (input.atMs > deadlineNow(state, decideByMs, rules.freezes, input.atMs))
    return refuse(input, state, 'HP_ACTION_CLOSED', { status: 'expired' })
  const refusal = refusalOf(state, demand, input, rules)
  if (refusal) return refuse(input, state, ...refusal)
  // Also with the same verdict: whoever waits for a command finds what became of it on the stream.
  if (earlier) return refuse(input, state, 'HP_ALREADY_VOTED')
  const voted = record(state, input)
  const counted = count(voted, demand, rules.directory, ageOf(voted, rules.freezes, input.atMs))
  const draft = votedDraft(voted, input, counted)
  if (counted.isDenied) return denyByPeople(voted, input, draft, counted)
  // Groups can have changed since the others voted: who says no must not be the one who releases.
  const isRelease = counted.isApproved && input.verdict === 'approve'
  if (isRelease) return approve(voted, input, draft, counted, rules, dossier)
  return { state: voted, drafts: [draft], answers: done(input, voted) }
}

/** Why this vote does not count, in the order in which it is told. A denial needs neither assurance nor the whole view: to stop must be easier than to go. */
function refusalOf(
  state: ActionState,
  demand: Demand,
  input: Vote,
  { directory, freezes }: SlotRules,
): Refusal | undefined {
  if (input.presented !== state.origin.presented) return ['HP_STALE_VIEW']
  const found = standing(input.person, state, demand, directory, ageOf(state, freezes, input.atMs))
  if (!found.may) return [found.code, { rule: found.rule }]
  const isApproval = input.verdict === 'approve'
  const { assurance: needed } = demand
  if (isApproval && assuranceRank[input.assurance] < assuranceRank[needed]) {
    return ['HP_ASSURANCE_LOW', { needed, given: input.assurance }]
  }
  if (isApproval && !input.complete) return ['HP_VIEW_INCOMPLETE']
  if (demand.reasonRequired && !input.reason?.trim()) return ['HP_REASON_REQUIRED']
  return undefined
}

function record(state: ActionState, input: Vote): ActionState {
  const { person, verdict, assurance, commandId, atMs } = input
  const vote: VoteRecord = {
    person,
    verdict,
    assurance,
    commandId,
    atMs,
    revision: state.revision + 1,
  }
  return advance(state, { votes: [...state.votes, vote] })
}

function votedDraft(state: ActionState, input: Vote, { tally }: Count): Draft {
  const { person, verdict, assurance, channel, commandId, atMs, reason, token } = input
  return {
    fact: {
      kind: 'voted',
      ...about(state, atMs),
      body: { person, verdict, assurance, channel, commandId, tally },
    },
    views: views({ reason, token }),
  }
}

function approve(
  voted: ActionState,
  input: Vote,
  draft: Draft,
  { approvals }: Count,
  rules: Rules,
  dossier: Dossier | undefined,
): Step {
  const { atMs } = input
  const denied = recheck(voted, rules, dossier)
  if (denied) {
    const { rule, code, reason } = denied
    const state = end(voted, 'denied', atMs)
    const body = { by: 'policy' as const, rule, code, votes: namesOf(approvals) }
    return {
      state,
      drafts: [
        draft,
        { fact: { kind: 'denied', ...about(state, atMs), body }, views: views({ reason }) },
      ],
      answers: done(input, state),
      settled: settle(state, 'denied', atMs, { by: 'policy', rule, code, reason }),
    }
  }
  const next = advance(voted, { status: 'approved', sinceMs: atMs })
  const grant = grantTerms(next, atMs, expiryOf(dossier?.action) ?? atMs)
  const state = { ...next, grant }
  const votes = namesOf(approvals)
  const body = { by: 'people' as const, rule: state.rule, votes, grant, ...clearance(state) }
  return {
    state,
    drafts: [draft, { fact: { kind: 'approved', ...about(state, atMs), body }, views: {} }],
    answers: done(input, state),
    grant,
  }
}

function denyByPeople(voted: ActionState, input: Vote, draft: Draft, { denials }: Count): Step {
  const { atMs, reason } = input
  const state = end(voted, 'denied', atMs)
  const { rule } = state
  const body = { by: 'people' as const, rule, votes: namesOf(denials) }
  return {
    state,
    drafts: [draft, { fact: { kind: 'denied', ...about(state, atMs), body }, views: {} }],
    answers: done(input, state),
    settled: settle(state, 'denied', atMs, { by: 'people', rule, reason }),
  }
}

function namesOf(votes: readonly VoteRecord[]): { person: string; revision: number }[] {
  return votes.map(({ person, revision }) => ({ person, revision }))
}
