import type { Demand, Scope } from '@holdpoint/contracts'
import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionOf, directory, idOf, people } from '../test/fixture.ts'
import type { Approval } from './approval.ts'
import type { Denial } from './denial.ts'
import { noneFrozen } from './freezes.ts'
import { decidedKeepMs } from './projection/port.ts'
import { detailOf, rowOf } from './shown.ts'

const demand: Demand = {
  quorum: 2,
  groups: [{ group: 'finance', min: 1 }],
  assurance: 'sso',
  denials: 1,
  reasonRequired: true,
}
const approval: Approval = {
  ...{ id: idOf(1), slot: 0, revision: 2, status: 'pending', type: 'payments.refund' },
  ...{
    agent: 'billing-bot',
    identity: 'signed',
    presented: digestBytes('x'),
    policy: digestBytes('p'),
  },
  ...{ rule: 'refunds', demand, excluded: [], labels: ['pii'], findings: { EMAIL: 2, CARD: 1 } },
  ...{ heldAtMs: 1, decideByMs: 9, timeline: [{ kind: 'held', atMs: 1, number: 1 }] },
  votes: [{ person: 'bea', verdict: 'approve', assurance: 'sso', channel: 'api', atMs: 5 }],
}
const besideOf = (action: unknown) => ({
  views: { action: { salt: 's', value: action } },
  denials: [],
  freezes: undefined,
  nowMs: 8,
})
const views = besideOf(actionOf(1))
const erased = { ...views, views: {} }
const viewer = (id: string) => {
  const person = people.find((each) => each.id === id)
  if (person === undefined) throw new RangeError(id)
  return { person, directory }
}
const you = (id: string, change: Partial<Approval> = {}) =>
  rowOf({ ...approval, ...change }, views, viewer(id)).you

describe('who is told not to vote', () => {
  test.each<[string, string, Partial<Approval>, string]>([
    ['the agent’s owner', 'olga', {}, 'own'],
    ['who was on its side when it came in', 'ana', { excluded: ['ana'] }, 'own'],
    ['for whom it is done', 'ana', { onBehalfOf: 'ana' }, 'own'],
    ['who passed it on', 'ana', { onBehalfOf: ['zoe', 'ana'] }, 'own'],
    ['who has voted', 'bea', {}, 'voted'],
    ['who is in none of the groups', 'bea', { votes: [] }, 'group'],
    ['anybody, once it is closed', 'ana', { status: 'denied' }, 'closed'],
  ])('%s', (_, person, change, why) => {
    expect(you(person, change)).toMatchObject({ canVote: false, why })
  })
})

test('who may vote is told what it takes', () => {
  expect(you('ana')).toEqual({
    person: 'ana',
    canVote: true,
    canRevoke: false,
    canReconcile: false,
    needsSignature: true,
    reasonRequired: true,
  })
  expect(you('bea', { demand: { ...demand, groups: [] }, votes: [] })).toMatchObject({
    canVote: true,
  })
  expect(you('ana', { demand: { ...demand, assurance: 'chat' } })).toMatchObject({
    needsSignature: false,
  })
})

test('a row says who wants what where, and how far it is', () => {
  expect(rowOf(approval, views, viewer('ana'))).toMatchObject({
    headline: 'billing-bot wants payments.refund on stripe charge ch_1 in production',
    masked: 3,
    justification: 'The customer was charged twice.',
    progress: {
      approvals: 1,
      denials: 0,
      quorum: 2,
      escalated: [],
      groups: [{ group: 'finance', min: 1, approvals: 0 }],
    },
    fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    action: actionOf(1),
  })
  const bare = besideOf(actionOf(1, { target: {} }))
  expect(rowOf(approval, bare, viewer('ana')).headline).toBe('billing-bot wants payments.refund')
})

test('a long action is left out of the list and whole in the detail', () => {
  const long = besideOf(actionOf(1, { params: 'x'.repeat(20_000) }))
  const row = rowOf(approval, long, viewer('ana'))
  expect(row).toMatchObject({ actionOmitted: true })
  expect(row).not.toHaveProperty('action')
  expect(detailOf(approval, long, viewer('ana'))).toMatchObject({
    action: long.views.action.value,
    salt: 's',
  })
})

