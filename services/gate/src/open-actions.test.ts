import { randomBytes } from 'node:crypto'
import { Secret } from '@holdpoint/seal'
import type { OpenEntry } from '@holdpoint/store'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpenActions } from './open-actions.ts'
import { actionId, approvedState, claimedState, origin, stateOf } from './testing.ts'

const secret = new Secret(randomBytes(32))
const forged = expect.objectContaining({ code: 'HP_STATE_FORGED' })

describe('the revisions of open actions', () => {
  test('an older genuine state put back by hand is refused', () => {
    const open = new OpenActions(3, secret)
    open.change(actionId(), approvedState())
    open.change(actionId(), claimedState())
    expect(() => open.check(actionId(), approvedState())).toThrow(forged)
    expect(() => open.check(actionId(), claimedState())).not.toThrow()
  })

  test('an open state of a finished action is refused', () => {
    const open = new OpenActions(3, secret)
    open.change(actionId(), stateOf())
    open.change(actionId(), stateOf({ status: 'denied', revision: 2, endedAtMs: 1 }))
    expect(() => open.check(actionId(), stateOf())).toThrow(forged)
  })

  test('one in doubt is refused where it has been reconciled', () => {
    const open = new OpenActions(3, secret)
    const unknown = stateOf({ status: 'unknown', revision: 4, endedAtMs: 1 })
    open.change(actionId(), unknown)
    expect(() => open.check(actionId(), unknown)).not.toThrow()
    open.change(actionId(), { ...unknown, status: 'failed', revision: 5 })
    expect(() => open.check(actionId(), unknown)).toThrow(forged)
  })

  test('an open action that is missing in Redis is refused', () => {
    const open = new OpenActions(3, secret)
    open.change(actionId(), stateOf())
    expect(() => open.check(actionId(), undefined)).toThrow(forged)
  })

  test('an action that Redis calls another agent’s is refused', () => {
    const open = new OpenActions(3, secret)
    open.change(actionId(), stateOf())
    const other = stateOf({ origin: { ...origin, agent: 'other-bot' } })
    expect(() => open.check(actionId(), other)).toThrow(forged)
  })

  test('each agent’s are counted, from the index as from changes', () => {
    const entry = (owner: string) => ({ revision: 1, owner })
    const entries = [entry('bot'), entry('bot'), entry('other-bot')]
    const open = new OpenActions(
      3,
      secret,
      new Map(entries.map((each, n) => [actionId(n + 1), each])),
    )
    expect([open.countOf('bot'), open.countOf('other-bot'), open.countOf('none')]).toEqual([
      2, 1, 0,
    ])
    open.change(actionId(1), stateOf({ status: 'expired', endedAtMs: 1 }))
    open.change(actionId(3), undefined)
    open.change(actionId(4), stateOf({ id: actionId(4) }))
    expect([open.countOf('bot'), open.countOf('other-bot'), open.openCount]).toEqual([2, 0, 2])
    const reversed = { status: 'succeeded', endedAtMs: 1, reversals: { changes: 1 } } as const
    open.change(actionId(5), stateOf({ id: actionId(5), ...reversed }))
    expect([open.size, open.openCount]).toEqual([3, 2])
  })

  test('a finished or unknown action passes', () => {
    const open = new OpenActions(3, secret)
    expect(() => open.check(actionId(), undefined)).not.toThrow()
    expect(() => open.check(actionId(), stateOf({ status: 'expired', endedAtMs: 1 }))).not.toThrow()
  })

  test('the sum after any history is the sum of what is open then, and of nothing else', () => {
    const change = fc.record({
      n: fc.integer({ min: 1, max: 5 }),
      revision: fc.integer({ min: 1, max: 9 }),
      isOpen: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const open = new OpenActions(0, secret)
        const truth = new Map<string, OpenEntry>()
        for (const { n, revision, isOpen } of changes) {
          const id = actionId(n)
          open.change(id, stateOf({ id, revision, status: isOpen ? 'pending' : 'denied' }))
          if (isOpen) truth.set(id, { revision, owner: 'bot' })
          else truth.delete(id)
        }
        expect(open.total()).toBe(new OpenActions(0, secret, truth).total())
        expect(open.countOf('bot')).toBe(truth.size)
        truth.set(actionId(9), { revision: 1, owner: 'bot' })
        expect(open.total()).not.toBe(new OpenActions(0, secret, truth).total())
      }),
    )
  })
})
