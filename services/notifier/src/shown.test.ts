import type { Demand } from '@holdpoint/contracts'
import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { actionOf, directory, idOf, people } from '../test/fixture.ts'
import type { Approval } from './approval.ts'
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
const views = { action: { salt: 's', value: actionOf(1) } }
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
      groups: [{ group: 'finance', min: 1, approvals: 0 }],
    },
    fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    action: actionOf(1),
  })
  const bare = { action: { salt: 's', value: actionOf(1, { target: {} }) } }
  expect(rowOf(approval, bare, viewer('ana')).headline).toBe('billing-bot wants payments.refund')
})

test('a long action is left out of the list and whole in the detail', () => {
  const long = { action: { salt: 's', value: actionOf(1, { params: 'x'.repeat(20_000) }) } }
  const row = rowOf(approval, long, viewer('ana'))
  expect(row).toMatchObject({ actionOmitted: true })
  expect(row).not.toHaveProperty('action')
  expect(detailOf(approval, long, viewer('ana'))).toMatchObject({
    action: long.action.value,
    salt: 's',
  })
})

test('a view that was erased is shown as nothing', () => {
  expect(rowOf(approval, {}, viewer('ana'))).toMatchObject({
    headline: 'billing-bot wants payments.refund',
  })
  expect(detailOf(approval, {}, viewer('ana'))).toMatchObject({ action: null, salt: null })
})

test('the detail has votes, timeline and the masked result', () => {
  const detail = detailOf(
    approval,
    { ...views, result: { salt: 't', value: { ok: true } } },
    viewer('ana'),
  )
  expect(detail).toMatchObject({
    votes: approval.votes,
    timeline: approval.timeline,
    result: { ok: true },
  })
})
