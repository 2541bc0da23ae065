import { describe, expect, test } from 'vitest'
import { isBlank, isFiller, isPlaceholderToken, isSequence } from './filler.ts'

describe('what only stands in for a token', () => {
  test.each([
    'x'.repeat(20),
    'ABCDEFGHIJKLMNOP',
    'abc123-def456-ghi789',
    '0123456789abcdef0123456789abcdef',
    'PUT_YOUR_TOKEN_HERE',
    'OpaqueTokenOfTheApplication',
    'IOSFODNN7EXAMPLE',
  ])('%s', (text) => expect(isFiller(text)).toBe(true))

  test.each(['xK9fQ2mZ7vLpT4', 'b04c9d7f21e85a36', '9f86d081884c7d659a2feaa0c55ad015'])(
    'not %s',
    (text) => expect(isFiller(text)).toBe(false),
  )
})

test('short passwords of one character or in order are chosen by people', () => {
  expect(isBlank('aaaaaaaa')).toBe(false)
  expect(isPlaceholderToken('12345678')).toBe(false)
  expect(isSequence('1234')).toBe(false)
})
