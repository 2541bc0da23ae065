import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldKey } from './json-key.ts'

describe('keys that some reader takes for each other', () => {
  test.each([
    ['Amount', 'amount'],
    ['\u00e9', 'e\u0301'],
    ['\u00c9', 'e\u0301'],
    ['\ufb01', 'FI'],
    ['\uff29\uff44', 'id'],
    ['\u00df', 'SS'],
    ['\u1e9e', 'ss'],
    ['\u017f', 's'],
    ['\u212a', 'k'],
    ['\u2126', '\u03c9'],
    ['\u03c3', '\u03c2'],
    ['\u0390', '\u03b9\u0308\u0301'],
    ['a\u200db', 'AB'],
    ['a\u00adb', 'ab'],
    ['\u2460', '1'],
    ['x\u00b2', 'X2'],
  ])('%j and %j', (one, other) => {
    expect(foldKey(one)).toBe(foldKey(other))
  })
})

test.each([
  ['a', 'b'],
  ['a_b', 'a-b'],
  ['a b', 'ab'],
  ['e', '\u00e9'],
  ['', ' '],
])('%j and %j are two keys', (one, other) => {
  expect(foldKey(one)).not.toBe(foldKey(other))
})

describe('for any text', () => {
  const text = fc.string({ unit: 'grapheme' })

  test('case and normal form make no difference', () => {
    fc.assert(
      fc.property(text, (key) => {
        const fold = foldKey(key)
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
          expect(foldKey(key.normalize(form))).toBe(fold)
        }
        expect(foldKey(key.toUpperCase())).toBe(foldKey(key.toLowerCase()))
      }),
    )
  })

  test('folding twice is folding once', () => {
    fc.assert(fc.property(text, (key) => foldKey(foldKey(key)) === foldKey(key)))
  })
})
