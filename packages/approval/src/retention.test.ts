/** First the sealed originals go, then the stub; nothing earlier than promised, and nothing that a reversal needs. */
import { memoryMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forgetAtMs, retireAtMs, retired, reversibleUntilMs } from './retention.ts'
import { type ActionState, type Status, statuses } from './state.ts'
import { actionId, rulesOf } from './testing.ts'
import { inputOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const endedAtMs = 5000
const withinMs = 60_000
const untilMs = endedAtMs + withinMs
const reversalId = `${actionId()}~1` as ReturnType<typeof actionId>
const kept = (changes: Partial<ActionState> = {}) =>
  stateOf('succeeded', { endedAtMs, reversibleWithinMs: withinMs, keepsSeals: true, ...changes })
const gone = (changes: Partial<ActionState> = {}) => {
  const { keepsSeals: _, ...rest } = kept(changes)
  return rest as ActionState
}

describe('what stays, and until when', () => {
  test.each(Object.keys(statuses) as Status[])(
    '%s: an open action is never forgotten',
    (status) => {
      const state = stateOf(status)
      const isForgotten = forgetAtMs(state) !== undefined
      expect(isForgotten).toBe(!statuses[status].open)
    },
  )

  test('of what can’t be reversed only the stub, for the memory time or longer as its type says', () => {
    const state = stateOf('succeeded', { endedAtMs })
    expect(retireAtMs(state)).toBe(endedAtMs + memoryMs)
    expect(retireAtMs({ ...state, rememberMs: 2 * memoryMs })).toBe(endedAtMs + 2 * memoryMs)
  })

  test('of what can be reversed the originals until then; afterwards the stub', () => {
    expect(retireAtMs(kept())).toBe(untilMs)
    expect(retired(kept(), untilMs - 1)).toBeUndefined()
    expect(retired(kept(), untilMs)).toEqual(gone())
    expect(retireAtMs(gone())).toBe(endedAtMs + memoryMs)
  })

  test('a stub stays as long as its action could be reversed, also past the memory time', () => {
    const state = gone({ reversibleWithinMs: 2 * memoryMs })
    expect(forgetAtMs(state)).toBe(endedAtMs + 2 * memoryMs)
  })

  test('nothing goes while a reversal is open, however long people take', () => {
    const open = { reversals: { standing: reversalId, changes: 1 } }
    expect(retireAtMs(kept(open))).toBeUndefined()
    expect(retired(kept(open), untilMs * 100)).toBeUndefined()
    expect(retireAtMs(gone(open))).toBeUndefined()
  })

  test('a recent reversal keeps the stub as long as itself', () => {
    const reversals = { standing: reversalId, endedAtMs: 900_000, changes: 2 }
    expect(forgetAtMs(gone({ reversals }))).toBe(900_000 + memoryMs)
  })

  test('a reversal that came to nothing gives the originals no time beyond their own', () => {
    const reversals = { endedAtMs: 900_000, changes: 2 }
    expect(retireAtMs(kept({ reversals }))).toBe(untilMs)
  })

  test('a timer drops the originals and changes nothing else: no fact, the same revision', () => {
    const early = transition(kept(), inputOf('due', { atMs: untilMs - 1 }), rulesOf())
    expect(early).toEqual({ drafts: [], answers: [] })
    const step = transition(kept(), inputOf('due', { atMs: untilMs }), rulesOf())
    expect(step).toEqual({ state: gone(), drafts: [], answers: [] })
  })

  test('what is kept for the agent and what is kept for a reversal go each in its time', () => {
    const both = kept({ clearedUntilMs: 10_000 })
    expect(retireAtMs(both)).toBe(10_000)
    expect(retired(both, 10_000)).toEqual(kept())
    expect(retireAtMs(kept({ clearedUntilMs: untilMs + 1 }))).toBe(untilMs)
    expect(retired(kept({ clearedUntilMs: untilMs + 1 }), untilMs)).toEqual(
      gone({ clearedUntilMs: untilMs + 1 }),
    )
    expect(forgetAtMs(gone({ clearedUntilMs: 10_000 }))).toBeUndefined()
    const open = { reversals: { standing: reversalId, changes: 1 }, clearedUntilMs: 10_000 }
    expect(retireAtMs(kept(open))).toBe(10_000)
  })

  test('what is kept is always dropped before it is forgotten', () => {
    const time = fc.integer({ min: 0, max: 3 * memoryMs })
    fc.assert(
      fc.property(time, time, time, (reversibleWithinMs, rememberMs, endedMs) => {
        const reversals = { endedAtMs: endedMs, changes: 1 }
        const state = kept({ reversibleWithinMs, rememberMs, reversals })
        const dropped = retired(state, retireAtMs(state) ?? 0)
        expect(forgetAtMs(state)).toBeUndefined()
        const forgetMs = (dropped && forgetAtMs(dropped)) ?? 0
        expect(forgetMs).toBeGreaterThanOrEqual(reversibleUntilMs(state) ?? 0)
        expect(forgetMs).toBeGreaterThanOrEqual(endedMs + memoryMs)
      }),
    )
  })
})
