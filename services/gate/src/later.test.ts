import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Later } from './later.ts'

test('gives nothing before its time', () => {
  const later = new Later()
  expect(later.firstMs).toBe(Number.POSITIVE_INFINITY)
  expect(later.take(1e15, 9)).toEqual([])
  later.add('a', 10)
  expect(later.take(9, 9)).toEqual([])
  expect(later.take(10, 9)).toEqual(['a'])
  expect(later.take(10, 9)).toEqual([])
})

test('one that was added twice is given once', () => {
  const later = new Later()
  later.add('a', 10)
  later.add('a', 10)
  expect(later.take(10, 9)).toEqual(['a'])
})

test('forgets everything when told', () => {
  const later = new Later()
  later.add('a', 10)
  later.clear()
  expect(later.take(10, 9)).toEqual([])
  expect(later.firstMs).toBe(Number.POSITIVE_INFINITY)
})

test('gives everything that is due, earliest first, no more than asked, and knows what is next', () => {
  const step = fc.oneof(
    fc.record({ add: fc.nat(50) }),
    fc.record({ take: fc.nat(50), countMax: fc.integer({ min: 1, max: 4 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const later = new Later()
      let known: { id: string; atMs: number }[] = []
      for (const [at, step] of steps.entries()) {
        if ('add' in step) {
          later.add(`${at}`, step.add)
          known.push({ id: `${at}`, atMs: step.add })
        } else {
          const times = later.take(step.take, step.countMax).map((id) => {
            const entry = known.find((each) => each.id === id)
            known = known.filter((each) => each.id !== id)
            return entry?.atMs ?? Number.NaN
          })
          expect(times).toEqual(times.toSorted((a, b) => a - b))
          const missed = known.filter(({ atMs }) => atMs <= step.take)
          if (times.length < step.countMax) expect(missed).toEqual([])
        }
        const next = Math.min(Number.POSITIVE_INFINITY, ...known.map(({ atMs }) => atMs))
        expect(later.firstMs).toBe(next)
      }
    }),
  )
})
