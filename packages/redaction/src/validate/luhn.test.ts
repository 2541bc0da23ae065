import fc from 'fast-check'
import { expect, test } from 'vitest'
import { card } from '../testing.ts'
import { luhn } from './luhn.ts'

test.each([
  '4111111111111111',
  '378282246310005',
  '30569309025904',
  '6011111111111117',
  '79927398713',
])('published test number passes: %s', (number) => expect(luhn(number)).toBe(true))

test('any one wrong digit fails', () => {
  fc.assert(
    fc.property(card, fc.nat(), fc.integer({ min: 1, max: 9 }), (value, place, change) => {
      const digits = [...value.replace(/\D/g, '')].map(Number)
      const at = place % digits.length
      digits[at] = ((digits[at] ?? 0) + change) % 10
      expect(luhn(digits.join(''))).toBe(false)
    }),
  )
})
