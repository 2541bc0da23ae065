import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolve, type Spot } from './resolve.ts'

const spot = fc
  .record({
    start: fc.nat(40),
    length: fc.integer({ min: 1, max: 12 }),
    type: fc.constantFrom('EMAIL' as const, 'PHONE' as const, 'SECRET' as const, 'PERSON' as const),
    score: fc.constantFrom(0.5, 0.7, 0.9),
  })
  .map(
    ({ start, length, ...rest }): Spot => ({
      ...rest,
      start,
      end: start + length,
      detector: 'd',
      canonical: 'c',
    }),
  )

const covered = (spots: readonly Spot[]) =>
  new Set(
    spots.flatMap(({ start, end }) =>
      Array.from({ length: end - start }, (_, index) => start + index),
    ),
  )

test('covers every character that any finding covers, and no other, without overlaps', () => {
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 12 }), (spots) => {
      const resolved = resolve(spots)
      expect(covered(resolved)).toEqual(covered(spots))
      for (const [index, each] of resolved.entries())
        expect(each.start).toBeGreaterThanOrEqual(resolved[index - 1]?.end ?? 0)
    }),
  )
})

test('does not depend on the order of findings', () => {
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 8 }), (spots) => {
      expect(covered(resolve([...spots].reverse()))).toEqual(covered(resolve(spots)))
    }),
  )
})

const made = (over: Partial<Spot>): Spot => ({
  start: 0,
  end: 10,
  type: 'EMAIL',
  score: 0.7,
  detector: 'd',
  canonical: 'c',
  ...over,
})

test.each<[string, Partial<Spot>, Partial<Spot>, string]>([
  [
    'a credential before what is inside it',
    { type: 'SECRET', score: 0.6 },
    { start: 2, type: 'EMAIL', score: 0.9 },
    'SECRET',
  ],
  ['the surer', { type: 'EMAIL', score: 0.9 }, { type: 'PHONE', score: 0.8 }, 'EMAIL'],
  ['the longer', { type: 'PHONE', end: 12 }, { type: 'EMAIL' }, 'PHONE'],
  ['the more specific', { type: 'PERSON' }, { type: 'EMAIL' }, 'EMAIL'],
])('an overlap is named by %s', (_, one, two, type) => {
  expect(resolve([made(one), made(two)]).map((each) => each.type)).toEqual([type])
  expect(resolve([made(two), made(one)]).map((each) => each.type)).toEqual([type])
})

test('neighbours stay apart', () => {
  expect(resolve([made({ end: 5 }), made({ start: 5 })])).toHaveLength(2)
})
