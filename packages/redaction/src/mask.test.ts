import { presentsText } from '@holdpoint/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mask } from './mask.ts'
import type { Spot } from './resolve.ts'

const spotAt = (start: number, end: number): Spot => ({
  start,
  end,
  type: 'EMAIL',
  score: 1,
  detector: 'd',
  canonical: `${start}`,
})
const tagOf = () => 'K7QX2M9A'

test('replaces exactly the spans, and says where the placeholders stand', () => {
  const { text, spans } = mask('to bob, ann', [spotAt(3, 6), spotAt(8, 11)], tagOf)
  expect(text).toBe('to ⟦EMAIL·K7QX2M9A⟧, ⟦EMAIL·K7QX2M9A⟧')
  for (const { start, end } of spans) expect(text.slice(start, end)).toBe('⟦EMAIL·K7QX2M9A⟧')
})

test('escapes the brackets that are left', () => {
  expect(mask('⟦a⟧b', [spotAt(1, 2)], tagOf).text).toBe('⟦(⟧⟦EMAIL·K7QX2M9A⟧⟦)⟧b')
})

test('always presents its original', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '⟦', '⟧', '(', '·'),
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (original, one, two) => {
      const [a, b] = [one % original.length, two % original.length]
      const spots = [spotAt(Math.min(a, b), Math.max(a, b) + 1)]
      expect(presentsText(original, mask(original, spots, tagOf).text)).toBe(true)
    }),
  )
})
