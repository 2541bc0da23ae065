import type { Scope } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deadlineNow,
  type Freezes,
  frozenMs,
  isFrozen,
  isWithin,
  noFreezes,
  targetOf,
} from './freeze.ts'
import type { ActionState } from './state.ts'
import { dossierOf, redactedOf, rulesOf } from './testing.ts'
import { inputOf, kindsOf, refusalOf, stateOf } from './testing-life.ts'
import { transition } from './transition.ts'

const everything: Scope = { everything: true }
const active = (fromMs: number, scope: Scope = everything): Freezes => ({
  ...noFreezes,
  active: [{ id: 'f-1', scope, fromMs }],
})
const past = (...spans: readonly (readonly [number, number])[]): Freezes => ({
  ...noFreezes,
  past: spans.map(([fromMs, untilMs], at) => ({
    id: `f-${at}`,
    scope: everything,
    fromMs,
    untilMs,
  })),
})
const at = (target: ActionState['target']) => stateOf('approved', { target: target ?? {} })

describe('what a scope covers', () => {
  test.each<[Scope, boolean]>([
    [everything, true],
    [{ agent: 'bot' }, true],
    [{ agent: 'bo' }, false],
    [{ type: 'payments.refund' }, true],
    [{ type: 'payments.*' }, true],
    [{ type: 'payments' }, false],
    [{ type: 'crm.*' }, false],
  ])('%j of a refund by bot: %s', (scope, isCovered) => {
    expect(isWithin(stateOf('pending'), scope)).toBe(isCovered)
  })

  test('a target by its parts; what is not named means any', () => {
    const known = at({ system: 'billing', resource: 'invoice 7' })
    expect(isWithin(known, { target: { system: 'billing' } })).toBe(true)
    expect(isWithin(known, { target: { system: 'billing', resource: 'invoice 7' } })).toBe(true)
    expect(isWithin(known, { target: { system: 'billing', resource: 'invoice 8' } })).toBe(false)
    expect(isWithin(known, { target: { system: 'crm' } })).toBe(false)
  })

  test('an unknown part counts as the one that is frozen', () => {
    const scope = { target: { system: 'billing', resource: 'invoice 7' } }
    expect(isWithin(at({}), scope)).toBe(true)
    expect(isWithin(at({ system: 'billing' }), scope)).toBe(true)
    expect(isWithin(at({ resource: 'invoice 7' }), scope)).toBe(true)
    expect(isWithin(at({ resource: 'invoice 8' }), scope)).toBe(false)
  })

  test.each([
    ['a masked value', '⟦EMAIL·K7QX2M9A⟧'],
    ['a masked part of a value', 'db-⟦SECRET·K7QX2M9A⟧'],
    ['what is too long to compare', 'x'.repeat(257)],
    ['what is no text', 7],
    ['nothing', undefined],
  ])('%s is unknown', (_, system) => {
    expect(targetOf({ system })).toEqual({})
  })

  test.each(['Billing', ' billing ', 'BILLING', 'ｂｉｌｌｉｎｇ'])('%j is billing', (system) => {
    expect(isWithin(at(targetOf({ system })), { target: { system: 'billing' } })).toBe(true)
    expect(isWithin(at(targetOf({ system: 'billing' })), { target: { system } })).toBe(true)
  })

  test('the target is taken from the masked action when it comes in', () => {
    const target = { system: 'Billing', resource: '⟦IBAN·K7QX2M9A⟧', environment: 'prod' }
    const redacted = redactedOf({}, { target })
    const { state } = transition(undefined, inputOf('intent', { redacted }), rulesOf())
    expect(state?.target).toEqual({ system: 'billing' })
  })
})

