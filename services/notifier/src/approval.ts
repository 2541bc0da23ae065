/** What the notifier remembers of an action that people are asked about, folded from its facts. Pure. */
import type { Status } from '@holdpoint/approval'
import {
  type ActionId,
  type Assurance,
  type Demand,
  type Digest,
  type Fact,
  type Finding,
  type Found,
  type Verdict,
  viewNames,
} from '@holdpoint/contracts'
import type { DecisionRecord } from './decision-record.ts'

/** An action sees about ten facts in its life; more than this only with many voters. */
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

/** A line of the timeline: ids, times and codes, and the masked reason that a person gave. */
export interface Happening {
  readonly kind: Fact['kind']
  readonly atMs: number
  readonly number: number
  readonly person?: string
  readonly verdict?: Verdict
  readonly assurance?: Assurance
  readonly channel?: string
  readonly by?: 'people' | 'policy'
  readonly rule?: string
  readonly executor?: string
  /** What a person found out about an unknown outcome. */
  readonly found?: Found
  readonly code?: string
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
  readonly onBehalfOf?: string
  /** Whether the agent has signed, or its topic is believed. */
  readonly identity: 'signed' | 'ingress'
  readonly presented: Digest
  readonly policy: Digest
  readonly rule: string
  readonly demand: Demand
  readonly excluded: readonly string[]
  readonly labels: readonly string[]
  /** How many values of each type were masked. */
  readonly findings: Readonly<Record<string, number>>
  readonly heldAtMs: number
  readonly decideByMs: number
  /** When it stopped waiting for people. */
  readonly decidedAtMs?: number
  readonly useByMs?: number
  readonly votes: readonly CountedVote[]
  readonly timeline: readonly Happening[]
}

/** The approval after this fact; undefined: nobody is, or was, asked about this action. */
export function fold(known: Approval | undefined, { event }: DecisionRecord): Approval | undefined {
  const { fact, views } = event
  if (fact.kind === 'held')
    return known ?? begin(fact, findingsOf(views[viewNames.findings]?.value))
  if (known === undefined || fact.revision === undefined || fact.revision <= known.revision)
    return known
  const reason = textOf(views[viewNames.reason]?.value)
  const happening = { ...happeningOf(fact), ...(reason === undefined ? {} : { reason }) }
  return {
    ...known,
    ...changeOf(fact, known, reason),
    revision: fact.revision,
    timeline: [...known.timeline, happening].slice(-timelineMax),
  }
}

export const isPending = (approval: Approval): boolean => approval.status === 'pending'

function begin(
  fact: Extract<Fact, { kind: 'held' }>,
  findings: Approval['findings'],
): Approval | undefined {
  const { actionId, atMs, slot, policy, body } = fact
  if (actionId === undefined) return undefined
  const { origin, rule, demand, decideByMs, excluded = [] } = body
  return {
    id: actionId,
    slot,
    revision: fact.revision ?? 1,
    status: 'pending',
    type: origin.type,
    agent: origin.agent,
    ...(origin.run === undefined ? {} : { run: origin.run }),
    ...(origin.onBehalfOf === undefined ? {} : { onBehalfOf: origin.onBehalfOf }),
    identity: origin.identity.kind,
    presented: origin.presented,
    policy,
    rule,
    demand,
    excluded,
    labels: origin.labels,
    findings,
    heldAtMs: atMs,
    decideByMs,
    votes: [],
    timeline: [happeningOf(fact)],
  }
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
    case 'denied':
    case 'expired':
    case 'withdrawn':
    case 'revoked':
    case 'lapsed':
    case 'claimed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { status: fact.kind, ...decided }
    case 'reconciled':
      return { status: fact.body.found, ...decided }
    case 'extended':
    case 'held':
    case 'refused':
    case 'rejected':
    case 'frozen':
    case 'thawed':
    case 'adopted':
      return {}
  }
}

function happeningOf(fact: Fact): Happening {
  const { kind, atMs, number } = fact
  const line = { kind, atMs, number }
  switch (fact.kind) {
    case 'held':
      return { ...line, rule: fact.body.rule }
    case 'voted': {
      const { person, verdict, assurance, channel } = fact.body
      return { ...line, person, verdict, assurance, channel }
    }
    case 'approved':
    case 'denied':
      return { ...line, by: fact.body.by, rule: fact.body.rule, ...codeOf(fact.body) }
    case 'revoked':
    case 'reconciled':
      return {
        ...line,
        ...(fact.kind === 'reconciled' ? { found: fact.body.found } : {}),
        person: fact.body.person,
        assurance: fact.body.assurance,
        channel: fact.body.channel,
      }
    case 'claimed':
      return { ...line, executor: fact.body.executor }
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { ...line, executor: fact.body.executor, ...codeOf(fact.body) }
    case 'lapsed':
      return { ...line, ...codeOf(fact.body) }
    case 'extended':
    case 'expired':
    case 'withdrawn':
    case 'refused':
    case 'rejected':
    case 'frozen':
    case 'thawed':
    case 'adopted':
      return line
  }
}

const codeOf = (body: object): { code?: string } =>
  'code' in body && typeof body.code === 'string' ? { code: body.code } : {}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

function findingsOf(value: unknown): Approval['findings'] {
  const counts: Record<string, number> = {}
  for (const { type } of Array.isArray(value) ? (value as Finding[]) : []) {
    counts[type] = (counts[type] ?? 0) + 1
  }
  return counts
}
