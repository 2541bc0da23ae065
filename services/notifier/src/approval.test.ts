import { type DecisionEvent, digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionOf, deployment, idOf, keys } from '../test/fixture.ts'
import { allowedDraft, type Draft, FakeGate, heldDraft, salt } from '../test/gate.ts'
import { type Approval, fold, isOver, placeOf } from './approval.ts'
import { type DecisionRecord, readDecision } from './decision-record.ts'

const finding = { path: '/params/to', type: 'EMAIL', score: 1, detector: 'email' }
const gate = new FakeGate({
  deployment,
  prefix: '',
  slotCount: 1,
  key: keys.gate,
  clock: () => 1000,
})
const body = { by: 'people', rule: 'refunds', votes: [] }
const grant = { jti: 'g', audience: 'payments', notBeforeMs: 1, expiresMs: 99_000 }
const ended = { claimId: 'c', executor: 'payments-1', cause: 'reported' }

function recordOf({ fact, views }: Draft): DecisionRecord {
  const [record] = gate.transaction(0, [{ fact, ...(views && { views }) }])
  if (record === undefined) throw new RangeError('no record')
  const reading = readDecision({ ...record, offset: 0, timestampMs: 1000 }, deployment)
  if ('refusal' in reading) throw reading.refusal
  return reading
}
const after = (revision: number, kind: string, more: object, views: DecisionEvent['views'] = {}) =>
  recordOf({
    fact: { kind, atMs: 1000 + revision, actionId: idOf(1), revision, body: more } as Draft['fact'],
    views,
  })
const held = fold(
  undefined,
  recordOf(heldDraft(actionOf(1), 1000, { findings: [finding, finding], excluded: ['olga'] })),
)
const folded = (...records: DecisionRecord[]): Approval | undefined => records.reduce(fold, held)

const vote = (person: string, verdict = 'approve') => ({
  ...{ person, verdict, assurance: 'sso', channel: 'console', commandId: `c-${person}` },
  tally: { approvals: 1, denials: 0, quorum: 2 },
})

test('an action of which only the middle is there is not remembered', () => {
  const claim = { executor: 'e', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5 }
  expect(fold(undefined, after(1, 'approved', { ...body, by: 'policy', grant }))).toBeUndefined()
  expect(fold(undefined, after(2, 'claimed', claim))).toBeUndefined()
})

describe('what policy allowed', () => {
  const begun = fold(undefined, recordOf(allowedDraft(actionOf(1), 1000))) as Approval
  const claim = { executor: 'e', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5000 }
  const run = (...records: DecisionRecord[]) => records.reduce(fold, begun) as Approval
  const silence = { claimId: 'c', executor: 'e', cause: 'deadline' }

  test('is there, without a demand, as long as it can be called back or is in doubt', () => {
    expect(begun).toMatchObject({ status: 'approved', revision: 1, rule: 'small', heldAtMs: 1000 })
    expect(begun).not.toHaveProperty('demand')
    expect(placeOf(begun)).toEqual(['allowed', 1000])
    const claimed = run(after(2, 'claimed', claim))
    expect([placeOf(claimed)[0], isOver(claimed)]).toEqual(['allowed', false])
    const doubted = run(after(2, 'claimed', claim), after(3, 'unknown', silence))
    expect([placeOf(doubted), isOver(doubted)]).toEqual([['unknown', 1003], false])
  })

  test('stays while it can be taken back, and so does what takes it back', () => {
    const body = { ...ended, reversibleUntilMs: 9_000 }
    const kept = run(after(2, 'claimed', claim), after(3, 'succeeded', body))
    expect([kept.reversibleUntilMs, isOver(kept)]).toEqual([9_000, false])
    expect(isOver({ ...run(after(2, 'lapsed', { expiresMs: 5 })), reverses: kept.id })).toBe(false)
  })

  test('is over when it went its way, and not when a person has touched it', () => {
    expect(isOver(run(after(2, 'claimed', claim), after(3, 'succeeded', ended)))).toBe(true)
    const revoked = { person: 'ana', assurance: 'sso', channel: 'console', commandId: 'c' }
    expect(isOver(run(after(2, 'lapsed', { expiresMs: 5 })))).toBe(true)
    const stopped = run(after(2, 'revoked', revoked))
    expect([placeOf(stopped)[0], isOver(stopped)]).toEqual(['decided', false])
  })
})

