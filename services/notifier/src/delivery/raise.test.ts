import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copyOf } from './contract.ts'
import { isBehind, wanted } from './copy.ts'
import { begun, raised, type Wish } from './raise.ts'

const nowMs = 1_790_000_100_000
const [member] = copyOf(1).members
const to = (edition: number, isDecided = false) => ({
  ...(member ?? { id: '' as never, slot: 0 }),
  ...{ edition, isDecided },
})
const live = (shown: number) => copyOf(1, { state: 'live', shown, handle: { ts: 1 } })

test('the same wish makes the same copy, another address another one', () => {
  const wish: Wish = {
    ...{ channel: 'slack', address: 'a', member: to(1), like: 'x', isMinor: false },
    ...{ sinceMs: 1, nudges: 0, notBeforeMs: 0 },
  }
  expect(begun(wish, 1).id).toBe(begun({ ...wish, member: to(9) }, 2).id)
  expect(begun({ ...wish, address: 'b' }, 1).id).not.toBe(begun(wish, 1).id)
  expect(begun({ ...wish, channel: 'mail' }, 1).id).not.toBe(begun(wish, 1).id)
  expect(begun(wish, 1)).toMatchObject({ state: 'waiting', shown: 0, version: 0 })
})

describe('a wish', () => {
  test('for less than is wanted, or about another action, changes nothing', () => {
    const copy = live(3)
    const more = raised(copy, to(5), nowMs)
    expect(raised(more, to(4), nowMs + 1)).toBe(more)
    expect(raised(copy, { ...to(9), id: 'other' as never }, nowMs)).toBe(copy)
  })

  test('undecides nothing', () => {
    const decided = raised(live(1), to(2, true), nowMs)
    expect(raised(decided, to(3, false), nowMs)).toMatchObject({
      members: [{ edition: 3, isDecided: true }],
    })
  })

  test('never lowers what is wanted, in whatever order wishes come', () => {
    const wishes = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()))
    fc.assert(
      fc.property(wishes, (all) => {
        let copy = live(1)
        for (const [edition, isDecided] of all) {
          const next = raised(copy, to(edition, isDecided), nowMs)
          expect(wanted(next)).toBeGreaterThanOrEqual(wanted(copy))
          copy = next
        }
        const last = Math.max(1, ...all.map(([edition]) => edition))
        expect(wanted(copy)).toBe(last)
      }),
    )
  })
})

test('what was decided before anybody was asked is asked no more; what is there somewhere follows', () => {
  const spared = raised(copyOf(1), to(2, true), nowMs)
  expect(spared.state).toBe('spared')
  expect(isBehind(spared)).toBe(false)
  expect(raised(copyOf(1, { state: 'dead' }), to(2, true), nowMs).state).toBe('spared')
  expect(raised(live(1), to(2, true), nowMs).state).toBe('live')
})

test('what is behind counts from when it fell behind, and anew from the decision', () => {
  const one = raised(live(1), to(2), nowMs)
  expect(one.behindMs).toBe(nowMs)
  expect(raised(one, to(3), nowMs + 5).behindMs).toBe(nowMs)
  expect(raised(one, to(3, true), nowMs + 5).behindMs).toBe(nowMs + 5)
})

test('a failing message is not hurried by news, one that waits for quiet to end is', () => {
  const waits = (change: object) => ({ ...live(1), notBeforeMs: nowMs + 999, ...change })
  expect(raised(waits({}), to(2), nowMs).notBeforeMs).toBe(0)
  expect(raised(waits({ attempts: 2 }), to(2, true), nowMs).notBeforeMs).toBe(nowMs + 999)
  const unseen = copyOf(1, { notBeforeMs: nowMs + 999 })
  expect(raised(unseen, to(2), nowMs).notBeforeMs).toBe(nowMs + 999)
})
