import { format, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret, sameBytes } from './secret.ts'

const text = Buffer.from('k3y-material-that-nobody-may-see!').toString('base64url')
const secret = Secret.fromText(text, 'gate-state.key')

describe('a secret is never printed', () => {
  test.each([
    ['String', String(secret)],
    ['a template', `${secret}`],
    ['concatenation', `key ${secret}`],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ deep: [secret] }, { depth: 9, showHidden: true })],
    ['format', format('%s %o %j', secret, secret, secret)],
    ['an error message', new Error(`bad ${secret}`).message],
    [
      'an error with it as cause',
      inspect(new Error('bad', { cause: secret }), { showHidden: true }),
    ],
    ['its own fields', JSON.stringify(Object.entries(secret))],
  ])('by %s', (_, printed) => {
    expect(printed).not.toContain(text)
    expect(printed).not.toContain('k3y-material')
    expect(printed).not.toMatch(/6b 33 79|107/)
  })
})

test.each([
  ['too short', 'c2hvcnQ'],
  ['not base64url', `${'a'.repeat(50)}==`],
  ['empty', ''],
])('a key file that is %s is refused, naming the file and not the key', (_, bad) => {
  expect(() => Secret.fromText(bad, 'gate-state.key')).toThrow(
    expect.objectContaining({
      code: 'HP_CONFIG',
      message: expect.stringContaining('gate-state.key'),
    }),
  )
  const shown = (() => {
    try {
      return Secret.fromText(bad, 'f')
    } catch (error) {
      return String(error)
    }
  })()
  if (bad !== '') expect(String(shown)).not.toContain(bad)
})

test('the line end of a key file does not count', () => {
  expect(Secret.fromText(`${text}\n`, 'f').equals(secret)).toBe(true)
})

test('where one part of a MAC ends and the next begins makes a difference', () => {
  expect(secret.mac('ab', 'c').equals(secret.mac('a', 'bc'))).toBe(false)
  expect(secret.mac('ab').equals(secret.mac('ab', ''))).toBe(false)
  expect(secret.mac('ab', 'c').equals(secret.mac('ab', Buffer.from('c')))).toBe(true)
})

test('secrets and bytes of different lengths are different, without an error', () => {
  expect(secret.equals(new Secret(Buffer.alloc(64)))).toBe(false)
  expect(sameBytes(Buffer.from('a'), Buffer.from('ab'))).toBe(false)
  expect(sameBytes(Buffer.from('ab'), Buffer.from('ab'))).toBe(true)
})
