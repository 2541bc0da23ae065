/** What the notifier remembers of an action: all that people were asked about, and what policy allowed as long as it can be called back or is in doubt. Pure. */
import { type Status, statuses } from '@holdpoint/approval'
import {
  type ActionId,
  type Assurance,
  type Demand,
  type Digest,
  type Fact,
  type Finding,
  type Origin,
  type OutcomeStatus,
  type Verdict,
  viewNames,
} from '@holdpoint/contracts'
import type { DecisionRecord } from './decision-record.ts'
import { type Happening, happeningOf } from './happening.ts'
import { attemptOf, shapeOf } from './shape.ts'

/** An action sees about ten facts in its life; more than this only with many voters or late outcomes. */
const timelineMax = 100

export interface CountedVote {
  readonly person: string
  readonly verdict: Verdict
  readonly assurance: Assurance
  readonly channel: string
  readonly atMs: number
  /** Masked. */
  readonly reason?: string
}

export interface Approval {
  readonly id: ActionId
  readonly slot: number
  readonly revision: number
  readonly status: Status
  readonly type: string
  readonly agent: string
  readonly run?: string
  readonly onBehalfOf?: NonNullable<Origin['onBehalfOf']>
  /** Whether the agent has signed, or its topic is believed. */
  readonly identity: 'signed' | 'ingress'
  readonly presented: Digest
  /** Finds actions that would do the same; absent where the view is gone. */
  readonly shape?: Digest
  /** Finds earlier attempts at something like it. */
  readonly attempt?: Digest
  readonly policy: Digest
  readonly rule: string
  /** Absent: policy allowed it, nobody was asked. */
  readonly demand?: Demand
  readonly excluded: readonly string[]
  readonly labels: readonly string[]
  /** How many values of each type were masked. */
  readonly findings: Readonly<Record<string, number>>
  /** When it came in. */
  readonly heldAtMs: number
  readonly decideByMs?: number
  /** When it stopped waiting for people. */
  readonly decidedAtMs?: number
  readonly useByMs?: number
  /** When the claimer must have answered. */
  readonly runByMs?: number
  readonly endedAtMs?: number
  /** The action that it takes back. */
  readonly reverses?: ActionId
  /** Until then its agent can ask to take it back. */
  readonly reversibleUntilMs?: number
  /** What the claimer said when its time was over: for whoever reconciles. */
  readonly late?: { readonly status: OutcomeStatus; readonly atMs: number; readonly code?: string }
  readonly votes: readonly CountedVote[]
  readonly timeline: readonly Happening[]
}

/** Where it is listed. */
export type ListName = 'pending' | 'unknown' | 'allowed' | 'decided'
export const listNames = ['pending', 'unknown', 'allowed', 'decided'] as const

/** The approval after this fact; undefined: nothing to remember. */
export function fold(known: Approval | undefined, record: DecisionRecord): Approval | undefined {
  const { fact } = record.event
  if (known === undefined) return begin(record)
  if (fact.kind === 'refused') return fact.body.late ? hearLate(known, record) : known
  if (fact.revision === undefined || fact.revision <= known.revision) return known
  const happening = happeningOf(record)
  return {
    ...known,
    ...changeOf(fact, known, happening.reason),
    ...endOf(fact),
    revision: fact.revision,
    timeline: [...known.timeline, happening].slice(-timelineMax),
  }
}

export const isPending = (approval: Approval): boolean => approval.status === 'pending'

/** In which list it stands, and where: next deadline, longest doubt, or latest first. */
export function placeOf(approval: Approval): readonly [ListName, number] {
  const { status, heldAtMs, decideByMs, decidedAtMs, endedAtMs } = approval
  if (status === 'pending') return ['pending', decideByMs ?? heldAtMs]
  if (status === 'unknown') return ['unknown', endedAtMs ?? heldAtMs]
  if (!approval.demand && statuses[status].open) return ['allowed', heldAtMs]
  return ['decided', endedAtMs ?? decidedAtMs ?? heldAtMs]
}

/** Policy allowed it and it went its way: nobody has to look at it, and there may be very many. What can be taken back, and what does, may be asked about. */
export function isOver(approval: Approval): boolean {
  const { demand, status, timeline, reverses, reversibleUntilMs } = approval
  if (reverses !== undefined || reversibleUntilMs !== undefined) return false
  if (demand || statuses[status].open || status === 'unknown') return false
  return !timeline.some(({ person }) => person !== undefined)
}

