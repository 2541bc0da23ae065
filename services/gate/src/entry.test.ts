import { memoryMs } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { allKeys, indexOf, isStateKey, stateKey } from './entry.ts'
import { actionId, approvedState, claimedState, stateOf } from './testing.ts'

describe('what the store knows of a state', () => {
  test('a held action is looked at when its decision is due', () => {
    expect(indexOf(stateOf({ decideByMs: 77 }))).toEqual({ dueAtMs: 77, revision: 1, owner: 'bot' })
  })

  test('an approved one when its grant ends, and it waits for its audience', () => {
    const index = { dueAtMs: 12_000, revision: 2, owner: 'bot', ready: 'billing' }
    expect(indexOf(approvedState())).toEqual(index)
  })

  test('a claimed one when its outcome is due, and nobody else finds it', () => {
    expect(indexOf(claimedState())).toEqual({ dueAtMs: 8000, revision: 3, owner: 'bot' })
  })

  test('a finished one when its memory ends, and it is open no longer', () => {
    const ended = stateOf({ status: 'denied', endedAtMs: 5 })
    expect(indexOf(ended)).toEqual({ dueAtMs: 5 + memoryMs })
  })

  test('only states are states', () => {
    expect(allKeys(actionId()).filter(isStateKey)).toEqual([stateKey(actionId())])
  })
})
