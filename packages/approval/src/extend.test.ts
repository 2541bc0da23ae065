import { runStretchMax } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { type InputOf, keyOf, rulesOf } from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

/** Claimed at 4000 for 5000 ms. */
const claimed = stateOf('claimed')
const longestMs = 4000 + runStretchMax * 5000
const extend = (changes: Partial<InputOf<'extend'>> = {}, state = claimed) =>
  transition(state, inputOf('extend', changes), rulesOf())

describe('more time is refused', () => {
  test('to anybody but the key that claimed, also for the right claim', () => {
    expect(refusalOf(extend({ keyThumbprint: keyOf('exec-2') }))).toBe('HP_NOT_ENTITLED')
  })

  test('for another claim, also to the claimer', () => {
    expect(refusalOf(extend({ claimId: 'another/4' }))).toBe('HP_NOT_ENTITLED')
  })

  test('before anybody has claimed the action, and of one that nobody knows', () => {
    expect(refusalOf(extend({}, stateOf('approved')))).toBe('HP_NOT_ENTITLED')
    expect(refusalOf(transition(undefined, inputOf('extend'), rulesOf()))).toBe('HP_ACTION_UNKNOWN')
  })

  test('after the deadline, although nobody has called it unknown yet: the receipt is over', () => {
    const step = extend({ atMs: 9001 })
    expect(refusalOf(step)).toBe('HP_EXTENSION_REFUSED')
    expect(step.state).toBeUndefined()
  })

  test.each(['succeeded', 'failed', 'unknown'] as const)('of what has ended as %s', (status) => {
    expect(refusalOf(extend({}, stateOf(status)))).toBe('HP_ACTION_CLOSED')
  })

  test('beyond what a claim may run in all, however often it is asked for', () => {
    let state = claimed
    for (let atMs = 5000; atMs < longestMs; atMs += 4000) {
      const step = extend({ atMs, request: `request ${atMs}`, forMs: 1_000_000 }, state)
      state = step.state ?? state
    }
    expect(state.claim?.deadlineMs).toBe(longestMs)
    const beyond = extend({ atMs: longestMs - 1, request: 'one more' }, state)
    expect(refusalOf(beyond)).toBe('HP_EXTENSION_REFUSED')
  })
})

describe('more time for the claimer', () => {
  test('counts from when the request arrived, also in the last millisecond', () => {
    expect(extend().state?.claim?.deadlineMs).toBe(11_000)
    expect(extend({ atMs: 9000 }).state?.claim?.deadlineMs).toBe(15_000)
  })

  test('is told and logged with the signed request; the claim stays what it was', () => {
    const step = extend()
    expect(step.state).toMatchObject({ status: 'claimed', revision: 5 })
    expect(step.drafts[0]?.fact).toMatchObject({
      ...{ kind: 'extended', revision: 5 },
      body: { claimId: claimed.claim?.id, request: 'longer', deadlineMs: 11_000 },
    })
    expect(answerOf(step)).toMatchObject({
      ok: true,
      claim: { ...claimed.claim, deadlineMs: 11_000 },
    })
  })

  test('moves the moment at which silence means unknown', () => {
    const longer = extend().state
    const due = (atMs: number) => transition(longer, inputOf('due', { atMs }), rulesOf())
    expect(due(10_999).state).toBeUndefined()
    expect(due(11_000).state?.status).toBe('unknown')
  })

  test('never makes it less', () => {
    const step = extend({ forMs: 1000 })
    expect([step.state, kindsOf(step)]).toEqual([undefined, []])
    expect(answerOf(step)).toMatchObject({ ok: true, claim: { deadlineMs: 9000 } })
  })

  test('by the very same request again gives nothing more', () => {
    const again = extend({ commandId: 'c-2', atMs: 8000 }, extend().state)
    expect([again.state, kindsOf(again)]).toEqual([undefined, []])
    expect(answerOf(again)).toMatchObject({ repeated: true, claim: { deadlineMs: 11_000 } })
  })
})
