import { expect, test } from 'vitest'
import { isStopValue } from './stop-value.ts'

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
