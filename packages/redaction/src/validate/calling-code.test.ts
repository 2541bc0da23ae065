import { expect, test } from 'vitest'
import { internationalLengths } from './calling-code.ts'

test.each([
  ['14155552671', [11, 11]],
  ['442079460958', [11, 12]],
  ['4930123456', [8, 15]],
  ['33612345678', [11, 11]],
  ['3531234567', [10, 12]],
  ['77', [11, 11]],
] as const)('the country code of %s tells how many digits there are', (digits, lengths) => {
  expect(internationalLengths(digits)).toEqual(lengths)
})

test.each(['0', '999123', '', '210'])('%s begins with no country code in use', (digits) => {
  expect(internationalLengths(digits)).toBeUndefined()
})
