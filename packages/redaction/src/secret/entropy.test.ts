import { describe, expect, test } from 'vitest'
import { entropy, isWordlike } from './entropy.ts'

test('one character has none, sixteen different ones have four bits', () => {
  expect(entropy('aaaaaaaa')).toBe(0)
  expect(entropy('')).toBe(0)
  expect(entropy('0123456789abcdef')).toBe(4)
})

describe('words and the names made of them', () => {
  test.each([
    'getUserPasswordFromStore',
    'my-service-account',
    'SlackAppConfigurationAccessTokenHere',
    'requiredCharacteristicTypes',
    'BenutzerVerwaltung',
  ])('%s', (text) => expect(isWordlike(text)).toBe(true))

  test.each(['xK9fQ2mZ7vLp', 'be04cade91fd22ab', 'qzxjkvbwpq', '4821-2231', ''])('not %s', (text) =>
    expect(isWordlike(text)).toBe(false),
  )
})
