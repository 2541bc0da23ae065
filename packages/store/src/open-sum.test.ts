/** The sum that notices older copies. */
import { Secret } from '@holdpoint/seal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpenSum } from './open-sum.ts'

const secret = new Secret(Buffer.alloc(32, 1))
const sumOf = (entries: Iterable<readonly [string, number]>, key = secret) => {
  const sum = new OpenSum(key)
  for (const [id, revision] of entries) sum.add(id, { revision })
  return sum.toString()
}
const id = fc.constantFrom('x', 'y', 'z', 'x1', '1')
const actions = fc.uniqueArray(fc.tuple(id, fc.nat(20)), { selector: ([name]) => name })

describe('another set of open actions has another sum', () => {
  test('for any two sets', () => {
    fc.assert(
      fc.property(actions, actions, (left, right) => {
        const same = JSON.stringify([...left].sort()) === JSON.stringify([...right].sort())
        expect(sumOf(left) === sumOf(right)).toBe(same)
      }),
    )
  })

  test('when revisions change places', () => {
    expect(
      sumOf([
        ['x', 1],
        ['y', 2],
      ]),
    ).not.toBe(
      sumOf([
        ['x', 2],
        ['y', 1],
      ]),
    )
  })

  test('when a digit moves from id to revision', () => {
    expect(sumOf([['x1', 1]])).not.toBe(sumOf([['x', 11]]))
  })

  test('when an action changes its owner, or gets one', () => {
    const ownedBy = (owner?: string) => {
      const sum = new OpenSum(secret)
      sum.add('x', owner === undefined ? { revision: 1 } : { revision: 1, owner })
      return sum.toString()
    }
    expect(ownedBy('bot')).not.toBe(ownedBy('other-bot'))
    expect(ownedBy('bot')).not.toBe(ownedBy())
    expect(ownedBy('')).not.toBe(ownedBy())
  })

  test('under another secret', () => {
    expect(sumOf([['x', 1]])).not.toBe(sumOf([['x', 1]], new Secret(Buffer.alloc(32, 2))))
  })
})

describe('the sum forgets how it came about', () => {
  test('order does not count', () => {
    fc.assert(
      fc.property(actions, (set) => {
        expect(sumOf([...set].reverse())).toBe(sumOf(set))
      }),
    )
  })

  test('what was added and removed again was never there', () => {
    fc.assert(
      fc.property(actions, actions, (kept, passing) => {
        const sum = new OpenSum(secret)
        // Removed before added: passes below zero on the way.
        for (const [name, revision] of passing) sum.remove(name, { revision })
        for (const [name, revision] of kept) sum.add(name, { revision })
        for (const [name, revision] of passing) sum.add(name, { revision })
        expect(sum.toString()).toBe(sumOf(kept))
      }),
    )
  })
})

test('nothing open sums to zero', () => {
  expect(new OpenSum(secret).toString()).toBe('0'.repeat(32))
})

test('the form is what earlier versions committed', () => {
  expect(sumOf([['0197a3e8-0000-7000-8000-000000000001', 3]])).toBe(
    'bc5c906dc050d124e1b390fe25ec6774',
  )
})