describe('while it is frozen', () => {
  const frozen = rulesOf(undefined, undefined, active(5000))

  test('nothing can be claimed, and the action stays as it is', () => {
    const step = transition(stateOf('approved'), inputOf('claim'), frozen)
    expect(refusalOf(step)).toBe('HP_FROZEN')
    expect(step.state).toBeUndefined()
  })

  test('a claim that was given stands: a retry gets it again, its outcome counts', () => {
    const taken = transition(stateOf('approved'), inputOf('claim'), rulesOf()).state
    expect(refusalOf(transition(taken, inputOf('claim'), frozen))).toBeUndefined()
    expect(kindsOf(transition(stateOf('claimed'), inputOf('outcome'), frozen))).toEqual([
      'succeeded',
    ])
  })

  test('people go on deciding, and may stop it', () => {
    const voted = transition(stateOf('pending'), inputOf('vote'), frozen, dossierOf())
    expect(kindsOf(voted)).toContain('approved')
    expect(kindsOf(transition(stateOf('approved'), inputOf('revoke'), frozen))).toEqual(['revoked'])
    expect(kindsOf(transition(stateOf('pending'), inputOf('withdraw'), frozen))).toEqual([
      'withdrawn',
    ])
  })

  test.each([['pending'], ['approved']] as const)('no deadline of what is %s comes', (status) => {
    const step = transition(stateOf(status), inputOf('due', { atMs: 900_000 }), frozen)
    expect(step).toEqual({ drafts: [], answers: [], again: 'thawed' })
  })

  test('what runs goes on against its deadline', () => {
    const step = transition(stateOf('claimed'), inputOf('due', { atMs: 9000 }), frozen)
    expect(kindsOf(step)).toEqual(['unknown'])
  })

  test('no longer than its agent wants it', () => {
    const wanted = stateOf('pending', { wantedUntilMs: 70_000 })
    const due = (atMs: number) => transition(wanted, inputOf('due', { atMs }), frozen)
    expect(due(69_999).again).toBe(70_000)
    expect(kindsOf(due(70_000))).toEqual(['expired'])
  })

  test('what is not of its scope is as if nothing were', () => {
    const others = rulesOf(undefined, undefined, active(0, { agent: 'other' }))
    expect(kindsOf(transition(stateOf('approved'), inputOf('claim'), others))).toEqual(['claimed'])
    const due = inputOf('due', { atMs: 61_000 })
    expect(kindsOf(transition(stateOf('pending'), due, others))).toEqual(['expired'])
  })
})

describe('after it was thawed', () => {
  const thawed = rulesOf(undefined, undefined, past([10_000, 40_000]))
  const pending = stateOf('pending')

  test('each deadline comes later by as long as it stood frozen', () => {
    const due = (atMs: number) => transition(pending, inputOf('due', { atMs }), thawed)
    expect(due(61_000).again).toBe(91_000)
    expect(due(90_999).again).toBe(91_000)
    expect(kindsOf(due(91_000))).toEqual(['expired'])
  })

  test('a vote in that time counts, one after it does not', () => {
    const vote = (atMs: number) => transition(pending, inputOf('vote', { atMs }), thawed)
    expect(kindsOf(vote(91_000))).toContain('voted')
    expect(refusalOf(vote(91_001))).toBe('HP_ACTION_CLOSED')
  })

  test('a grant can be claimed for as much longer', () => {
    const approved = stateOf('approved', { sinceMs: 3000 })
    const claim = (atMs: number) => transition(approved, inputOf('claim', { atMs }), thawed)
    expect(kindsOf(claim(43_000))).toEqual(['claimed'])
    expect(kindsOf(claim(43_001))).toEqual(['lapsed', 'refused'])
  })

  test('what was held or approved later gets nothing added', () => {
    const later = stateOf('pending', { sinceMs: 40_000 })
    expect(kindsOf(transition(later, inputOf('due', { atMs: 61_000 }), thawed))).toEqual([
      'expired',
    ])
  })
})

describe('the time that something stood frozen', () => {
  test('counts once, where freezes overlap', () => {
    const freezes = { ...past([0, 10], [5, 20], [30, 40]), active: active(35).active }
    expect(frozenMs(stateOf('pending'), freezes, 0, 50)).toBe(40)
  })

  test('is that of a count of moments', () => {
    const moment = fc.integer({ min: 0, max: 40 })
    const span = fc.tuple(moment, moment).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 5 }),
        span,
        fc.option(moment),
        (spans, [from, to], since) => {
          const freezes = { ...past(...spans), active: since === null ? [] : active(since).active }
          const all = [...spans, ...(since === null ? [] : [[since, to] as const])]
          let counted = 0
          for (let ms = from; ms < to; ms += 1) {
            if (all.some(([begin, end]) => begin <= ms && ms < end)) counted += 1
          }
          expect(frozenMs(stateOf('pending'), freezes, from, to)).toBe(counted)
        },
      ),
    )
  })

  test('a deadline never comes earlier for it, and never passes while it is frozen', () => {
    const state = stateOf('pending', { sinceMs: 0 })
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.nat(200), (deadlineMs, fromMs, nowMs) => {
        const reckoned = deadlineNow(state, deadlineMs, active(fromMs), nowMs)
        expect(reckoned).toBeGreaterThanOrEqual(deadlineMs)
        if (fromMs <= deadlineMs && fromMs < nowMs && fromMs < deadlineMs) {
          expect(reckoned).toBeGreaterThan(Math.min(nowMs, deadlineMs))
        }
      }),
    )
    expect(isFrozen(state, active(0))).toBe(true)
    expect(isFrozen(state, past([0, 10]))).toBe(false)
  })
})
