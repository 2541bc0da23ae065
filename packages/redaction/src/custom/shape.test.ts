import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchCustomShape, parseShape, shapeReachMax } from './shape.ts'

function match(shape: string, text: string, isCased = false): string | undefined {
  const parsed = parseShape(shape)
  if ('rule' in parsed) throw new Error(parsed.rule)
  const end = matchCustomShape(parsed, text, 0, isCased)
  return end < 0 ? undefined : text.slice(0, end)
}

describe('a shape is refused with the rule that it breaks', () => {
  test.each([
    ['', 'is empty'],
    ['##', 'covers fewer than 3 characters'],
    ['EMP\\', 'ends in a backslash'],
    ['\\d{6}', 'has a backslash before a letter or digit; regular expressions are not taken'],
    ['[A-Z]-##', 'has [: write \\[ for the sign; regular expressions are not taken'],
    ['EMP}', 'has a brace that counts nothing: write \\{ for the sign'],
    ['#{a}', 'has a brace that counts nothing: write \\{ for the sign'],
    ['EMP#{0,3}', 'counts from 1 and upwards: {n} or {n,m}'],
    ['EMP#{5,2}', 'counts from 1 and upwards: {n} or {n,m}'],
    ['EMP#{1000}', 'has a brace that counts nothing: write \\{ for the sign'],
    ['@{200}#{200}', `covers more than ${shapeReachMax} characters`],
    ['#{2,4}#', 'has a {n,m} before what the same signs could continue: where it ends is not sure'],
    ['%{2,4}@', 'has a {n,m} before what the same signs could continue: where it ends is not sure'],
    [
      '@{2,4}x1',
      'has a {n,m} before what the same signs could continue: where it ends is not sure',
    ],
    [
      'a{1,3}A--',
      'has a {n,m} before what the same signs could continue: where it ends is not sure',
    ],
  ])('%s', (shape, rule) => {
    expect(parseShape(shape)).toEqual({ rule })
  })
})

test.each([
  ['EMP-#{6}', 'EMP-123456', 'EMP-123456'],
  ['EMP-#{6}', 'emp-123456', 'emp-123456'],
  ['EMP-#{6}', 'EMP-12345', undefined],
  ['@@-#{2,4}/%%', 'ab-123/Z9', 'ab-123/Z9'],
  ['@@-#{2,4}/%%', 'ab-12345/Z9', undefined],
  ['\\#\\@\\{#{2}', '#@{12', '#@{12'],
  ['müller-##', 'MÜLLER-12', 'MÜLLER-12'],
])('%s on %s', (shape, text, expected) => {
  expect(match(shape, text)).toBe(expected)
})

test('where case counts, only that case fits', () => {
  expect(match('Emp-##', 'Emp-12', true)).toBe('Emp-12')
  expect(match('Emp-##', 'EMP-12', true)).toBeUndefined()
})

test('whatever is written as a shape is refused or reads no more than its reach', () => {
  const shape = fc.string({ unit: fc.constantFrom('#', '@', '%', '{1,9}', '{3}', '-', 'a', '\\') })
  fc.assert(
    fc.property(shape, fc.string({ unit: fc.constantFrom('a', '1', '-') }), (text, on) => {
      const parsed = parseShape(text)
      if ('rule' in parsed) return
      expect(matchCustomShape(parsed, on, 0, false)).toBeLessThanOrEqual(shapeReachMax)
    }),
  )
})
