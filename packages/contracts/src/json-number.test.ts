import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isExactNumber } from './json-number.ts'

describe('refuses what would come out as another number somewhere', () => {
  test.each([
    ['2^53 + 1', '9007199254740993'],
    ['-(2^53 + 1)', '-9007199254740993'],
    ['the largest 64-bit integer', '9223372036854775807'],
    ['an integer whose canonical form has other digits', '1152921504606846976'],
    ['that canonical form, read as an integer', '1152921504606847000'],
    ['10^23 written out', `1${'0'.repeat(23)}`],
    ['overflow', '1e400'],
    ['negative overflow', '-1.8e308'],
    ['underflow', '1e-400'],
    ['below the smallest double', '2e-324'],
    ['an absurd exponent', '1e99999999999999999999'],
    ['an absurd negative exponent', '1e-99999999999999999999'],
    ['more digits than a double gives back', '0.10000000000000001'],
    ['pi to 20 digits', '3.14159265358979323846'],
    ['a 17-digit spelling', '333333333.33333329'],
    ['a subnormal that loses digits', '4.9406564584124654e-324'],
    ['a hundred thousand digits', `0.${'1'.repeat(100_000)}`],
  ])('%s', (_, literal) => {
    expect(isExactNumber(literal)).toBe(false)
  })
})

describe('accepts what means the same everywhere', () => {
  test.each([
    '0',
    '-0',
    '-0.0',
    '0e0',
    '0e999999',
    '0.000e-99999',
    '0.1',
    '1.10',
    '100',
    '1e2',
    '1E+2',
    '12.5e-1',
    '9007199254740991',
    '-9007199254740991',
    '9007199254740992',
    '9007199254740994',
    '1e21',
    '1000000000000000000000',
    '1e23',
    '5e-324',
    '1.7976931348623157e308',
    '2.2250738585072014e-308',
    '0.30000000000000004',
    '123456789012345.6',
    `1${'0'.repeat(22)}`,
  ])('%s', (literal) => {
    expect(isExactNumber(literal)).toBe(true)
  })

  test('every safe integer', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (number) => isExactNumber(String(number))))
  })

  test('every double with a fraction or an exponent, as JavaScript writes it', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(double, (number) => {
        const literal = String(number)
        return /^-?\d+$/.test(literal) || isExactNumber(literal)
      }),
    )
  })

  test('zeros at the end of a fraction change nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(30), (number, zeros) =>
        isExactNumber(`${number}.${'0'.repeat(zeros + 1)}`),
      ),
    )
  })
})
