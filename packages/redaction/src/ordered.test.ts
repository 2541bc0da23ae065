import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstEndingFrom } from './ordered.ts'

test('the first span that ends there or later is found, as a look at each would', () => {
  const spans = fc.array(fc.nat({ max: 20 })).map((ends) => ends.sort((a, b) => a - b))
  fc.assert(
    fc.property(spans, fc.nat({ max: 22 }), (ends, position) => {
      const first = ends.findIndex((end) => end >= position)
      const found = firstEndingFrom(
        ends.map((end) => ({ end })),
        position,
      )
      expect(found).toBe(first < 0 ? ends.length : first)
    }),
  )
})
