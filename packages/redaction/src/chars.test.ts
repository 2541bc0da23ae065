import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALNUM, DIGIT, is, isWord, LETTER, SPACE, skip, skipBack } from './chars.ts'

test('classes are those of the ASCII letters, digits and spaces, and of nothing beyond', () => {
  for (let code = 0; code < 0x300; code++) {
    const char = String.fromCharCode(code)
    expect(is(code, DIGIT)).toBe(/^[0-9]$/.test(char))
    expect(is(code, LETTER)).toBe(/^[A-Za-z]$/.test(char))
    expect(is(code, SPACE)).toBe(/^[ \t\r\n]$/.test(char))
    expect(isWord(code)).toBe(code >= 128 || /^[A-Za-z0-9]$/.test(char))
  }
})

test('the code of no character is in no class', () => {
  expect(is(''.charCodeAt(0), ALNUM)).toBe(false)
  expect(isWord(Number.NaN)).toBe(false)
})

test('skipping stops at the first other character, the limit, or the end', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a1 ]{0,20}$/), fc.nat(20), fc.nat(20), (text, at, max) => {
      const from = Math.min(at, text.length)
      const forward = /^[a1]*/.exec(text.slice(from, from + max))?.[0].length ?? 0
      expect(skip(text, from, ALNUM, max)).toBe(from + forward)
      const back = /[a1]*$/.exec(text.slice(Math.max(0, from - max), from))?.[0].length ?? 0
      expect(skipBack(text, from, ALNUM, max)).toBe(from - back)
    }),
  )
})
