import { describe, expect, test } from 'vitest'
import { type InputOf, rulesOf } from './testing.ts'
import { answerOf, inputOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const withdraw = (changes: Partial<InputOf<'withdraw'>> = {}, state = stateOf('pending')) =>
  transition(state, inputOf('withdraw', changes), rulesOf())

describe('an agent that withdraws', () => {
  test("can't withdraw another agent's action", () => {
    expect(refusalOf(withdraw({ agent: 'other-bot' }))).toBe('HP_NOT_ENTITLED')
  })

  test('comes too late once it is claimed', () => {
    expect(refusalOf(withdraw({}, stateOf('claimed')))).toBe('HP_ACTION_CLOSED')
  })

  test('ends what is held, without a word to executors', () => {
    const step = withdraw({ reason: 'not needed' })
    expect(step.state).toMatchObject({ status: 'withdrawn', revision: 2, endedAtMs: 3500 })
    expect(step.revoked).toBeUndefined()
    expect(step.settled).toMatchObject({ status: 'withdrawn', reason: 'not needed' })
    expect(step.drafts[0]?.views).toEqual({ reason: { value: 'not needed' } })
  })

  test('ends what is approved, and takes the grant back', () => {
    const step = withdraw({}, stateOf('approved'))
    expect(step.state?.status).toBe('withdrawn')
    expect(step.revoked).toMatchObject({ status: 'revoked', jti: stateOf('approved').grant?.jti })
  })

  test('twice is told once', () => {
    const again = withdraw({ commandId: 'c-2' }, withdraw().state)
    expect(again.drafts).toEqual([])
    expect(answerOf(again)).toMatchObject({ ok: true, status: 'withdrawn', repeated: true })
  })
})