test('a view that was erased is shown as nothing', () => {
  expect(rowOf(approval, erased, viewer('ana'))).toMatchObject({
    headline: 'billing-bot wants payments.refund',
  })
  expect(detailOf(approval, erased, viewer('ana'))).toMatchObject({ action: null, salt: null })
})

test('the detail has votes, timeline and the masked result', () => {
  const detail = detailOf(
    approval,
    { ...views, views: { ...views.views, result: { salt: 't', value: { ok: true } } } },
    viewer('ana'),
  )
  expect(detail).toMatchObject({
    votes: approval.votes,
    timeline: approval.timeline,
    result: { ok: true },
  })
})

test('a reversal shows what it would take back, as masked as it was; the original its reversals', () => {
  const { id } = approval
  const done = { ...approval, status: 'succeeded', endedAtMs: 9 } as const
  const shownThen = { ...views.views, result: { salt: 't', value: { to: '⟦EMAIL·K7QX2M9A⟧' } } }
  const undo = { ...approval, id: `${id}~1` as typeof id, reverses: id }
  const original = { approval: done, views: shownThen }
  expect(detailOf(undo, { ...views, original }, viewer('ana'))).toMatchObject({
    reverses: id,
    original: { id, status: 'succeeded', endedAtMs: 9, action: views.views.action.value },
    reversals: [],
  })
  expect(detailOf(done, { ...views, reversals: [undo] }, viewer('ana'))).toMatchObject({
    reversals: [{ id: `${id}~1`, status: 'pending', heldAtMs: approval.heldAtMs }],
  })
  expect(detailOf(undo, views, viewer('ana'))).not.toHaveProperty('original')
})

describe('who is told that they may stop or reconcile it', () => {
  const { demand: _, ...allowed } = approval
  const ofAllowed = (id: string, change: Partial<Approval>) =>
    rowOf({ ...allowed, ...change }, views, viewer(id)).you

  test.each<[string, string, Partial<Approval>, boolean, boolean]>([
    ['of what waits: nobody, deny it', 'ana', {}, false, false],
    ['of what is approved: who could have decided', 'ana', { status: 'approved' }, true, false],
    ['of what is approved: the requester’s side', 'olga', { status: 'approved' }, true, false],
    ['of what is approved: not who is not asked', 'bea', { status: 'approved' }, false, false],
    ['of what runs: nobody', 'ana', { status: 'claimed' }, false, false],
    ['of what is in doubt: who could have decided', 'ana', { status: 'unknown' }, false, true],
    ['of what is in doubt: not the requester’s side', 'olga', { status: 'unknown' }, false, false],
    ['of what is in doubt: not who is not asked', 'bea', { status: 'unknown' }, false, false],
  ])('%s', (_, person, change, canRevoke, canReconcile) => {
    expect(you(person, change)).toMatchObject({ canRevoke, canReconcile })
  })

  test('of what policy allowed: everybody in the directory, to reconcile not the requester', () => {
    expect(ofAllowed('bea', { status: 'approved' })).toMatchObject({ canRevoke: true })
    expect(ofAllowed('bea', { status: 'unknown' })).toMatchObject({ canReconcile: true })
    expect(ofAllowed('olga', { status: 'unknown' })).toMatchObject({ canReconcile: false })
    expect(rowOf({ ...allowed, status: 'approved' }, views, viewer('bea'))).not.toHaveProperty(
      'progress',
    )
  })
})

describe('a repeat', () => {
  const heldAtMs = 10 * decidedKeepMs
  const denial = (n: number, deniedAtMs: number): Denial => ({
    ...{ id: idOf(n), status: 'denied', by: 'people', deniedAtMs },
  })
  const repeats = (...denials: Denial[]) =>
    rowOf({ ...approval, heldAtMs }, { ...views, denials }, viewer('ana')).repeats

  test('names the latest other action that was not let through', () => {
    const [mine, latest, older] = [
      denial(1, heldAtMs + 9),
      denial(2, heldAtMs - 1),
      denial(3, heldAtMs - 2),
    ]
    expect(repeats(mine, latest, older)).toEqual(latest)
  })

  test('is not said of its own denial, nor of one that is long forgotten', () => {
    expect(repeats()).toBeUndefined()
    expect(repeats(denial(1, heldAtMs + 9))).toBeUndefined()
    expect(repeats(denial(2, heldAtMs - decidedKeepMs - 1))).toBeUndefined()
  })

  test('keeps what it is found by to itself', () => {
    const shape = digestBytes('shape')
    expect(rowOf({ ...approval, shape }, views, viewer('ana'))).not.toHaveProperty('shape')
  })
})

