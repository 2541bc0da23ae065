import { describe, expect, test } from 'vitest'
import { matchBack, matchShape, parseShape } from './shape.ts'

describe('a shape that says nothing is refused', () => {
  test.each(['', '<hex>', '<hex:>', '<hey:3>', 'a<hex:3', 'a <hex:3>', '<hex:3*>'])('%s', (text) =>
    expect(() => parseShape(text)).toThrow(),
  )
})

test.each([
  ['too short', 'k_<hex:4+>', 'k_abc'],
  ['another literal', 'k_<hex:2+>', 'K_abc'],
  ['another alphabet', 'k_<hex:4+>', 'k_abcXYZ'],
  ['one character too many', 'K<hex:4>', 'Kabcde'],
  ['a word that goes on in another alphabet', 'K<hex:4>', 'Kabcdz'],
  ['longer than the range', 'K<hex:2-4>', 'Kabcde'],
  ['no second part', '<hex:2>.<hex:2+>', 'ab-cd'],
])('%s does not match', (_, shape, text) => {
  expect(matchShape(parseShape(shape), text, 0)).toBe(-1)
})

test('a run takes all that follows in its alphabet', () => {
  expect(matchShape(parseShape('k_<hex:4+>'), 'k_abcdef01 x', 0)).toBe(10)
})

test('parts follow each other without a gap', () => {
  const shape = parseShape('S.<base62:3>.<base62:2+>')
  expect(matchShape(shape, 'xS.abc.de!', 1)).toBe(9)
})

test('a uuid is one word of the notation', () => {
  const id = '7d444840-9dc0-11d1-b245-5ffdce74fad2'
  expect(matchShape(parseShape('<uuid>'), id, 0)).toBe(id.length)
  expect(matchShape(parseShape('<uuid>'), id.replaceAll('-', '_'), 0)).toBe(-1)
})

describe('backwards', () => {
  test('a shape ends where it is asked to, and begins where its words do', () => {
    expect(matchBack(parseShape('a<digits:3>.'), 'xx a123.', 8)).toBe(3)
    expect(matchBack(parseShape('<hex:4>'), ' abcd', 5)).toBe(1)
  })

  test.each([
    ['<hex:4>', ' xabcd'],
    ['<hex:4>', 'abc'],
    ['a<digits:3>', 'b123'],
  ])('%s does not end %s', (shape, text) => {
    expect(matchBack(parseShape(shape), text, text.length)).toBe(-1)
  })
})
