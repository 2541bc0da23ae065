import { describe, expect, test } from 'vitest'
import { rulesOf } from './testing.ts'
import { inputOf, inputs, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const byRecord = inputOf('fault')
const byTimer = inputOf('fault', { source: undefined })
const after = (state: ReturnType<typeof stateOf> | undefined, input = byRecord) =>
  transition(state, input, rulesOf())

describe('an input that had to be given up', () => {
  test('denies what is held, and tells the agent with a code', () => {
    const step = after(stateOf('pending'))
    expect(step.state?.status).toBe('denied')
    expect(step.settled).toMatchObject({
      status: 'denied',
      by: 'policy',
      rule: 'holdpoint/fault',
      code: 'HP_INTERNAL',
    })
  })

  test('takes an unclaimed grant back: it may have been a revocation', () => {
    const step = after(stateOf('approved'))
    expect(step.state?.status).toBe('lapsed')
    expect(step.drafts[0]?.fact.body).toMatchObject({ code: 'HP_INTERNAL' })
    expect(step.revoked).toMatchObject({ status: 'lapsed' })
  })

  test('leaves what may be running to its deadline, unless it was the deadline', () => {
    expect(after(stateOf('claimed'))).toEqual({ drafts: [], answers: [] })
    const step = after(stateOf('claimed'), byTimer)
    expect(step.state?.status).toBe('unknown')
    expect(step.settled).toMatchObject({ code: 'HP_INTERNAL' })
  })

  test('rejects what was never seen, at its place', () => {
    const { source } = inputs.fault
    const step = after(undefined)
    expect(step.drafts[0]?.fact).toMatchObject({ kind: 'rejected', body: { source } })
    expect(step.settled).toMatchObject({ status: 'rejected', code: 'HP_INTERNAL', source })
    expect(after(undefined, byTimer)).toEqual({ drafts: [], answers: [] })
  })

  test('that was a command about an action not seen yet does not reject the action', () => {
    const byCommand = inputOf('fault', { isCommand: true })
    expect(after(undefined, byCommand)).toEqual({ drafts: [], answers: [] })
    expect(after(stateOf('pending'), byCommand).state?.status).toBe('denied')
  })
})
