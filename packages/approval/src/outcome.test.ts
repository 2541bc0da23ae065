import { describe, expect, test } from 'vitest'
import { digest, type InputOf, keyOf, outcomeOf, rulesOf, salt } from './testing.ts'
import { answerOf, inputOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const claimed = stateOf('claimed')
const report = (changes: Partial<InputOf<'outcome'>> = {}, state = claimed) =>
  transition(state, inputOf('outcome', changes), rulesOf())

describe('an outcome that is refused', () => {
  test('from anybody but the claimer, also for the right claim', () => {
    expect(refusalOf(report({ keyThumbprint: keyOf('exec-2') }))).toBe('HP_NOT_ENTITLED')
  })

  test('for another claim, also by the claimer', () => {
    expect(refusalOf(report({ outcome: outcomeOf({ claimId: 'another/4' }) }))).toBe(
      'HP_NOT_ENTITLED',
    )
  })

  test('before anybody has claimed the action', () => {
    expect(refusalOf(report({}, stateOf('approved')))).toBe('HP_NOT_ENTITLED')
  })

  test('after the deadline has made it unknown: that needs a person now', () => {
    const step = report({}, stateOf('unknown'))
    expect(refusalOf(step)).toBe('HP_ACTION_CLOSED')
    expect(answerOf(step)).toMatchObject({ status: 'unknown' })
  })

  test('when another outcome stands already', () => {
    const outcome = outcomeOf({ status: 'failed', reported: digest('another') })
    expect(refusalOf(report({ outcome }, stateOf('succeeded')))).toBe('HP_ACTION_CLOSED')
  })
})

describe('an outcome of the claimer', () => {
  test.each(['succeeded', 'failed', 'unknown'] as const)('%s ends the action as that', (status) => {
    const step = report({ outcome: outcomeOf({ status, code: 'card-declined' }) })
    expect(step.state).toMatchObject({ status, revision: 5, endedAtMs: 5000 })
    expect(step.drafts[0]?.fact).toMatchObject({
      kind: status,
      body: {
        claimId: claimed.claim?.id,
        executor: 'exec-1',
        cause: 'reported',
        code: 'card-declined',
        reported: digest('outcome'),
        proof: 'proof',
      },
    })
    expect(step.settled).toMatchObject({ status, code: 'card-declined' })
  })

  test('passes the masked result on, under the commitment that it came with', () => {
    const step = report()
    expect(step.settled?.result).toEqual({ refunded: true })
    expect(step.drafts[0]?.views['result']).toEqual({ value: { refunded: true }, salt })
  })

  test('counts although its deadline has passed, as long as nobody has said unknown', () => {
    expect(report({ atMs: 9001 }).state?.status).toBe('succeeded')
  })

  test('again gets the same answer and no second fact', () => {
    const again = report({ commandId: 'c-2' }, report().state)
    expect(again.drafts).toEqual([])
    expect(again.settled).toBeUndefined()
    expect(answerOf(again)).toMatchObject({ ok: true, status: 'succeeded', repeated: true })
  })
})
