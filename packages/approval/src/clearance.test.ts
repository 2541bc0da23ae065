import { resultReceiptMs } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { clearanceFor } from './clearance.ts'
import type { ActionState } from './state.ts'
import { outcomeOf, rulesOf } from './testing.ts'
import { inputOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const keyId = 'k'.repeat(43)
const signed = { kind: 'signed', keyId, proof: 'proof' } as const
const clearedState = (changes: Partial<ActionState> = {}): ActionState => {
  const claimed = stateOf('claimed')
  const origin = { ...claimed.origin, identity: signed }
  return { ...claimed, origin, clearResult: true, ...changes }
}
const outcome = outcomeOf({ result: { iban: '⟦IBAN·AAAAAAAA⟧' }, sealed: 'sealed' })

describe('no result is cleared', () => {
  test('where policy did not say so', () => {
    const { clearResult: _, ...uncleared } = clearedState()
    expect(clearanceFor(uncleared, outcome, 5000)).toBeUndefined()
    const step = transition(uncleared, inputOf('outcome', { outcome }), rulesOf())
    expect(step.settled).toBeDefined()
    expect(step.cleared).toBeUndefined()
    expect(step.state?.clearedUntilMs).toBeUndefined()
  })

  test('for an agent that has no key to bind the receipt to', () => {
    const origin = { ...clearedState().origin, identity: { kind: 'ingress', topic: 't' } as const }
    expect(clearanceFor(clearedState({ origin }), outcome, 5000)).toBeUndefined()
  })

  test('where there is none', () => {
    const { result: _, ...silent } = outcome
    expect(clearanceFor(clearedState(), silent, 5000)).toBeUndefined()
  })

  test('that comes from anybody but the claimer, or too late', () => {
    const forged = inputOf('outcome', { outcome, keyThumbprint: 'x'.repeat(43) })
    expect(transition(clearedState(), forged, rulesOf()).cleared).toBeUndefined()
    const late = { ...clearedState(), status: 'unknown', endedAtMs: 4000 } as const
    expect(transition(late, inputOf('outcome', { outcome }), rulesOf()).cleared).toBeUndefined()
  })
})

describe('a cleared result', () => {
  const step = transition(clearedState(), inputOf('outcome', { outcome }), rulesOf())

  test('goes with the ending, for the key that signed the intent, and for a day', () => {
    const { claimId, reported } = outcome
    const terms = { keyThumbprint: keyId, issuedMs: 5000, expiresMs: 5000 + resultReceiptMs }
    expect(step.cleared).toEqual({ sealed: 'sealed', claimId, reported, ...terms })
    expect(JSON.stringify(step.settled)).not.toContain('sealed')
    expect(step.state).toMatchObject({ status: 'succeeded', clearedUntilMs: terms.expiresMs })
  })

  test('does not outlive the memory of its action', () => {
    expect(clearanceFor(clearedState({ rememberMs: 60_000 }), outcome, 5000)).toMatchObject({
      expiresMs: 65_000,
    })
  })

  test('is given up when its time is over, and not before; nothing else changes', () => {
    const due = (atMs: number) => transition(step.state, inputOf('due', { atMs }), rulesOf())
    expect(due(4999 + resultReceiptMs).state).toBeUndefined()
    const { clearedUntilMs: _, ...rest } = step.state ?? clearedState()
    expect(due(5000 + resultReceiptMs)).toEqual({ state: rest, drafts: [], answers: [] })
  })
})
