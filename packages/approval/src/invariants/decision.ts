/** Whether decisions were rightly made: by people who may, or by the policy in force. Everything is counted again from the votes' own facts. */
import type { Fact } from '@holdpoint/contracts'
import { assuranceRank } from '../rules.ts'
import type { Report } from './chain.ts'
import type { InForce } from './config.ts'
import type { Change, Life, Voted } from './life.ts'
import { ownSide, recount, whyNot } from './recount.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Whom the ladder would ask only later may revoke at any time. */
const everMs = Number.POSITIVE_INFINITY

/** `life` is as it was before the fact. */
export function checkHeld({ body }: Of<'held'>, { directory }: InForce, report: Report): void {
  const { origin, excluded = [] } = body
  for (const person of ownSide(body, directory)) {
    if (!excluded.includes(person)) {
      report(`${person} is on the requester's side and not excluded`)
    }
  }
  if (!directory.agentMay(origin.agent, origin.type)) report('its agent may not ask for this type')
}

export function checkVote(fact: Of<'voted'>, life: Life, inForce: InForce, report: Report): void {
  const { person, verdict, assurance, tally } = fact.body
  const held = life.held?.body
  if (!held) {
    report('is voted on without being held')
    return
  }
  const { waitedMs } = life
  const reason = whyNot(person, held, inForce.directory, waitedMs)
  if (reason) report(`${person} votes: ${reason}`)
  if (life.votes.some(({ body }) => body.person === person)) report(`${person} votes twice`)
  if (verdict === 'approve' && assuranceRank[assurance] < assuranceRank[held.demand.assurance]) {
    report(`${person} approves with too little assurance`)
  }
  const { approvals, denials } = recount(held, [...life.votes, fact], inForce.directory, waitedMs)
  const isRight =
    tally.approvals === approvals.length &&
    tally.denials === denials.length &&
    tally.quorum === held.demand.quorum
  if (!isRight) report(`the tally after ${person}'s vote is wrong`)
}

/** What this vote brings about must come next. */
export function owedBy(fact: Of<'voted'>, life: Life, { directory }: InForce): Life['owes'] {
  const held = life.held?.body
  if (!held) return undefined
  const { isApproved, isDenied } = recount(held, [...life.votes, fact], directory, life.waitedMs)
  if (isDenied) return 'denied'
  // The policy in force may still say no.
  return isApproved && fact.body.verdict === 'approve' ? 'approved' : undefined
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
  const isCleared = ruling?.verdict === 'allow' && ruling.terms.clearResult === true
  if (ruling && fact.body.clearResult && !isCleared) report('has a result cleared by no rule')
  if (ruling && ruling.verdict !== 'allow') report('is approved by a policy that does not allow it')
  if (fact.body.votes.length > 0) report('is approved by policy with votes')
}

function checkQuorum(
  fact: Of<'approved'>,
  life: Life,
  { directory }: InForce,
  report: Report,
): void {
  const held = life.held?.body
  if (!held) {
    report('is approved by people without being held')
    return
  }
  if (fact.body.clearResult && !held.clearResult) report('has a result cleared by no rule')
  const counted = recount(held, life.votes, directory, life.waitedMs)
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
  const held = life.held?.body
  if (!held) {
    report('is denied by people without being held')
    return
  }
  const counted = recount(held, life.votes, directory, life.waitedMs)
  if (!counted.isDenied) report('is denied by people without enough votes')
  checkNamed(fact, counted.denials, report)
}

export function checkRevoked(
  { body }: Of<'revoked'>,
  { held }: Life,
  { directory }: InForce,
  report: Report,
): void {
  const { person: id } = body
  const isKnown = directory.person(id) !== undefined
  const isOwn = held !== undefined && ownSide(held.body, directory).has(id)
  const isAsked = held === undefined || whyNot(id, held.body, directory, everMs) === undefined
  if (!isKnown || !(isOwn || isAsked)) report(`is revoked by ${id}, who may not`)
}

export function checkReconciled(
  fact: Of<'reconciled'>,
  life: Life,
  { directory }: InForce,
  report: Report,
): void {
  const { person: id, assurance } = fact.body
  const { held, origin } = life
  if (held) {
    const reason = whyNot(id, held.body, directory, life.waitedMs)
    if (reason) report(`is reconciled by ${id}: ${reason}`)
    if (assuranceRank[assurance] < assuranceRank[held.body.demand.assurance]) {
      report(`is reconciled by ${id} with too little assurance`)
    }
    return
  }
  const isOwn =
    origin !== undefined &&
    ([origin.onBehalfOf].flat().includes(id) || directory.agentSide(origin.agent).includes(id))
  if (!directory.person(id) || isOwn) report(`is reconciled by ${id}, who may not`)
}

/** The votes that a decision names are those that count. */
function checkNamed(
  { body }: Fact<'approved' | 'denied'>,
  votes: readonly Voted[],
  report: Report,
): void {
  const named = body.votes.map(({ person, revision }) => `${person}/${revision}`).sort()
  const counted = votes.map(({ body: { person }, revision }) => `${person}/${revision}`).sort()
  if (named.join() !== counted.join()) report('names other votes than those that count')
}
