/** What was seen of one action, and whether it was right: pure, so that the demo's exit code can be trusted. */

import type { ActionId, Fact } from '@holdpoint/contracts'
import type { Settlement } from '@holdpoint/sdk'
import { type ActName, acts } from './act.ts'
import type { ReportOf } from './message.ts'
import type { Answer, Seen } from './person.ts'

export interface Observed {
  readonly act: ActName
  readonly proposed: ReportOf<'proposed'>
  readonly facts: readonly Fact[]
  /** Of this action alone, for as long as the demo ran. */
  readonly runs: readonly ReportOf<'ran'>[]
  /** When the executor had its claim. */
  readonly claimedMs?: number | undefined
  readonly told: ReportOf<'told'>
  /** Where people were asked: what they saw, when, and what became of the votes. */
  readonly asked?: Asked | undefined
}

export interface Asked {
  readonly seen: Seen
  readonly seenMs: number
  /** Of the agent's owner, who tries to approve. */
  readonly owner: Answer
  /** Of the one who decides without a person, and when it was sent. */
  readonly vote?: { readonly by: string; readonly answer: Answer; readonly sentMs: number }
}

export interface Check {
  readonly what: string
  readonly right: boolean
}

export interface Step {
  readonly name: ActName
  readonly id: ActionId
  readonly type: string
  readonly via: 'kafka' | 'http'
  /** As the agent was told. */
  readonly status: Settlement['status']
  readonly decision: {
    readonly kind: string
    readonly by?: string
    readonly rule?: string
    readonly people: readonly string[]
  }
  readonly runs: number
  readonly checks: readonly Check[]
  /** In ms. */
  readonly timings: Readonly<Record<string, number>>
}

export function stepOf(observed: Observed): Step {
  const { act, proposed, told, runs } = observed
  const { intent, via } = acts[act]
  return {
    ...{ name: act, id: proposed.id, type: intent.type, via },
    status: told.settlement.status,
    decision: decisionOf(observed),
    runs: runs.length,
    checks: checksOf(observed),
    timings: timingsOf(observed),
  }
}

/** The facts that end the question of whether it may run. */
export const decisionKinds: ReadonlySet<string> = new Set([
  ...['approved', 'denied', 'expired', 'withdrawn', 'rejected'],
])

function decisionOf({ facts }: Observed): Step['decision'] {
  const fact = facts.find(({ kind }) => decisionKinds.has(kind))
  const body = (fact?.body ?? {}) as { by?: string; rule?: string; votes?: { person: string }[] }
  return {
    kind: fact?.kind ?? 'none',
    ...(body.by === undefined ? {} : { by: body.by }),
    ...(body.rule === undefined ? {} : { rule: body.rule }),
    people: (body.votes ?? []).map(({ person }) => person),
  }
}

function checksOf(observed: Observed): Check[] {
  const { act, asked } = observed
  const { kind, by, people } = decisionOf(observed)
  const check = (what: string, right: boolean): Check => ({ what, right })
  const byPolicy = check('policy allowed it', kind === 'approved' && by === 'policy')
  switch (act) {
    case 'allowed':
      return [byPolicy, ...ranOnce(observed)]
    case 'forbidden': {
      const { settlement } = observed.told
      return [
        check('policy denied it', kind === 'denied' && by === 'policy'),
        check('it never ran', observed.runs.length === 0),
        check('the agent was told no', settlement.status === 'denied'),
      ]
    }
    case 'personal': {
      const { settlement } = observed.told
      const result = settlement.status === 'succeeded' ? settlement.result : undefined
      return [
        byPolicy,
        ...ranOnce(observed),
        check('the agent got the result', (result as { contact?: unknown })?.contact === 'C-77'),
        check('without personal data', showsNone(settlement, acts.personal.private.result)),
      ]
    }
    case 'held':
      return [
        check('people were asked', asked !== undefined),
        check('without private values', showsNone(asked?.seen, acts.held.private.params)),
        check('the agent’s owner was refused', (asked?.owner.status ?? 200) !== 200),
        check('the vote counted', asked?.vote?.answer.status === 200),
        check('people approved it', kind === 'approved' && by === 'people'),
        check('that one person', people.length === 1 && people[0] === `p-${asked?.vote?.by}`),
        ...ranOnce(observed),
      ]
  }
}

function ranOnce({ runs, proposed, told }: Observed): Check[] {
  const isExact = runs.every(({ payload }) => payload === proposed.payload)
  return [
    { what: 'it ran once', right: runs.length === 1 },
    { what: 'exactly as proposed', right: runs.length > 0 && isExact },
    { what: 'the agent was told so', right: told.settlement.status === 'succeeded' },
  ]
}

function showsNone(shown: unknown, values: readonly string[]): boolean {
  const text = JSON.stringify(shown ?? '')
  return values.length > 0 && values.every((value) => !text.includes(value))
}

function timingsOf({ proposed, asked, claimedMs, told }: Observed): Record<string, number> {
  const released: Record<string, number> = {}
  if (claimedMs !== undefined) {
    if (asked?.vote !== undefined) released['decidedToReleased'] = claimedMs - asked.vote.sentMs
    else if (asked === undefined) released['submitToReleased'] = claimedMs - proposed.sentMs
    released['releasedToSettled'] = told.atMs - claimedMs
  }
  return {
    ...(asked === undefined ? {} : { submitToHeld: asked.seenMs - proposed.sentMs }),
    ...released,
    submitToSettled: told.atMs - proposed.sentMs,
  }
}
