import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitsAtMs } from './rate.ts'

test('there is room until as many were sent as may be, and again when the first of them is old enough', () => {
  const rates = [{ per: 'address', count: 2, spanMs: 100 } as const]
  expect(fitsAtMs([], rates, 1000)).toBeLessThanOrEqual(1000)
  expect(fitsAtMs([950], rates, 1000)).toBeLessThanOrEqual(1000)
  expect(fitsAtMs([950, 920], rates, 1000)).toBe(1020)
  expect(fitsAtMs([950, 900], rates, 1000)).toBeLessThanOrEqual(1000)
  expect(fitsAtMs([1, 2, 3], [], 4)).toBe(0)
})

test('whoever waits as told never sends more than any of the rates allows', () => {
  const rate = fc.record({
    per: fc.constant('address' as const),
    count: fc.integer({ min: 1, max: 5 }),
    spanMs: fc.integer({ min: 1, max: 500 }),
  })
  const pauses = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
  fc.assert(
    fc.property(fc.array(rate, { minLength: 1, maxLength: 3 }), pauses, (rates, waits) => {
      const sent: number[] = []
      let now = 1000
      for (const wait of waits) {
        now = Math.max(now + wait, fitsAtMs(sent, rates, now + wait))
        sent.push(now)
      }
      for (const { count, spanMs } of rates) {
        for (const from of sent) {
          const within = sent.filter((atMs) => atMs >= from && atMs < from + spanMs)
          expect(within.length).toBeLessThanOrEqual(count)
        }
      }
    }),
  )
})
