import { describe, expect, test } from 'vitest'
import { addedGroups, ageOf, canStandIn } from './escalation.ts'
import { noFreezes } from './freeze.ts'
import type { InputOf } from './testing.ts'
import { demandOf, directoryOf, dossierOf, rulesOf } from './testing.ts'
import { answerOf, inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const heldAtMs = 1000
const escalate = [
  { afterMs: 10_000, groups: ['chiefs'] },
  { afterMs: 20_000, groups: ['board'] },
]
const directory = directoryOf([
  { id: 'fay', groups: ['finance'] },
  { id: 'chief', groups: ['chiefs'] },
  { id: 'other-chief', groups: ['chiefs'] },
  { id: 'chief-of-finance', groups: ['chiefs', 'finance'] },
  { id: 'board', groups: ['board'] },
])
const groups = [
  { group: 'finance', min: 1 },
  { group: 'legal', min: 1 },
]
const demand = demandOf({ quorum: 2, groups, escalate })

/** Votes to approve, each at its age, on one held action. */
function after(...votes: readonly (readonly [person: string, ageMs: number])[]) {
  let state = stateOf('pending', { demand, excluded: [], heldAtMs, decideByMs: 10_000_000 })
  const steps = votes.map(([person, ageMs]) => {
    const vote: Partial<InputOf<'vote'>> = { person, commandId: person, atMs: heldAtMs + ageMs }
    const step = transition(
      state,
      inputOf('vote', vote),
      rulesOf(undefined, directory),
      dossierOf(),
    )
    state = step.state ?? state
    return step
  })
  return { state, last: steps.at(-1) ?? { drafts: [], answers: [] } }
}

describe('before its rung has come', () => {
  test('a group of the ladder has no say', () => {
    expect(refusalOf(after(['chief', 9999]).last)).toBe('HP_NOT_ENTITLED')
    expect(refusalOf(after(['board', 19_999]).last)).toBe('HP_NOT_ENTITLED')
  })

  test('nobody stands in for anybody', () => {
    expect(after(['fay', 0], ['chief-of-finance', 9999]).state.status).toBe('pending')
  })
})

describe('from its age on', () => {
  test('a group of the ladder may vote, also to deny', () => {
    const { state, last } = after(['chief', 10_000])
    expect(kindsOf(last)).toEqual(['voted'])
    expect(answerOf(last)).toMatchObject({ ok: true, status: 'pending' })
    expect(state.votes).toHaveLength(1)
  })

  test('one of them stands in for one missing member, and not for two', () => {
    expect(after(['chief', 10_000], ['fay', 10_001]).state.status).toBe('approved')
    expect(after(['chief', 10_000], ['board', 20_000]).state.status).toBe('approved')
    expect(canStandIn(['legal', 'finance'], [{ id: 'p', groups: ['chiefs'] }])).toBe(false)
  })

  test('a member of one group stands in for the other, but never twice for their own', () => {
    expect(after(['chief-of-finance', 10_000], ['fay', 10_001]).state.status).toBe('approved')
    const person = { id: 'p', groups: ['chiefs', 'finance'] }
    expect(canStandIn(['finance'], [person])).toBe(false)
    expect(canStandIn(['legal'], [person])).toBe(true)
  })

  test('people move over where that lets another one in', () => {
    const either = { id: 'e', groups: ['chiefs'] }
    const notRed = { id: 'r', groups: ['chiefs', 'red'] }
    expect(canStandIn(['green', 'red'], [either, notRed])).toBe(true)
    expect(canStandIn(['red', 'green'], [either, notRed])).toBe(true)
    expect(canStandIn(['red', 'red'], [either, notRed])).toBe(false)
  })
})

test('ages count from when people were first asked, and never below nothing', () => {
  const { heldAtMs: _, ...unheld } = stateOf('pending')
  expect(ageOf({ ...unheld, heldAtMs: 5 }, noFreezes, 12)).toBe(7)
  expect(ageOf({ ...unheld, heldAtMs: 5 }, noFreezes, 3)).toBe(0)
  expect(ageOf(unheld, noFreezes, 12)).toBe(0)
})

test('the time that an action stands frozen does not count', () => {
  const freeze = { id: 'f', scope: { everything: true }, fromMs: 1500 } as const
  const past = { ...noFreezes, past: [{ ...freeze, untilMs: 2500 }] }
  expect(ageOf(stateOf('pending', { heldAtMs }), past, 4000)).toBe(2000)
  expect(ageOf(stateOf('pending', { heldAtMs }), { ...noFreezes, active: [freeze] }, 4000)).toBe(
    500,
  )
})

test('rungs add up', () => {
  expect(addedGroups(demand, 9999)).toEqual([])
  expect(addedGroups(demand, 10_000)).toEqual(['chiefs'])
  expect(addedGroups(demand, 20_000)).toEqual(['chiefs', 'board'])
  expect(addedGroups(demandOf(), 20_000)).toEqual([])
})
