import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'
import { layoutByPlan } from './phone-layout.ts'

test.each([
  ['3-3-4', '1555552671'],
  ['3-3-3', '112345678'],
  ['5-5', '1234567890'],
  ['9-9', '123456789123456789'],
])('%s of %s is no plan', (shape, digits) => expect(layoutByPlan(shape, digits)).toBeUndefined())

describe('left alone', () => {
  test.each([
    '10.176.20.44',
    '12 345 678',
    '1.234.567,89',
    '2026 11 21 12 30',
    'order 612 345 678',
    'arn:aws:iam::684568743190:role/x',
  ])('%s', (text) => expect(found(`at ${text} now`)).toEqual([]))
})

describe('found without a word', () => {
  test.each([
    '612 345 678',
    '612 34 56 78',
    '91 123 45 67',
    '22 123 45 67',
    '612-345-678',
    '138 1234 5678',
    '98765 43210',
    '8 (912) 123-45-67',
    '11 91234-5678',
    '(11) 91234-5678',
    '082 123 4567',
    '0412 345 678',
    '(02) 9123 4567',
    '079 123 45 67',
    '0532 123 45 67',
    '0171/1234567',
    '030 / 1234 5678',
    '06.12.34.56.78',
    '06-12345678',
    '02-123-4567',
    '054-1234567',
    '+1 (415) 555-2671',
    '+1 (370) 418-7468',
    '+49 (089) 1234567',
    '+7 912 123-45-67',
    '+39 06 1234 5678',
    '+86 138 1234 5678',
    '+55 11 91234-5678',
    '+91-98765-43210',
    '+81-90-1234-5678',
    '+65 9123 4567',
    '+353 1 234 5678',
    '00 33 6 12 34 56 78',
  ])('%s', (text) => expect(found(`at ${text} now`)).toEqual([`PHONE ${text}`]))
})

describe('in one piece with a word in any language', () => {
  test.each([
    'please call 9876543210',
    'Handy 015112345678',
    'mobil: 612345678',
    'cellulare 3331234567',
    'téléphone 0612345678',
    'тел. 89121234567',
    '手机13812345678',
    '電話：0312345678',
    '전화 01012345678',
    'هاتف 0501234567',
    'טלפון 0541234567',
    'फ़ोन 9876543210',
    'τηλέφωνο 6971234567',
    'điện thoại 0912345678',
    'โทร 0812345678',
  ])('%s', (text) => {
    const number = /\d+/.exec(text)?.[0]
    expect(found(text)).toEqual([`PHONE ${number}`])
  })
})

test('next to a mail address a bare number is a telephone; an epoch is not', () => {
  expect(found('Ada;a@b.example;9837430491;x')).toContain('PHONE 9837430491')
  expect(found('a@b.example, note 9837430491')).toEqual(['EMAIL a@b.example'])
  expect(found('call at 1806443719')).toEqual([])
})

test('a key speaks for its own pair of a query', () => {
  expect(found('?phone=%2B442079460958&order=48186661').join()).not.toContain('48186661')
})