describe('an action in doubt', () => {
  const claim = { executor: 'e', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5000 }
  const reported = digestBytes('raw')
  const late = { claimId: 'c', status: 'succeeded', reported, proof: 'p', code: 'slow' }
  const refusal = { command: 'outcome', commandId: 'o', code: 'HP_ACTION_CLOSED' }
  const told = recordOf({
    fact: { kind: 'refused', atMs: 9000, actionId: idOf(1), body: { ...refusal, late } } as never,
  })
  const doubt: DecisionRecord[] = [
    ...[after(2, 'approved', { ...body, grant }), after(3, 'claimed', claim)],
    after(4, 'extended', { claimId: 'c', request: 'r', deadlineMs: 7000 }),
    after(5, 'unknown', { claimId: 'c', executor: 'e', cause: 'deadline' }),
  ]
  const found = { person: 'ana', found: 'failed', assurance: 'sso', channel: 'api', commandId: 'f' }
  const reason = { reason: { salt, value: 'not in the ledger' } }

  test('is listed by itself, with when its claimer should have answered', () => {
    expect(folded(...doubt)).toMatchObject({ status: 'unknown', runByMs: 7000, endedAtMs: 1005 })
    expect(placeOf(folded(...doubt) as Approval)).toEqual(['unknown', 1005])
  })

  test('shows what the claimer says too late, and stays in doubt', () => {
    const heard = folded(...doubt, told)
    expect(heard).toMatchObject({ status: 'unknown', revision: 5 })
    expect(heard?.late).toEqual({ status: 'succeeded', atMs: 9000, code: 'slow' })
    expect(heard?.timeline.at(-1)).toMatchObject({ kind: 'refused', late: 'succeeded' })
    expect(folded(told)).toBe(held)
  })

  test('is closed by what a person has found, with who and why; a contradiction shows', () => {
    const closed = folded(...doubt, after(6, 'reconciled', found, reason), told)
    expect(closed).toMatchObject({
      status: 'failed',
      endedAtMs: 1006,
      late: { status: 'succeeded' },
    })
    expect(closed?.timeline.at(-2)).toMatchObject({
      ...{ kind: 'reconciled', person: 'ana', found: 'failed', commandId: 'f' },
      reason: 'not in the ledger',
    })
    expect(placeOf(closed as Approval)[0]).toBe('decided')
  })
})

test('a held action waits, with everything that is asked of people', () => {
  expect(held).toMatchObject({
    id: idOf(1),
    status: 'pending',
    revision: 1,
    type: 'payments.refund',
    agent: 'billing-bot',
    run: 'run-1',
    rule: 'refunds',
    identity: 'ingress',
    findings: { EMAIL: 2 },
    excluded: ['olga'],
    decideByMs: 901_000,
    votes: [],
    timeline: [{ kind: 'held', number: expect.any(Number), rule: 'refunds' }],
  })
})

describe('a fact that was seen', () => {
  test('changes nothing the second time', () => {
    const voted = after(2, 'voted', vote('ana'))
    const once = folded(voted)
    expect(fold(once, voted)).toBe(once)
    expect(fold(once, recordOf(heldDraft(actionOf(1), 2000)))).toBe(once)
  })

  test('as a refusal changes nothing at all', () => {
    const refused = recordOf({
      fact: {
        kind: 'refused',
        atMs: 1,
        actionId: idOf(1),
        body: { command: 'vote', commandId: 'x', code: 'HP_OWN_ACTION' },
      },
    })
    expect(folded(refused)).toBe(held)
  })
})

test('votes are counted with who, how and why', () => {
  const approval = folded(
    after(2, 'voted', vote('ana'), { reason: { salt, value: 'looks right' } }),
    after(3, 'voted', vote('bea')),
  )
  expect(approval?.votes).toEqual([
    {
      person: 'ana',
      verdict: 'approve',
      assurance: 'sso',
      channel: 'console',
      atMs: 1002,
      reason: 'looks right',
    },
    { person: 'bea', verdict: 'approve', assurance: 'sso', channel: 'console', atMs: 1003 },
  ])
  expect(approval).toMatchObject({ status: 'pending', revision: 3 })
  expect(approval).not.toHaveProperty('decidedAtMs')
})

test.each<[string, object, object]>([
  ['approved', { ...body, grant }, { useByMs: 99_000 }],
  ['denied', { ...body, code: 'HP_X' }, {}],
  ['expired', { decideByMs: 5 }, {}],
  ['withdrawn', { agent: 'billing-bot', commandId: 'c' }, {}],
  ['revoked', { person: 'ana', assurance: 'sso', channel: 'console', commandId: 'c' }, {}],
  ['lapsed', { expiresMs: 5, code: 'HP_X' }, {}],
  ['claimed', { executor: 'e', claimId: 'c', keyThumbprint: 't', request: 'r', deadlineMs: 5 }, {}],
  ['succeeded', ended, {}],
  ['failed', { ...ended, code: 'E1' }, {}],
  ['unknown', { ...ended, cause: 'deadline' }, {}],
])('%s takes it out of the inbox, and stands in its timeline', (kind, more, also) => {
  const approval = folded(after(2, kind, more))
  expect(approval).toMatchObject({ status: kind, decidedAtMs: 1002, ...also })
  expect(approval?.timeline.at(-1)).toMatchObject({ kind, atMs: 1002 })
})

test('when people decided stays, whatever comes after', () => {
  const approval = folded(after(2, 'approved', { ...body, grant }), after(3, 'succeeded', ended))
  expect(approval).toMatchObject({ status: 'succeeded', decidedAtMs: 1002 })
})

test('a timeline does not grow without end', () => {
  const votes = Array.from({ length: 150 }, (_, at) => after(at + 2, 'voted', vote(`p${at}`)))
  const approval = folded(...votes)
  expect(approval?.timeline).toHaveLength(100)
  expect(approval?.timeline.at(-1)).toMatchObject({ person: 'p149' })
})
