import { expect, test } from 'vitest'
import type { Hint } from '../hint.ts'
import { credentialIn, readValue } from './assigned-value.ts'

const hint = (words: string): Hint => ({ type: 'SECRET', rule: 'any', words })

function credential(text: string, words = 'password'): string {
  const from = text.search(/[:=]\s?/) + 1
  const at = from + (text.charAt(from) === ' ' ? 1 : 0)
  const { start, end } = credentialIn(text, at, readValue(text, at), hint(words))
  return text.slice(start, end)
}

test.each([
  ['password=maple9 next', 'maple9'],
  ['password=maple9, next', 'maple9'],
  ["password='maple nine' next", 'maple nine'],
  ["password='maple nine", 'maple'],
  ['password="ma\\"ple" next', 'ma\\"ple'],
  ['password=maple9. Next', 'maple9'],
])('%s: %s', (text, expected) => expect(credential(text)).toBe(expected))

test('behind a scheme the credential, or all its parameters', () => {
  expect(credential('authorization: Bearer maple9', 'authorization')).toBe('maple9')
  expect(credential('authorization: Custom maple9', 'authorization')).toBe('maple9')
  expect(credential('authorization: maple9', 'authorization')).toBe('maple9')
  expect(credential('authorization: Sig name=ida, proof=maple9', 'authorization')).toBe(
    'name=ida, proof=maple9',
  )
  expect(credential('authorization: "Bearer maple9"', 'authorization')).toBe('maple9')
})

test('only behind another scheme than a password', () => {
  expect(credential('password: maple leaves', 'password')).toBe('maple')
})
