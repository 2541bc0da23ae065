import { describe, expect, test } from 'vitest'
import type { Status } from './state.ts'
import { rulesOf } from './testing.ts'
import { inputOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const due = (status: Status, atMs: number) =>
  transition(stateOf(status), inputOf('due', { atMs }), rulesOf())

describe('a deadline', () => {
  test.each([
    ['pending', 61_000, 'expired'],
    ['approved', 13_000, 'lapsed'],
    ['claimed', 9000, 'unknown'],
  ] as const)('of %s at %i makes it %s, and not a millisecond before', (status, atMs, next) => {
    expect(due(status, atMs - 1)).toMatchObject({ drafts: [], answers: [] })
    expect(due(status, atMs - 1)).not.toHaveProperty('state')
    const step = due(status, atMs)
    expect(step.state).toMatchObject({ status: next, endedAtMs: atMs })
    expect(step.settled).toMatchObject({ status: next, atMs })
    expect(step.grant).toBeUndefined()
  })

  test('silence about a claim means unknown: it may have run', () => {
    const { claim } = stateOf('claimed')
    expect(due('claimed', 9000).drafts[0]?.fact.body).toEqual({
      claimId: claim?.id,
      executor: 'exec-1',
      cause: 'deadline',
    })
  })

  test('of a grant takes it back', () => {
    expect(due('approved', 13_000).revoked).toMatchObject({ status: 'lapsed', atMs: 13_000 })
  })
})
