/** For tests of the checker: the records of a deployment with an action of every end, and ways to plant what must not be. */
import type { ActionId, DecisionEvent, Fact } from '@holdpoint/contracts'
import type { Input } from '../input.ts'
import { actionId, digest, keyOf, outcomeOf, redactedOf } from '../testing.ts'
import { inputOf } from '../testing-life.ts'
import { type Recorded, Recording, rechain } from './recording.ts'

export const ids = {
  ran: actionId(1),
  allowed: actionId(2),
  never: actionId(3),
  denied: actionId(4),
  expired: actionId(5),
  withdrawn: actionId(6),
  revoked: actionId(7),
  lapsed: actionId(8),
  unknown: actionId(9),
  held: actionId(10),
  reconciled: actionId(11),
  allowedUnknown: actionId(12),
  undone: `${actionId(2)}~2` as ActionId,
  notUndone: `${actionId(2)}~1` as ActionId,
}

/** Wanted until a time that none of the actions comes near. */
const expiresAt = '1970-01-01T01:00:00Z'
function intent(
  id: (typeof ids)[keyof typeof ids],
  amount: number,
  type = 'payments.refund',
): Input {
  const redacted = redactedOf(
    { actionId: id, intended: digest(id) },
    { id, type, params: { amount }, expiresAt },
  )
  return inputOf('intent', { actionId: id, redacted })
}
/** It has no expiry of its own: nothing here comes near it. */
function reversal(id: ActionId): Input {
  const masked = {
    id,
    type: 'payments.refund.reverse',
    params: { amount: 5 },
    reverses: ids.allowed,
  }
  const redacted = redactedOf({ actionId: id, intended: digest(id) }, masked)
  return inputOf('intent', { actionId: id, atMs: 6000, redacted })
}
const presentedOf = (id: string, amount: number) =>
  redactedOf({}, { id, params: { amount }, expiresAt }).presented
const vote = (id: (typeof ids)[keyof typeof ids], person: string, changes = {}) =>
  inputOf('vote', {
    actionId: id,
    person,
    commandId: `${id}-${person}`,
    presented: presentedOf(id, 5000),
    ...changes,
  })
const claim = (id: (typeof ids)[keyof typeof ids], revision: number) =>
  inputOf('claim', { actionId: id, grantJti: `${id}/${revision}` })
const twoVotes = (id: (typeof ids)[keyof typeof ids]): Input[] => [
  intent(id, 5000),
  vote(id, 'ann'),
  vote(id, 'ben'),
]

/** One action of every end, and some that are turned away. */
function record(): Recording {
  const recording = new Recording().take(
    ...twoVotes(ids.ran),
    claim(ids.ran, 4),
    intent(ids.allowed, 5),
    claim(ids.allowed, 1),
    intent(ids.never, 5, 'db.drop'),
    intent(ids.denied, 5000),
    vote(ids.denied, 'ann', { verdict: 'deny' }),
    vote(ids.denied, 'ben', { verdict: 'deny', reason: 'no' }),
    vote(ids.denied, 'owner'),
    intent(ids.expired, 500),
    inputOf('due', { actionId: ids.expired }),
    intent(ids.withdrawn, 5),
    inputOf('withdraw', { actionId: ids.withdrawn }),
    ...twoVotes(ids.revoked),
    inputOf('revoke', { actionId: ids.revoked }),
    ...twoVotes(ids.lapsed),
    inputOf('due', { actionId: ids.lapsed }),
    ...twoVotes(ids.unknown),
    claim(ids.unknown, 4),
    inputOf('due', { actionId: ids.unknown }),
    ...twoVotes(ids.reconciled),
    claim(ids.reconciled, 4),
    inputOf('extend', { actionId: ids.reconciled, claimId: `${ids.reconciled}/5` }),
    inputOf('due', { actionId: ids.reconciled }),
    inputOf('reconcile', { actionId: ids.reconciled, atMs: 1_000_500 }),
    intent(ids.allowedUnknown, 5),
    claim(ids.allowedUnknown, 1),
    inputOf('due', { actionId: ids.allowedUnknown }),
    inputOf('reconcile', { actionId: ids.allowedUnknown, person: 'cid', atMs: 1_000_600 }),
    intent(ids.held, 500),
    inputOf('intent', {
      actionId: ids.held,
      redacted: redactedOf({ actionId: ids.held }, { id: ids.held }),
    }),
    inputOf('rejection', { actionId: undefined }),
    inputOf('refusal', { actionId: ids.held }),
  )
  for (const id of [ids.ran, ids.allowed, ids.undone]) {
    if (id === ids.undone) {
      recording.take(
        reversal(ids.notUndone),
        inputOf('withdraw', { actionId: ids.notUndone, atMs: 6000 }),
        reversal(ids.undone),
        claim(ids.undone, 1),
      )
    }
    const claimId = recording.stateOf(id)?.claim?.id ?? ''
    const outcome = outcomeOf({ actionId: id, claimId, reported: digest(`out ${id}`) })
    recording.take(inputOf('outcome', { actionId: id, outcome }))
    recording.records.runs.push({ actionId: id, claimId, executor: 'exec-1' })
  }
  return recording
}

