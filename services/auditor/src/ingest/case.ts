/** A finished action in one leaf: who asked, what was shown, which policy, who decided how, what ran, how it ended. Pure: made of its events' leaves alone. */
import type { ActionId, DecisionKind, Fact } from '@holdpoint/contracts'
import { HoldpointError, viewNames } from '@holdpoint/contracts'
import { type CaseLeaf, type EventLeaf, leafTypes } from '../leaf.ts'

export interface IndexedEvent {
  readonly index: number
  readonly leaf: EventLeaf
}

/** Kinds that end an action; every other one leaves it open or is not about its life. */
const endings: ReadonlySet<DecisionKind> = new Set<DecisionKind>([
  'denied',
  'expired',
  'withdrawn',
  'revoked',
  'lapsed',
  'succeeded',
  'failed',
  'unknown',
  // Ends in doubt no longer: its case amends the one before.
  'reconciled',
])

export const endsAction = (fact: Fact): fact is Fact & { actionId: ActionId } =>
  endings.has(fact.kind) && fact.actionId !== undefined

/** `history`: events of the action in the order of the log, the one that ended it last. Commands that changed nothing are left out: there may be any number. */
export function summarise(
  actionId: ActionId,
  history: readonly IndexedEvent[],
  amends?: number,
): CaseLeaf {
  const events = history.filter(({ leaf }) => leaf.fact.revision !== undefined)
  const facts = events.map(({ leaf }) => leaf.fact)
  const last = facts.at(-1)
  if (last === undefined) throw new HoldpointError('HP_INTERNAL')
  return {
    type: leafTypes.case,
    actionId,
    slot: last.slot,
    status: last.kind === 'reconciled' ? last.body.found : last.kind,
    atMs: last.atMs,
    policy: last.policy,
    ...askedIn(facts),
    ...decidedIn(facts),
    votes: facts.flatMap(voteOf),
    ...ranIn(facts),
    ...reconciledIn(last),
    events: events.map(({ index }) => index),
    ...(amends === undefined ? {} : { amends }),
  }
}

function askedIn(facts: readonly Fact[]): Pick<CaseLeaf, 'asked' | 'presented'> {
  const origin = facts.map(originOf).find((each) => each !== undefined)
  if (!origin) return {}
  const { type, agent, run, onBehalfOf, reverses, identity } = origin
  const { intended, receivedAtMs, presented } = origin
  return {
    asked: {
      type,
      agent,
      ...(run === undefined ? {} : { run }),
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(reverses === undefined ? {} : { reverses }),
      identity: identity.kind,
      intended,
      atMs: receivedAtMs,
    },
    presented,
  }
}

export function originOf(fact: Fact) {
  return 'origin' in fact.body ? fact.body.origin : undefined
}

function decidedIn(facts: readonly Fact[]): Pick<CaseLeaf, 'decided' | 'rule'> {
  for (const fact of facts) {
    if (fact.kind !== 'approved' && fact.kind !== 'denied') continue
    const { by, rule } = fact.body
    return { decided: { verdict: fact.kind, by, atMs: fact.atMs }, rule }
  }
  const held = facts.find((fact) => fact.kind === 'held')
  return held?.kind === 'held' ? { rule: held.body.rule } : {}
}

function voteOf(fact: Fact): CaseLeaf['votes'] {
  if (fact.kind !== 'voted') return []
  const { person, verdict, assurance, channel } = fact.body
  const reason = fact.commitments[viewNames.reason]
  return [{ person, verdict, assurance, channel, atMs: fact.atMs, ...(reason ? { reason } : {}) }]
}

function ranIn(facts: readonly Fact[]): Pick<CaseLeaf, 'ran'> {
  const claimed = facts.find((fact) => fact.kind === 'claimed')
  const ended = facts.findLast(
    (fact) => fact.kind === 'succeeded' || fact.kind === 'failed' || fact.kind === 'unknown',
  )
  if (claimed?.kind !== 'claimed') return {}
  const { executor, claimId } = claimed.body
  if (!ended || !('cause' in ended.body)) return { ran: { executor, claimId } }
  const { cause, reported } = ended.body
  const result = ended.commitments[viewNames.result]
  return {
    ran: {
      executor,
      claimId,
      cause,
      ...(reported ? { reported } : {}),
      ...(result ? { result } : {}),
    },
  }
}

function reconciledIn(last: Fact): Pick<CaseLeaf, 'reconciled'> {
  if (last.kind !== 'reconciled') return {}
  const { person, assurance, channel } = last.body
  const reason = last.commitments[viewNames.reason]
  const said = { person, assurance, channel, atMs: last.atMs }
  return { reconciled: reason ? { ...said, reason } : said }
}