describe('what is frozen', () => {
  const by = { person: 'bea', assurance: 'sso', channel: 'api' } as const
  const frozen = (scope: Scope, action: unknown = actionOf(1)) => ({
    ...besideOf(action),
    nowMs: 1000,
    freezes: { ...noneFrozen, active: [{ id: 'f', scope, fromMs: 5, ...by }] },
  })
  const row = (beside: ReturnType<typeof frozen>, change: Partial<Approval> = {}) =>
    rowOf({ ...approval, ...change }, beside, viewer('ana'))

  test.each<[string, Scope, boolean]>([
    ['everything', { everything: true }, true],
    ['its agent', { agent: 'billing-bot' }, true],
    ['another agent', { agent: 'other-bot' }, false],
    ['types like its own', { type: 'payments.*' }, true],
    ['its target, spelt otherwise', { target: { system: 'Stripe ' } }, true],
    ['another target', { target: { system: 'bank' } }, false],
  ])('by a freeze of %s', (_, scope, isFrozen) => {
    expect(row(frozen(scope))).toMatchObject({ isFrozen, decideByMs: isFrozen ? 9 + 995 : 9 })
  })

  test('is also what hides its target, or whose view is gone', () => {
    const scope = { target: { system: 'bank' } }
    const hidden = actionOf(1, { target: { system: '⟦ID·K7QX2M9A⟧' } })
    expect(row(frozen(scope, hidden))).toMatchObject({ isFrozen: true })
    expect(row({ ...frozen(scope), views: {} } as never)).toMatchObject({ isFrozen: true })
  })

  test('has no more time than its agent wants it', () => {
    const limited = frozen(
      { everything: true },
      actionOf(1, { expiresAt: '1970-01-01T00:00:00.500Z' }),
    )
    expect(row(limited).decideByMs).toBe(500)
  })

  test('keeps its use-by from when it was approved, and nothing once it runs', () => {
    const approved = { status: 'approved', decidedAtMs: 900, useByMs: 2000 } as const
    const stopped = frozen({ everything: true })
    expect(row(stopped, approved)).toMatchObject({ isFrozen: true, useByMs: 2100, decideByMs: 9 })
    expect(row(stopped, { status: 'claimed' })).toMatchObject({ isFrozen: false })
  })

  test('gets back its frozen time when it is thawed', () => {
    const past = [{ id: 'f', scope: { everything: true }, fromMs: 5, untilMs: 105 }] as const
    const thawed = { ...frozen({ everything: true }), freezes: { ...noneFrozen, past } }
    expect(row(thawed as never)).toMatchObject({ isFrozen: false, decideByMs: 109 })
  })
})

test('who is asked only after a while may vote from then on, and is named from then on', () => {
  const laddered = {
    ...approval,
    votes: [],
    demand: { ...demand, escalate: [{ afterMs: 100, groups: ['security'] }] },
  }
  const person = { id: 'sec', groups: ['security'] }
  const at = (nowMs: number) => rowOf(laddered, { ...views, nowMs }, { person, directory })
  expect(at(100)).toMatchObject({
    progress: { escalated: [] },
    you: { canVote: false, why: 'group' },
  })
  expect(at(101)).toMatchObject({ progress: { escalated: ['security'] }, you: { canVote: true } })
  const freeze = { id: 'f', scope: { everything: true }, fromMs: 51, untilMs: 101 } as const
  const frozen = { ...views, nowMs: 101, freezes: { ...noneFrozen, past: [freeze] } } as never
  expect(rowOf(laddered, frozen, { person, directory }).you).toMatchObject({ why: 'group' })
  const approved = { ...laddered, status: 'approved' as const }
  expect(rowOf(approved, { ...views, nowMs: 2 }, { person, directory }).you.canRevoke).toBe(true)
})
