import { expect, test } from 'vitest'
import { exactly, lit, matchShape, run } from './shape.ts'

test('a run takes all that follows in its alphabet', () => {
  expect(matchShape([lit('k_'), run('hex', 4)], 'k_abcdef01 x', 0)).toBe(10)
})

test.each([
  ['too short', [lit('k_'), run('hex', 4)], 'k_abc'],
  ['another literal', [lit('k_'), run('hex', 2)], 'K_abc'],
  ['another alphabet', [lit('k_'), run('hex', 4)], 'k_abcXYZ'],
  ['one character too many', [lit('K'), exactly('hex', 4)], 'Kabcde'],
  ['no second part', [exactly('hex', 2), lit('.'), run('hex', 2)], 'ab-cd'],
] as const)('%s does not match', (_, shape, text) => {
  expect(matchShape(shape, text, 0)).toBe(-1)
})

test('parts follow each other without a gap', () => {
  expect(
    matchShape([lit('S.'), exactly('base62', 3), lit('.'), run('base62', 2)], 'xS.abc.de!', 1),
  ).toBe(9)
})

test('a shape may begin anywhere', () => {
  expect(matchShape([lit('b')], 'ab', 1)).toBe(2)
  expect(matchShape([lit('b')], 'ab', 2)).toBe(-1)
})
