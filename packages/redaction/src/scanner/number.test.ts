/** Cards, telephone numbers, social security numbers and addresses of machines are told apart by the same digits. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scan } from '../scan.ts'
import { card, found, phone, ssn } from '../testing.ts'
import { scanNumber } from './number.ts'

describe('cards', () => {
  test('are found in text, in fours or in one piece', () => {
    fc.assert(
      fc.property(card, (value) => {
        expect(found(`paid with ${value} today`)).toEqual([`CARD ${value}`])
      }),
    )
  })

  test('are found between other numbers', () => {
    expect(found('12/27 4111 1111 1111 1111 123')).toContain('CARD 4111 1111 1111 1111')
    expect(found('7 4111-1111-1111-1111')).toContain('CARD 4111-1111-1111-1111')
    expect(found('4111 1111 1111 1111 7b')).toContain('CARD 4111 1111 1111 1111')
  })

  test.each([
    ['an order number', 'order 4111111111111112'],
    ['the epoch in ms', '1702921492078'],
    ['a UUID', '41111111-1111-1111-8111-111111111111'],
    ['digits in a hash', 'a4111111111111111f'],
    ['a fraction', '0.4111111111111111'],
    ['25 digits', '4111111111111111411111111'],
  ])('%s is none', (_, text) => expect(found(text)).toEqual([]))

  test('with a wrong check digit count where a key or word says so', () => {
    expect(found('4111 1111 1111 1112', 'cardNumber')).toEqual(['CARD 4111 1111 1111 1112'])
    expect(found('my visa 4111 1111 1111 1112')).toEqual(['CARD 4111 1111 1111 1112'])
  })
})

describe('telephone numbers', () => {
  test('with a country code are found', () => {
    fc.assert(
      fc.property(phone, (value) => {
        expect(found(`ring ${value} today`)).toEqual([`PHONE ${value}`])
      }),
    )
  })

  test.each([
    '(415) 555-2671',
    '415-555-2671',
    '415.555.2671',
    '1-415-555-2671',
    '020 7946 0958',
    '06 12 34 56 78',
    '+44 (0)20 7946 0958',
    '(0113) 496 0957',
    '0049 30 1234567',
    '090-1234-5678',
  ])('%s is found', (text) => expect(found(`at ${text} now`)).toEqual([`PHONE ${text}`]))

  test.each(['5551234567', '555 1234 567', '0301234567'])(
    '%s is found only where a key or word says so',
    (text) => {
      expect(found(`at ${text} now`)).toEqual([])
      expect(found(text, 'mobile')).toEqual([`PHONE ${text}`])
      expect(found(`telefon ${text}`)).toEqual([`PHONE ${text}`])
    },
  )

  test.each([
    '2026-11-21 12:30:00',
    '21.11.2026',
    '2026-11-21T12:30:00.123Z',
    '1702921492.078',
    '10.0.0.1',
    'order 88120-7731-22',
    'ISBN 978-0-306-40615-7',
    'v1.2.3.4567',
    '1,000,000',
    'arn:aws:iam::006706787290:role/x',
  ])('%s is none', (text) => expect(found(text)).toEqual([]))
})

describe('social security numbers', () => {
  test('are found with dashes', () => {
    fc.assert(
      fc.property(ssn, (value) => {
        expect(found(`number ${value} on file`)).toEqual([`US_SSN ${value}`])
      }),
    )
  })

  test.each(['000-12-3456', '666-12-3456', '123-00-4567', '123-45-0000'])(
    '%s was never assigned',
    (text) => {
      expect(found(`number ${text}`)).toEqual([])
    },
  )

  test('without dashes only where a key or word says so', () => {
    expect(found('123456789')).toEqual([])
    expect(found('123456789', 'ssn')).toEqual(['US_SSN 123456789'])
    expect(found('123456789', 'ssnNumeric')).toEqual(['US_SSN 123456789'])
    expect(found('SSN 123 45 6789')).toEqual(['US_SSN 123 45 6789'])
  })
})

describe('addresses of machines', () => {
  test('are found when they are public', () => {
    expect(found('from 203.0.113.9:443 to 8.8.8.8.')).toEqual(['IP 203.0.113.9', 'IP 8.8.8.8'])
  })

  test.each([
    '10.1.2.3',
    '192.168.0.1',
    '172.16.0.9',
    '127.0.0.1',
    '256.1.1.1',
    '1.2.3.4.5',
    'v1.2.3.4',
    'version 8.7.6.5',
  ])('%s stays', (text) => expect(found(text)).toEqual([]))

  test('private ones are found where a key asks', () => {
    expect(found('10.1.2.3', 'clientIp')).toEqual([])
    expect(found('8.7.6.5', 'firmwareVersion')).toEqual([])
  })
})

test('a number is read whole however long the list it stands in', () => {
  const filler = '12 '.repeat(40)
  expect(found(`${filler}4111 1111 1111 1111 ${filler}`)).toContain('CARD 4111 1111 1111 1111')
})

test('goes on behind what it read, so that no digit is judged over and over', () => {
  const sheet = scan('')
  expect(scanNumber(Object.assign(sheet, { text: '4111 1111 1111 1111 x' }), 0)).toBe(19)
  expect(sheet.candidates.map(({ type }) => type)).toContain('CARD')
})
