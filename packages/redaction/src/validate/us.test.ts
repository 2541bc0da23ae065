import { expect, test } from 'vitest'
import { isItin, isNpi, isRouting, ssnAssignable } from './us.ts'

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

test.each([
  '900491234',
  '912661234',
  '912691234',
  '912891234',
  '912931234',
  '812701234',
  '9127012345',
])('no taxpayer has %s', (digits) => expect(isItin(digits)).toBe(false))

test.each([
  '900501234',
  '912651234',
  '912701234',
  '912881234',
  '912901234',
  '912921234',
  '912941234',
  '912991234',
])('a taxpayer may have %s', (digits) => expect(isItin(digits)).toBe(true))

test.each(['021000022', '131000021', '991000021', '000000000', '02100002'])(
  'no bank has %s',
  (digits) => expect(isRouting(digits)).toBe(false),
)

test.each(['021000021', '011401533', '322271627', '091000019'])('published: %s', (digits) =>
  expect(isRouting(digits)).toBe(true),
)

test.each(['1234567890', '3234567893', '123456789', ''])('no provider has %s', (digits) =>
  expect(isNpi(digits)).toBe(false),
)

test('the example of the standard passes', () => expect(isNpi('1234567893')).toBe(true))
