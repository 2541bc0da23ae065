import { describe, expect, test } from 'vitest'
import { isStopFor, isStopValue } from './stop-value.ts'

const reference = ['$', '{DB_PASSWORD}'].join('')

test.each([
  '',
  'null',
  'CHANGEME',
  '****',
  'xxxxxxxx',
  '••••',
  reference,
  '$DB_PASSWORD',
  '$(cat file)',
  '{{ password }}',
  '<password>',
  '<redacted>',
  '%s',
  '%(pw)s',
  '%PASSWORD%',
  'process.env.TOKEN',
  'vault:secret/db',
  'arn:aws:secretsmanager:eu-west-1',
  '⟦PASSWORD·K7QX2M9A⟧',
])('%s is nothing that could be used', (value) => expect(isStopValue(value)).toBe(true))

test.each([
  'hunter2',
  '1234',
  'correct horse',
  'p',
  '$ecret',
  'test1',
  '<3 dogs',
  'xxxy',
  '⟦PASSWORD·K7QX2M9A⟧x',
])('%s could be a password', (value) => expect(isStopValue(value)).toBe(false))

describe('under a key that promises a secret', () => {
  test.each([
    ['SECRET', 'ACCESS_TOKEN', true],
    ['SECRET', 'getToken(', false],
    ['PASSWORD', 'settings.password[', false],
    ['SECRET', '{token', false],
    ['SECRET', 'PUT_YOUR_TOKEN_HERE_NOW', true],
    ['PASSWORD', 'x'.repeat(20), true],
  ] as const)('%s: %s is none', (type, value, isQuoted) =>
    expect(isStopFor(type, value, isQuoted)).toBe(true),
  )

  test.each([
    ['PASSWORD', 'getToken(', true],
    ['PASSWORD', 'exampleexampleexample', true],
    ['PASSWORD', 'hunter(2', true],
    ['SECRET', 'maple tree', true],
  ] as const)('%s: %s may be one', (type, value, isQuoted) =>
    expect(isStopFor(type, value, isQuoted)).toBe(false),
  )
})
