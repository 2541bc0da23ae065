import { describe, expect, test } from 'vitest'
import { type InputOf, rulesOf } from './testing.ts'
import { answerOf, inputOf, inputs, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const reject = (
  refused: Partial<InputOf<'rejection'>['refused']> = {},
  state?: ReturnType<typeof stateOf>,
) =>
  transition(
    state,
    inputOf('rejection', { refused: { ...inputs.rejection.refused, ...refused } }),
    rulesOf(),
  )

describe('a record that the redactor refused', () => {
  test('is logged, and its agent told with code, field and place', () => {
    const { code, field, source, receivedAtMs } = inputs.rejection.refused
    const step = reject()
    expect(step.drafts[0]?.fact).toMatchObject({
      kind: 'rejected',
      body: { code, field, source, receivedAtMs },
    })
    expect(step.settled).toEqual({
      actionId: inputs.rejection.actionId,
      status: 'rejected',
      code,
      field,
      source,
      atMs: 1500,
    })
  })

  test('does not speak for an action that exists: nobody has proven who sent it', () => {
    const step = reject({}, stateOf('claimed'))
    expect(step.state).toBeUndefined()
    expect(step.settled).not.toHaveProperty('actionId')
  })

  test('without a usable id is logged all the same', () => {
    const step = transition(undefined, inputOf('rejection', { actionId: undefined }), rulesOf())
    expect(step.drafts[0]?.fact).not.toHaveProperty('actionId')
    expect(step.settled).not.toHaveProperty('actionId')
  })

  test('if it was an outcome, tells the log and not the agent', () => {
    const step = reject({ kind: 'outcome' }, stateOf('claimed'))
    expect(step.drafts[0]?.fact).toMatchObject({ kind: 'refused', body: { command: 'outcome' } })
    expect(step.settled).toBeUndefined()
  })
})

describe('a command that could not be read or proven', () => {
  test('is answered and logged, and tells nothing about the action', () => {
    const step = transition(
      stateOf('approved'),
      inputOf('refusal', { field: 'hpproof' }),
      rulesOf(),
    )
    expect(step.drafts[0]?.fact).toMatchObject({
      kind: 'refused',
      body: { command: 'vote', commandId: 'c-unread', code: 'HP_PROOF_INVALID', field: 'hpproof' },
    })
    expect(answerOf(step)).toEqual({
      ok: false,
      actionId: inputs.refusal.actionId,
      code: 'HP_PROOF_INVALID',
      details: { field: 'hpproof' },
    })
  })

  test('if it was an intent, tells the agent, but never under the id of an action that exists', () => {
    const unread = inputOf('refusal', { command: 'intent' })
    const settled = { status: 'rejected', code: 'HP_PROOF_INVALID' }
    const { actionId } = unread
    expect(transition(undefined, unread, rulesOf()).settled).toMatchObject({ ...settled, actionId })
    const known = transition(stateOf('pending'), unread, rulesOf()).settled
    expect(known).toMatchObject(settled)
    expect(known).not.toHaveProperty('actionId')
  })
})
