import { expect, test } from 'vitest'
import { ssnAssignable } from './ssn.ts'

test.each([
  '000123456',
  '666123456',
  '900123456',
  '999123456',
  '123006789',
  '123450000',
  '12345678',
  '',
])('never assigned: %s', (digits) => expect(ssnAssignable(digits)).toBe(false))

test.each(['123456789', '001010001', '665999999', '899010001'])(
  'could be assigned: %s',
  (digits) => {
    expect(ssnAssignable(digits)).toBe(true)
  },
)
