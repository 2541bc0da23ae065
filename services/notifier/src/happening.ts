/** Lines of an action's timeline, made of its facts. Pure. */
import {
  type Assurance,
  type Fact,
  type Found,
  type OutcomeStatus,
  type Verdict,
  viewNames,
} from '@holdpoint/contracts'
import type { DecisionRecord } from './decision-record.ts'

/** Ids, times and codes, and the masked reason that a person gave. */
export interface Happening {
  readonly kind: Fact['kind']
  readonly atMs: number
  readonly number: number
  /** Of a person: finds what became of it also when results are long forgotten. */
  readonly commandId?: string
  readonly person?: string
  readonly verdict?: Verdict
  readonly assurance?: Assurance
  readonly channel?: string
  readonly by?: 'people' | 'policy'
  readonly rule?: string
  readonly executor?: string
  /** Until when the claimer must answer now. */
  readonly runByMs?: number
  /** What a person found out about an unknown outcome. */
  readonly found?: Found
  /** What the claimer said when it was too late. */
  readonly late?: OutcomeStatus
  readonly code?: string
  readonly reason?: string
}

export function happeningOf({ event: { fact, views } }: DecisionRecord): Happening {
  const { kind, atMs, number } = fact
  const reason = views[viewNames.reason]?.value
  const said = typeof reason === 'string' ? { reason } : {}
  return { kind, atMs, number, ...detailsOf(fact), ...said }
}

type Details = Omit<Happening, 'kind' | 'atMs' | 'number' | 'reason'>

function detailsOf(fact: Fact): Details {
  switch (fact.kind) {
    case 'held':
      return { rule: fact.body.rule }
    case 'voted': {
      const { person, verdict, assurance, channel, commandId } = fact.body
      return { person, verdict, assurance, channel, commandId }
    }
    case 'approved':
    case 'denied':
      return { by: fact.body.by, rule: fact.body.rule, ...codeOf(fact.body) }
    case 'revoked': {
      const { person, assurance, channel, commandId } = fact.body
      return { person, assurance, channel, commandId }
    }
    case 'reconciled': {
      const { person, found, assurance, channel, commandId } = fact.body
      return { person, found, assurance, channel, commandId }
    }
    case 'claimed':
      return { executor: fact.body.executor, runByMs: fact.body.deadlineMs }
    case 'extended':
      return { runByMs: fact.body.deadlineMs }
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { executor: fact.body.executor, ...codeOf(fact.body) }
    case 'lapsed':
      return codeOf(fact.body)
    case 'refused': {
      const { late } = fact.body
      return late === undefined ? {} : { late: late.status, ...codeOf(late) }
    }
    case 'expired':
    case 'withdrawn':
    case 'rejected':
    case 'frozen':
    case 'thawed':
    case 'adopted':
      return {}
  }
}

const codeOf = (body: object): { code?: string } =>
  'code' in body && typeof body.code === 'string' ? { code: body.code } : {}
