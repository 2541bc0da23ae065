import { describe, expect, test } from 'vitest'
import {
  demandOf,
  directoryOf,
  type InputOf,
  outcomeOf,
  people,
  requires,
  rulesOf,
} from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const finance = demandOf({ groups: [{ group: 'finance', min: 1 }], assurance: 'sso' })
const unknown = stateOf('unknown', { demand: finance })
const { demand: _, ...allowed } = unknown
const reconcile = (changes: Partial<InputOf<'reconcile'>> = {}, state = unknown) =>
  transition(state, inputOf('reconcile', changes), rulesOf())

describe('a reconciliation is refused', () => {
  test('to the requester side: owner, and on whose behalf it was done', () => {
    expect(refusalOf(reconcile({ person: 'owner' }))).toBe('HP_OWN_ACTION')
    const forBen = { ...unknown, origin: { ...unknown.origin, onBehalfOf: 'ben' } }
    expect(refusalOf(reconcile({ person: 'ben' }, forBen))).toBe('HP_OWN_ACTION')
  })

  test('to strangers, and to people who could not have decided', () => {
    expect(refusalOf(reconcile({ person: 'stranger' }))).toBe('HP_NOT_ENTITLED')
    expect(refusalOf(reconcile({ person: 'cid' }))).toBe('HP_NOT_ENTITLED')
  })

  test('to who was excluded when it came in, whatever the directory says now', () => {
    const rules = rulesOf(requires(), directoryOf(people, { side: [] }))
    const step = transition(unknown, inputOf('reconcile', { person: 'owner' }), rules)
    expect(refusalOf(step)).toBe('HP_OWN_ACTION')
  })

  test('with less assurance than a vote needs', () => {
    expect(refusalOf(reconcile({ assurance: 'chat' }))).toBe('HP_ASSURANCE_LOW')
  })

  test('without a reason', () => {
    expect(refusalOf(reconcile({ reason: ' \n' }))).toBe('HP_REASON_REQUIRED')
  })

  test.each([
    'pending',
    'approved',
    'claimed',
    'denied',
    'revoked',
    'succeeded',
    'failed',
  ] as const)('of what is %s: there is nothing in doubt', (status) => {
    const step = reconcile({}, stateOf(status, { demand: finance }))
    expect(refusalOf(step)).toBe('HP_ACTION_CLOSED')
    expect(step.state).toBeUndefined()
  })

  test('to a second person, also one who found the same, and to the same person again', () => {
    const { state } = reconcile()
    for (const person of ['ann', 'ben']) {
      const later = reconcile({ person, commandId: `c-${person}` }, state)
      expect(refusalOf(later)).toBe('HP_ACTION_CLOSED')
      expect(later.settled).toBeUndefined()
    }
  })
})

describe('what a person has found out', () => {
  test.each(['succeeded', 'failed'] as const)('%s amends what was told', (found) => {
    const step = reconcile({ found })
    expect(step.state).toMatchObject({ status: found, revision: 6, endedAtMs: 9500 })
    expect(step.drafts[0]?.fact).toMatchObject({
      ...{ kind: 'reconciled', revision: 6 },
      body: { person: 'ann', found, assurance: 'sso', channel: 'console', commandId: 'c-found' },
    })
    expect(step.settled).toMatchObject({
      ...{ status: found, reconciled: true, reason: 'seen in the ledger' },
    })
    expect(JSON.stringify(step.drafts.map(({ fact }) => fact))).not.toContain('ledger')
    expect([step.grant, step.revoked]).toEqual([undefined, undefined])
  })

  test('of what policy allowed is open to the directory, and still not to the requester', () => {
    expect(reconcile({ person: 'cid', assurance: 'chat' }, allowed).state?.status).toBe('succeeded')
    expect(refusalOf(reconcile({ person: 'owner' }, allowed))).toBe('HP_OWN_ACTION')
    expect(refusalOf(reconcile({ person: 'stranger' }, allowed))).toBe('HP_NOT_ENTITLED')
  })

  test('by the very same command again is told again, and once only', () => {
    const again = reconcile({}, reconcile().state)
    expect([again.drafts, again.settled]).toEqual([[], undefined])
    expect(answerOf(again)).toMatchObject({ ok: true, status: 'succeeded', repeated: true })
  })
})

describe('an outcome that comes too late', () => {
  const late = (state = unknown) =>
    transition(state, inputOf('outcome', { outcome: outcomeOf({ code: 'slow' }) }), rulesOf())

  test('changes nothing, and what it says is kept for whoever reconciles', () => {
    const step = late()
    expect([step.state, kindsOf(step)]).toEqual([undefined, ['refused']])
    const { status, claimId, reported, proof } = outcomeOf()
    expect(step.drafts[0]?.fact.body).toMatchObject({
      code: 'HP_ACTION_CLOSED',
      late: { status, claimId, reported, proof, code: 'slow' },
    })
    expect(step.drafts[0]?.views['result']).toMatchObject({ value: { refunded: true } })
  })

  test('is kept also where a person has found otherwise before', () => {
    const step = late(reconcile({ found: 'failed' }, stateOf('unknown')).state)
    expect(step.drafts[0]?.fact.body).toMatchObject({ late: { status: 'succeeded' } })
  })
})
