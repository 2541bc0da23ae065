import type { DecisionEvent, Fact, Scope } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frozenMs, isWithin, noFreezes, targetOf } from '../freeze.ts'
import { findViolations } from '../invariants.ts'
import { originOf, stateOf } from '../testing-life.ts'
import { Frosts } from './frost.ts'
import { clean, find, ids, options, type Planted, relink } from './planting.ts'

const by = { person: 'ann', assurance: 'sso', channel: 'console', commandId: 'f' } as const
const everything: Scope = { everything: true }
const frozen = (freeze: string, atMs: number, scope: Scope = everything) =>
  ({ kind: 'frozen', atMs, slot: 0, body: { freeze, scope, spread: 1, ...by } }) as Fact
const thawed = (freeze: string, atMs: number) =>
  ({ kind: 'thawed', atMs, slot: 0, body: { freeze, spread: 2, ...by } }) as Fact
const origin = originOf()

/** Facts that somebody who can sign puts before the first one of an action and a kind. */
const before =
  (id: string, kind: Fact['kind'], ...facts: readonly Fact[]): Planted =>
  (records) => {
    const at = find(records, id, kind)
    const like = records.decisions[at] as DecisionEvent
    const { policy, deployment } = like.fact
    const planted = facts.map((fact) => ({
      fact: { ...fact, policy, deployment, commitments: {} } as Fact,
      views: {},
    }))
    records.decisions.splice(at, 0, ...planted)
    relink(records)
  }

function found(plant: Planted): readonly string[] {
  const records = structuredClone(clean)
  plant(records)
  return findViolations(records, options)
}

describe('found is', () => {
  test('a claim of what is frozen', () => {
    const violations = found(before(ids.ran, 'claimed', frozen('f', 0)))
    expect(violations).toContainEqual(expect.stringContaining('is claimed while it is frozen'))
  })

  test('a deadline that comes although the action stood frozen', () => {
    const facts = [frozen('f', 0), thawed('f', 1_000_000)]
    const violations = found(before(ids.expired, 'expired', ...facts))
    expect(violations).toContainEqual(expect.stringContaining('expires before its time'))
  })
})

describe('fine is', () => {
  test('a claim after the thaw', () => {
    expect(found(before(ids.ran, 'claimed', frozen('f', 0), thawed('f', 1)))).toEqual([])
  })

  test('a claim of what a freeze does not cover', () => {
    expect(found(before(ids.ran, 'claimed', frozen('f', 0, { agent: 'other' })))).toEqual([])
  })
})

test('what one slot froze is not frozen in another', () => {
  const frosts = new Frosts()
  frosts.note(frozen('f', 10))
  expect(frosts.of(0, origin, {}).isFrozen).toBe(true)
  expect(frosts.of(1, origin, {}).isFrozen).toBe(false)
})

test('it says the same as the rules, by another way', () => {
  const part = fc.constantFrom('billing', 'Billing ', 'crm', '⟦EMAIL·K7QX2M9A⟧', undefined, 7)
  const named = fc.constantFrom('billing', ' BILLING', 'crm')
  const scope = fc.oneof(
    fc.constant(everything),
    fc.constantFrom<Scope>({ agent: 'bot' }, { agent: 'other' }),
    fc.constantFrom<Scope>(
      { type: 'payments.*' },
      { type: '*.refund' },
      { type: 'paymentsxrefund' },
    ),
    fc.record({ system: named }).map((target): Scope => ({ target })),
    fc.record({ system: named, resource: named }).map((target): Scope => ({ target })),
  )
  const moment = fc.nat(30)
  const span = fc.record({ scope, from: moment, long: fc.integer({ min: 1, max: 20 }) })
  const spans = fc.array(span, { maxLength: 4 })
  fc.assert(
    fc.property(spans, part, part, moment, moment, (freezes, system, resource, a, b) => {
      const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)]
      const target = { system, resource }
      const state = stateOf('pending', { target: targetOf(target) })
      const facts = freezes.flatMap(({ scope, from, long }, at) => [
        frozen(`${at}`, from, scope),
        thawed(`${at}`, from + long),
      ])
      const frosts = new Frosts()
      for (const fact of facts.sort((one, other) => one.atMs - other.atMs)) frosts.note(fact)
      const past = freezes.map(({ scope, from, long }, at) => {
        return { id: `${at}`, scope, fromMs: from, untilMs: from + long }
      })
      const frost = frosts.of(0, origin, { target })
      expect(frost.stoodMs(fromMs, toMs)).toBe(
        frozenMs(state, { ...noFreezes, past }, fromMs, toMs),
      )
      expect(frost.isFrozen).toBe(false)
      for (const { scope } of freezes) {
        const one = new Frosts()
        one.note(frozen('x', 0, scope))
        expect(one.of(0, origin, { target }).isFrozen).toBe(isWithin(state, scope))
      }
    }),
  )
})
