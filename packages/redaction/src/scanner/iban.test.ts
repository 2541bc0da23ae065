import fc from 'fast-check'
import { expect, test } from 'vitest'
import { found, iban } from '../testing.ts'

test('valid ones are found, grouped or not', () => {
  fc.assert(
    fc.property(iban, (value) => {
      expect(found(`pay to ${value}, thanks`)).toEqual([`IBAN ${value}`])
      expect(found(value.toLowerCase())).toEqual([`IBAN ${value.toLowerCase()}`])
    }),
  )
})

test.each([
  'DE00370400440532013000',
  'XX89370400440532013000',
  'DE8937040044053201300',
  'ADE89370400440532013000',
  'DE893704004405320130001',
])('is none by itself: %s', (text) =>
  expect(found(text).filter((each) => each.startsWith('IBAN'))).toEqual([]),
)

test('one with a typing error is found beside the word', () => {
  expect(found('IBAN: DE88370400440532013000')).toEqual(['IBAN DE88370400440532013000'])
})
