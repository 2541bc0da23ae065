import { describe, expect, test } from 'vitest'
import { readDate, readShaped } from './value-shape.ts'

const read = (text: string): string => text.slice(0, readDate(text, 0))

describe('dates', () => {
  test.each([
    '1.2.3.4',
    '2026-13-45-6',
    '192.168.10.11',
    '3000-01-01',
    '12 people in 1980',
    '1980',
    '555-123-4567',
    'version 1.2.2020',
  ])('%s does not begin with one', (text) => expect(read(text)).toBe(''))

  test.each([
    '1980-01-31',
    '1980-01-31T00:00:00Z',
    '1980-01-31T00:00:00.000+01:00',
    '1980/1/31',
    '31.01.1980',
    '31/01/80',
    '1-31-1980',
    '31 January 1980',
    '31st of January, 1980',
    'January 31st, 1980',
    'Jan 31 1980',
    '31-Jan-1980',
    '31-JAN-80',
    '31. Januar 1980',
    '31 de enero de 1980',
    '1er août 1980',
    '31 stycznia 1980',
    '31 января 1980',
    '1980年1月31日',
    '1980년 1월 31일',
    '19800131',
    '31011980',
    '31 01 1980',
  ])('%s is one', (text) => expect(read(`${text} and more`)).toBe(text))
})

describe('numbers of documents', () => {
  const value = (type: Parameters<typeof readShaped>[0], text: string) =>
    text.slice(0, readShaped(type, text, 0))

  test.each([
    ['PASSPORT', '2019'],
    ['PASSPORT', '2019-03-01'],
    ['PASSPORT', 'office'],
    ['PASSPORT', 'X1234567@example.com'],
    ['US_SSN', '12345678'],
    ['NPI', '123456789'],
    ['CVV', '12345'],
    ['BIC', 'DEUTDEFFX'],
    ['MRN', '14:30'],
    ['MRN', '123'],
    ['BANK_ACCOUNT', '1234'],
  ] as const)('%s is never %s', (type, text) => expect(value(type, text)).toBe(''))

  test.each([
    ['PASSPORT', 'X1234567'],
    ['PASSPORT', 'C01X00T47'],
    ['PASSPORT', '12 AB 34567'],
    ['DRIVER_LICENCE', 'MORGA657054SM9IJ'],
    ['DRIVER_LICENCE', 'D123-4567-8901'],
    ['MRN', 'MRN-0048211'],
    ['BANK_ACCOUNT', '000123456789'],
    ['BANK_ROUTING', '12-34-56'],
    ['US_SSN', '123 45 6789'],
    ['CVV', '123'],
    ['BIC', 'DEUTDEFF500'],
    ['CRYPTO_ADDRESS', '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV1'],
  ] as const)('%s may be %s', (type, text) => expect(value(type, `${text}, thanks`)).toBe(text))
})