export const options = {
  slotCount: 1,
  jtiOf: (grant: string) => grant,
  signerOf: (proof: string) => (proof === 'proof' ? keyOf('exec-1') : keyOf(proof)),
}
export const clean = record().records

export type Planted = (records: Recorded) => void
/** Changes the first fact of an action and a kind, its body too, and chains everything anew: whoever plants it can sign. */
export function planted(
  id: string,
  kind: Fact['kind'],
  body: Readonly<Record<string, unknown>>,
  fact: Readonly<Record<string, unknown>> = {},
  toId = id,
): Planted {
  return (records) => {
    const at = find(records, id, kind)
    const event = records.decisions[at]
    if (!event) throw new Error('nothing to change')
    const changed = {
      ...event.fact,
      actionId: toId,
      ...fact,
      body: { ...event.fact.body, ...body },
    } as Fact
    records.decisions[at] = { ...event, fact: changed }
    relink(records)
  }
}
export function find({ decisions }: Recorded, id: string, kind: Fact['kind']): number {
  const at = decisions.findIndex(({ fact }) => fact.actionId === id && fact.kind === kind)
  if (at < 0) throw new Error(`no ${kind} of ${id}`)
  return at
}
export function relink(records: Recorded): void {
  records.decisions = rechain(records.decisions)
  records.leaves = []
}
/** Puts a copy of a fact again at the end, changed. */
export const again =
  (id: string, kind: Fact['kind'], fact: Readonly<Record<string, unknown>> = {}): Planted =>
  (records) => {
    const event = records.decisions[find(records, id, kind)] as DecisionEvent
    records.decisions.push({ ...event, fact: { ...event.fact, ...fact } as Fact })
    relink(records)
  }
export const without =
  (id: string, kind: Fact['kind']): Planted =>
  (records) => {
    records.decisions.splice(find(records, id, kind), 1)
    relink(records)
  }
const only = (id: string) => (record: { readonly actionId?: string }) => record.actionId === id
export const change = <T extends { readonly actionId?: string }>(
  list: T[],
  id: string,
  changes: object,
) => {
  const at = list.findIndex(only(id))
  list[at] = { ...(list[at] as T), ...changes }
}

export function redactedOrigin() {
  const held = clean?.decisions ?? []
  const fact = held.map((event) => event.fact).find((one) => one.actionId === ids.held)
  return fact?.kind === 'held' ? fact.body.origin : {}
}

export function voteBody() {
  const tally = { approvals: 1, denials: 0, quorum: 1 }
  return { person: 'ann', verdict: 'approve', assurance: 'sso', channel: 'console', tally }
}
