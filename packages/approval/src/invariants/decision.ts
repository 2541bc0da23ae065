/** Whether decisions were rightly made: by people who may, or by the policy in force. Everything is counted again from the votes' own facts. */
import type { Fact } from '@holdpoint/contracts'
import { isInGroups, isRequester, standing } from '../eligible.ts'
import { count } from '../quorum.ts'
import { assuranceRank } from '../rules.ts'
import type { ActionState } from '../state.ts'
import type { Report } from './chain.ts'
import type { InForce } from './config.ts'
import type { Change, Life } from './life.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** `life` is as it was before the fact. */
export function checkHeld({ body }: Of<'held'>, { directory }: InForce, report: Report): void {
  const { origin, excluded = [] } = body
  const side = [...directory.agentSide(origin.agent), origin.onBehalfOf]
  for (const person of side) {
    if (person !== undefined && !excluded.includes(person)) {
      report(`${person} is on the requester's side and not excluded`)
    }
  }
  if (!directory.agentMay(origin.agent, origin.type)) report('its agent may not ask for this type')
}

export function checkVote(fact: Of<'voted'>, life: Life, inForce: InForce, report: Report): void {
  const { person, verdict, assurance, tally } = fact.body
  const demand = life.held?.body.demand
  const state = stateOf(life, [...life.votes, fact])
  if (!demand || !state) {
    report('is voted on without being held')
    return
  }
  const found = standing(person, state, demand, inForce.directory)
  if (!found.may) report(`${person} votes: ${found.rule}`)
  if (life.votes.some(({ body }) => body.person === person)) report(`${person} votes twice`)
  if (fact.atMs > (life.held?.body.decideByMs ?? 0)) report(`${person} votes after the deadline`)
  if (verdict === 'approve' && assuranceRank[assurance] < assuranceRank[demand.assurance]) {
    report(`${person} approves with too little assurance`)
  }
  const counted = count(state, demand, inForce.directory)
  if (JSON.stringify(ordered(tally)) !== JSON.stringify(ordered(counted.tally))) {
    report(`the tally after ${person}'s vote is wrong`)
  }
}

export function checkApproved(
  fact: Of<'approved'>,
  life: Life,
  inForce: InForce,
  submission: Parameters<InForce['policy']['rule']>[0] | undefined,
  report: Report,
): void {
  const origin = life.origin ?? fact.body.origin
  if (!origin) {
    report('is approved without an origin')
    return
  }
  if (!inForce.directory.agentMay(origin.agent, origin.type)) {
    report('is approved although its agent may not ask for this type')
  }
  const ruling = submission && inForce.policy.rule(submission)
  if (ruling?.verdict === 'deny') report('is approved although the policy in force denies it')
  if (fact.body.by === 'people') {
    checkQuorum(fact, life, inForce, report)
    return
  }
  if (life.status !== 'unseen') report('is approved by policy after it was held')
  if (ruling && ruling.verdict !== 'allow') report('is approved by a policy that does not allow it')
  if (fact.body.votes.length > 0) report('is approved by policy with votes')
}

function checkQuorum(
  fact: Of<'approved'>,
  life: Life,
  { directory }: InForce,
  report: Report,
): void {
  const demand = life.held?.body.demand
  const state = stateOf(life, life.votes)
  if (!demand || !state) {
    report('is approved by people without being held')
    return
  }
  const counted = count(state, demand, directory)
  if (!counted.isApproved) report('is approved without enough votes')
  checkNamed(fact, counted.approvals, report)
  const last = life.votes.at(-1)
  if (last?.body.verdict !== 'approve' || last.revision !== life.revision) {
    report('is approved by something else than a vote to approve')
  }
}

export function checkDenied(
  fact: Of<'denied'>,
  life: Life,
  { directory }: InForce,
  report: Report,
): void {
  if (fact.body.by !== 'people') return
  const demand = life.held?.body.demand
  const state = stateOf(life, life.votes)
  if (!demand || !state) {
    report('is denied by people without being held')
    return
  }
  const counted = count(state, demand, directory)
  if (!counted.isDenied) report('is denied by people without enough votes')
  checkNamed(fact, counted.denials, report)
}

export function checkRevoked(
  { body }: Of<'revoked'>,
  life: Life,
  { directory }: InForce,
  report: Report,
): void {
  const { person: id } = body
  const person = directory.person(id)
  const state = stateOf(life, [])
  const demand = life.held?.body.demand
  const isOwn = state !== undefined && isRequester(id, state, directory)
  if (!person || !(isOwn || !demand || isInGroups(person, demand))) {
    report(`is revoked by ${id}, who may not`)
  }
}

/** The votes that a decision names are those that count. */
function checkNamed(
  { body }: Fact<'approved' | 'denied'>,
  votes: readonly { person: string; revision: number }[],
  report: Report,
): void {
  const named = body.votes.map(({ person, revision }) => `${person}/${revision}`).sort()
  const counted = votes.map(({ person, revision }) => `${person}/${revision}`).sort()
  if (named.join() !== counted.join()) report('names other votes than those that count')
}

/** As much of a state as counting needs, made from the facts alone. */
function stateOf({ held, origin }: Life, votes: readonly Of<'voted'>[]): ActionState | undefined {
  const from = held?.body.origin ?? origin
  if (!from || !held) return undefined
  return {
    id: held.actionId as ActionState['id'],
    revision: votes.length + 1,
    status: 'pending',
    origin: from,
    rule: held.body.rule,
    excluded: held.body.excluded ?? [],
    audience: '',
    useWithinMs: 0,
    runWithinMs: 0,
    votes: votes.map(({ body, atMs, revision = 0 }) => ({ ...body, atMs, revision })),
  }
}

function ordered({ approvals, denials, quorum }: Of<'voted'>['body']['tally']): number[] {
  return [approvals, denials, quorum]
}