function begin(record: DecisionRecord): Approval | undefined {
  const { fact, views } = record.event
  const { actionId, atMs, slot, policy } = fact
  if (fact.kind !== 'held' && fact.kind !== 'approved') return undefined
  const { origin, rule } = fact.body
  if (actionId === undefined || origin === undefined) return undefined
  const view = views[viewNames.action]?.value
  return {
    id: actionId,
    slot,
    revision: fact.revision ?? 1,
    type: origin.type,
    agent: origin.agent,
    ...(origin.run === undefined ? {} : { run: origin.run }),
    ...(origin.onBehalfOf === undefined ? {} : { onBehalfOf: origin.onBehalfOf }),
    ...(origin.reverses === undefined ? {} : { reverses: origin.reverses }),
    identity: origin.identity.kind,
    presented: origin.presented,
    ...(view === undefined
      ? {}
      : { shape: shapeOf(view, origin), attempt: attemptOf(view, origin) }),
    policy,
    rule,
    labels: origin.labels,
    findings: findingsOf(views[viewNames.findings]?.value),
    heldAtMs: atMs,
    votes: [],
    timeline: [happeningOf(record)],
    ...(fact.kind === 'held' ? askedOf(fact.body) : allowedBy(fact)),
  }
}

function askedOf({ demand, decideByMs, excluded = [] }: Extract<Fact, { kind: 'held' }>['body']) {
  return { status: 'pending', demand, decideByMs, excluded } as const
}

function allowedBy({ atMs, body }: Extract<Fact, { kind: 'approved' }>) {
  const useByMs = body.grant.expiresMs
  return { status: 'approved', excluded: [], decidedAtMs: atMs, useByMs } as const
}

/** Of interest while it is in doubt, and where it speaks against what a person has found. */
function hearLate(known: Approval, record: DecisionRecord): Approval {
  const isDoubted = known.timeline.some(({ kind }) => kind === 'unknown')
  const { atMs, late: status, code, ...line } = happeningOf(record)
  if (!isDoubted || status === undefined) return known
  const said = code === undefined ? { status, atMs } : { status, atMs, code }
  const happening = { ...line, atMs, late: status, ...(code === undefined ? {} : { code }) }
  return { ...known, late: said, timeline: [...known.timeline, happening].slice(-timelineMax) }
}

function changeOf(fact: Fact, known: Approval, reason: string | undefined): Partial<Approval> {
  const decided = { decidedAtMs: known.decidedAtMs ?? fact.atMs }
  switch (fact.kind) {
    case 'voted': {
      const { person, verdict, assurance, channel } = fact.body
      const vote = { person, verdict, assurance, channel, atMs: fact.atMs }
      return { votes: [...known.votes, reason === undefined ? vote : { ...vote, reason }] }
    }
    case 'approved':
      return { status: 'approved', useByMs: fact.body.grant.expiresMs, ...decided }
    case 'claimed':
      return { status: 'claimed', runByMs: fact.body.deadlineMs, ...decided }
    case 'extended':
      return { runByMs: fact.body.deadlineMs }
    case 'denied':
    case 'expired':
    case 'withdrawn':
    case 'revoked':
    case 'lapsed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { status: fact.kind, ...decided }
    case 'reconciled':
      return { status: fact.body.found, ...decided }
    case 'held':
    case 'refused':
    case 'rejected':
    case 'frozen':
    case 'thawed':
    case 'adopted':
      return {}
  }
}

function endOf({ kind, atMs, body }: Fact): Pick<Approval, 'endedAtMs' | 'reversibleUntilMs'> {
  const isEnd = kind === 'reconciled' || (kind in statuses && !statuses[kind as Status].open)
  const untilMs = 'reversibleUntilMs' in body ? body.reversibleUntilMs : undefined
  const reversible = untilMs === undefined ? {} : { reversibleUntilMs: untilMs }
  return isEnd ? { endedAtMs: atMs, ...reversible } : {}
}

function findingsOf(value: unknown): Approval['findings'] {
  const counts: Record<string, number> = {}
  for (const { type } of Array.isArray(value) ? (value as Finding[]) : []) {
    counts[type] = (counts[type] ?? 0) + 1
  }
  return counts
}
