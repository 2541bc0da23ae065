import fc from 'fast-check'
import { expect, test } from 'vitest'
import { iban } from '../testing.ts'
import { ibanChecks, ibanLength } from './iban.ts'

/** Examples of the registry. */
const examples = [
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
  'NO9386011117947',
  'MT84MALT011000012345MTLCAST001S',
  'SA0380000000608010167519',
  'LC55HEMM000100010012001200023015',
]

test.each(examples)(
  'a published example has the length of its country and passes: %s',
  (example) => {
    expect(ibanLength(example.slice(0, 2))).toBe(example.length)
    expect(ibanChecks(example)).toBe(true)
  },
)

test('any one changed digit fails', () => {
  fc.assert(
    fc.property(iban, fc.nat(), fc.integer({ min: 1, max: 9 }), (value, place, change) => {
      const chars = [...value.replace(/ /g, '')]
      const digitPlaces = chars.flatMap((char, index) => (/\d/.test(char) ? [index] : []))
      const at = digitPlaces[place % digitPlaces.length] ?? 0
      chars[at] = String((Number(chars[at]) + change) % 10)
      expect(ibanChecks(chars.join(''))).toBe(false)
    }),
  )
})

test.each(['XX', 'US', 'de', 'constructor', ''])('no country, no length: %s', (country) => {
  expect(ibanLength(country)).toBeUndefined()
})
