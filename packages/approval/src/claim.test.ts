import { describe, expect, test } from 'vitest'
import { digest, type InputOf, keyOf, rulesOf } from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const approved = stateOf('approved')
const claim = (changes: Partial<InputOf<'claim'>> = {}, state = approved) =>
  transition(state, inputOf('claim', changes), rulesOf())

describe('a claim that is refused', () => {
  test('by an executor of another audience, whatever else it knows', () => {
    for (const audiences of [[], ['shipping']]) {
      expect(refusalOf(claim({ audiences }))).toBe('HP_NOT_ENTITLED')
    }
  })

  test('with the grant of another action', () => {
    expect(refusalOf(claim({ grantJti: 'another/3' }))).toBe('HP_GRANT_INVALID')
  })

  test('before there is a grant', () => {
    expect(refusalOf(claim({}, stateOf('pending')))).toBe('HP_ACTION_CLOSED')
  })

  test('by a second executor, also one of the same name with another key', () => {
    const taken = claim().state
    const step = claim({ keyThumbprint: keyOf('exec-2') }, taken)
    expect(refusalOf(step)).toBe('HP_CLAIM_TAKEN')
    expect(answerOf(step)).not.toHaveProperty('claim')
  })

  test('after the grant has expired: the action lapses there and then', () => {
    const step = claim({ atMs: 13_001 })
    expect(step.state?.status).toBe('lapsed')
    expect(kindsOf(step)).toEqual(['lapsed', 'refused'])
    expect(answerOf(step)).toMatchObject({ ok: false, code: 'HP_GRANT_INVALID', status: 'lapsed' })
    expect(step.revoked).toMatchObject({ status: 'lapsed', jti: approved.grant?.jti })
    expect(step.settled).toMatchObject({ status: 'lapsed' })
  })
})

describe('a claim in time', () => {
  test('by its append time: in the last millisecond it holds', () => {
    expect(claim({ atMs: 13_000 }).state?.status).toBe('claimed')
  })

  test('is bound to the key, named by the revision it makes, and has a deadline', () => {
    const step = claim()
    const record = {
      id: `${approved.id}/4`,
      executor: 'exec-1',
      keyThumbprint: keyOf('exec-1'),
      atMs: 4000,
      deadlineMs: 9000,
      request: digest('request'),
    }
    expect(step.state).toMatchObject({ status: 'claimed', revision: 4, claim: record })
    expect(answerOf(step)).toMatchObject({ ok: true, status: 'claimed', claim: record })
    expect(step.drafts[0]?.fact.body).toEqual({
      executor: 'exec-1',
      claimId: record.id,
      keyThumbprint: record.keyThumbprint,
      request: 'request',
      deadlineMs: 9000,
    })
    expect(step.grant).toBeUndefined()
  })

  test('again by the same key gets the same claim, and no second fact', () => {
    const first = claim()
    const later = { commandId: 'c-2', request: 'another request', atMs: 8000 }
    const again = claim(later, first.state)
    expect(again.state).toBeUndefined()
    expect(again.drafts).toEqual([])
    expect(answerOf(again)).toEqual({ ...answerOf(first), repeated: true })
  })

  test('by the very same request is a retry of an answer that was lost, not a later life', () => {
    const first = claim()
    const again = claim({ commandId: 'c-2', atMs: 8000 }, first.state)
    expect([again.state, again.drafts]).toEqual([undefined, []])
    expect(answerOf(again)).toEqual(answerOf(first))
  })
})
