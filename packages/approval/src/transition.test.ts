import { recordId, rejectionId } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Input } from './input.ts'
import { type Status, statuses } from './state.ts'
import type { Step } from './step.ts'
import { digest, dossierOf, redactedOf, rulesOf } from './testing.ts'
import { inputOf, inputs, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

type Seen = Status | 'unseen'
const all: readonly Seen[] = ['unseen', ...(Object.keys(statuses) as Status[])]
const ended = all.filter((status) => status !== 'unseen' && !statuses[status].open)

const other = inputOf('intent', { redacted: redactedOf({ intended: digest('another') }) })
const columns = {
  intent: inputs.intent,
  'other intent': other,
  rejection: inputs.rejection,
  refusal: inputs.refusal,
  approve: inputs.vote,
  'approve again': inputOf('vote', { commandId: 'c-second' }),
  deny: inputOf('vote', { verdict: 'deny', person: 'ben' }),
  'deny late': inputOf('vote', { verdict: 'deny', person: 'ben', atMs: 61_001 }),
  withdraw: inputs.withdraw,
  revoke: inputs.revoke,
  'revoke by another': inputOf('revoke', { person: 'ben', commandId: 'c-second' }),
  claim: inputs.claim,
  'claim by another': inputOf('claim', { keyThumbprint: 'other' }),
  'claim late': inputOf('claim', { atMs: 13_001 }),
  extend: inputs.extend,
  'extend by another': inputOf('extend', { keyThumbprint: 'other' }),
  'extend late': inputOf('extend', { atMs: 9001 }),
  outcome: inputs.outcome,
  reconcile: inputs.reconcile,
  due: inputs.due,
  'due early': inputOf('due', { atMs: 2000 }),
  fault: inputs.fault,
  'fault of its timer': inputOf('fault', { source: undefined }),
} as const satisfies Record<string, Input>

type Column = keyof typeof columns
/** What becomes of the action, or why nothing does: a status, a code, `same` (told again), `told` (a fact, no change), or nothing. */
type Row = Readonly<Record<Column, string>>

const closedTo = {
  intent: '',
  'other intent': 'HP_ID_CONFLICT',
  rejection: 'told',
  refusal: 'HP_PROOF_INVALID',
  approve: 'HP_ACTION_CLOSED',
  'approve again': 'HP_ACTION_CLOSED',
  deny: 'HP_ACTION_CLOSED',
  'deny late': 'HP_ACTION_CLOSED',
  withdraw: 'HP_ACTION_CLOSED',
  revoke: 'HP_ACTION_CLOSED',
  'revoke by another': 'HP_ACTION_CLOSED',
  claim: 'HP_ACTION_CLOSED',
  'claim by another': 'HP_ACTION_CLOSED',
  'claim late': 'HP_ACTION_CLOSED',
  extend: 'HP_NOT_ENTITLED',
  'extend by another': 'HP_NOT_ENTITLED',
  'extend late': 'HP_NOT_ENTITLED',
  outcome: 'HP_NOT_ENTITLED',
  reconcile: 'HP_ACTION_CLOSED',
  due: '',
  'due early': '',
  fault: '',
  'fault of its timer': '',
} satisfies Row
const decided = { ...closedTo, approve: 'same' } satisfies Row
const claimedOnce = {
  ...decided,
  extend: 'HP_ACTION_CLOSED',
  'extend late': 'HP_ACTION_CLOSED',
} satisfies Row
const ran = { ...claimedOnce, outcome: 'same' } satisfies Row

const table: Readonly<Record<Seen, Row>> = {
  unseen: {
    ...closedTo,
    intent: 'pending',
    'other intent': 'pending',
    approve: 'HP_ACTION_UNKNOWN',
    'approve again': 'HP_ACTION_UNKNOWN',
    deny: 'HP_ACTION_UNKNOWN',
    'deny late': 'HP_ACTION_UNKNOWN',
    withdraw: 'HP_ACTION_UNKNOWN',
    revoke: 'HP_ACTION_UNKNOWN',
    'revoke by another': 'HP_ACTION_UNKNOWN',
    claim: 'HP_ACTION_UNKNOWN',
    'claim by another': 'HP_ACTION_UNKNOWN',
    'claim late': 'HP_ACTION_UNKNOWN',
    extend: 'HP_ACTION_UNKNOWN',
    'extend by another': 'HP_ACTION_UNKNOWN',
    'extend late': 'HP_ACTION_UNKNOWN',
    outcome: 'HP_ACTION_UNKNOWN',
    reconcile: 'HP_ACTION_UNKNOWN',
    fault: 'told',
  },
  pending: {
    ...closedTo,
    approve: 'approved',
    'approve again': 'approved',
    deny: 'denied',
    withdraw: 'withdrawn',
    due: 'expired',
    fault: 'denied',
    'fault of its timer': 'denied',
  },
  approved: {
    ...decided,
    withdraw: 'withdrawn',
    revoke: 'revoked',
    'revoke by another': 'revoked',
    claim: 'claimed',
    'claim by another': 'claimed',
    'claim late': 'lapsed HP_GRANT_INVALID',
    due: 'lapsed',
    fault: 'lapsed',
    'fault of its timer': 'lapsed',
  },
  claimed: {
    ...decided,
    claim: 'same',
    'claim by another': 'HP_CLAIM_TAKEN',
    'claim late': 'same',
    extend: 'claimed',
    'extend late': 'HP_EXTENSION_REFUSED',
    outcome: 'succeeded',
    due: 'unknown',
    'fault of its timer': 'unknown',
  },
  denied: closedTo,
  expired: closedTo,
  withdrawn: { ...closedTo, withdraw: 'same' },
  revoked: { ...decided, revoke: 'same', 'revoke by another': 'HP_ACTION_CLOSED' },
  lapsed: decided,
  succeeded: ran,
  failed: ran,
  unknown: { ...claimedOnce, outcome: 'HP_ACTION_CLOSED', reconcile: 'succeeded' },
}

function outcomeOfStep({ state, drafts, answers, settled }: Step): string {
  const code = refusalOf({ drafts, answers })
  if (state) return code ? `${state.status} ${code}` : state.status
  if (code) return code
  if (answers.some(({ answer }) => answer.ok && answer.repeated)) return 'same'
  return drafts.length > 0 || settled ? 'told' : ''
}

const stepOf = (seen: Seen, input: Input): Step =>
  transition(seen === 'unseen' ? undefined : stateOf(seen), input, rulesOf(), dossierOf())

describe('every status meets every input', () => {
  const pairs = all.flatMap((seen) =>
    (Object.keys(columns) as Column[]).map(
      (column) => [seen, column, table[seen][column]] as const,
    ),
  )
  test.each(pairs)('%s × %s → %s', (seen, column, expected) => {
    expect(outcomeOfStep(stepOf(seen, columns[column]))).toBe(expected)
  })

  test('the table has a row for every status and a column for every kind of input', () => {
    expect(Object.keys(table).sort()).toEqual([...all].sort())
    const kinds = new Set(Object.values(columns).map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(Object.keys(inputs).sort())
  })
})

describe('every step', () => {
  const steps = all.flatMap((seen) =>
    Object.values(columns).map((input) => ({ seen, input, step: stepOf(seen, input) })),
  )

  test('leaves an ended action as it is, but that a person resolves a doubt', () => {
    const changed = steps.filter(({ seen, step }) => ended.includes(seen) && step.state)
    expect(changed.map(({ seen, input }) => [seen, input.kind])).toEqual([['unknown', 'reconcile']])
  })

  test('answers a command exactly once, under its id, and an intent that is turned away under its place', () => {
    for (const { input, step } of steps) {
      const isTurnedAway = input.kind === 'intent' && step.settled?.status === 'rejected'
      const place = isTurnedAway ? [rejectionId(recordId(input.redacted.source))] : []
      const ids = 'commandId' in input ? [input.commandId] : place
      expect(step.answers.map(({ commandId }) => commandId)).toEqual(ids)
    }
  })

  test('tells the agent exactly when an action ends or something of its own is turned away', () => {
    for (const { step } of steps) {
      const isEnd = step.state !== undefined && !statuses[step.state.status].open
      const isRejection = step.settled?.status === 'rejected'
      expect(step.settled !== undefined).toBe(isEnd || isRejection)
      if (isEnd) expect(step.settled?.status).toBe(step.state?.status)
    }
  })

  test('releases only what has just been approved', () => {
    for (const { step } of steps) {
      expect(step.grant !== undefined).toBe(kindsOf(step).includes('approved'))
      if (step.grant) expect(step.state?.grant).toEqual(step.grant)
    }
  })

  test('takes a waiting grant back whenever its action ends before a claim', () => {
    for (const { seen, step } of steps) {
      const isOver = seen === 'approved' && step.settled !== undefined && step.state !== undefined
      expect(step.revoked !== undefined).toBe(isOver)
    }
  })

  test('changes the state by one revision for each fact that says so', () => {
    for (const { seen, step } of steps) {
      const from = seen === 'unseen' ? 0 : stateOf(seen).revision
      const revisions = step.drafts.flatMap(({ fact }) => fact.revision ?? [])
      expect(revisions).toEqual(revisions.map((_, at) => from + 1 + at))
      if (step.state) expect(step.state.revision).toBe(revisions.at(-1))
      else expect(revisions).toEqual([])
    }
  })
})
