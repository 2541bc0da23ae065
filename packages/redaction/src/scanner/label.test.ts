/** A name beside a value is enough, in many languages and on both sides; a name alone, or a value of another kind, is not. */
import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

describe('nothing is found', () => {
  test.each([
    'your passport was issued in 2019',
    'passport renewal takes 14 days, ref 12',
    'she was born in 1980',
    'the account number is missing. Order 4471-0093 is late',
    'the patient id field is empty; build 20260101',
    'driver license class 2',
    'born in the version 1.2.3 era',
    'discount 12345678',
    'routing is disabled for zone 4',
    'swift 5.9 is out',
    'wallet balance: 1,250.00',
    'MRN ⟦MRN·K7QX2M9A⟧ and 12345',
  ])('in: %s', (text) => expect(found(text)).toEqual([]))
})

describe('behind its name', () => {
  test.each([
    ['my passport is X1234567.', 'PASSPORT X1234567'],
    ['passport number: L898902C3', 'PASSPORT L898902C3'],
    ['Reisepass-Nr. C01X00T47', 'PASSPORT C01X00T47'],
    ['le passeport n° 12AB34567 a expiré', 'PASSPORT 12AB34567'],
    ['паспорт 4509 123456', 'PASSPORT 4509 123456'],
    ['护照号：E12345678', 'PASSPORT E12345678'],
    ['רישיון נהיגה 12345678', 'DRIVER_LICENCE 12345678'],
    ["driver's license D1234567", 'DRIVER_LICENCE D1234567'],
    ['Führerschein B072RRE2I55', 'DRIVER_LICENCE B072RRE2I55'],
    ['MRN: 00482113', 'MRN 00482113'],
    ['medical record number was 448211-7', 'MRN 448211-7'],
    ['the account number is 000123456789', 'BANK_ACCOUNT 000123456789'],
    ['Kontonummer 532013000', 'BANK_ACCOUNT 532013000'],
    ['sort code 12-34-56', 'BANK_ROUTING 12-34-56'],
    ['IFSC HDFC0001234', 'BANK_ROUTING HDFC0001234'],
    ['born on 3 May 1980 in Leeds', 'DATE_OF_BIRTH 3 May 1980'],
    ['geboren am 03.05.1980', 'DATE_OF_BIRTH 03.05.1980'],
    ['née le 3 mai 1980', 'DATE_OF_BIRTH 3 mai 1980'],
    ['生年月日 1980年5月3日', 'DATE_OF_BIRTH 1980年5月3日'],
    ['дата рождения: 03.05.1980 г.', 'DATE_OF_BIRTH 03.05.1980'],
    ['تاريخ الميلاد 1980-05-03', 'DATE_OF_BIRTH 1980-05-03'],
    ['ngày sinh 03/05/1980', 'DATE_OF_BIRTH 03/05/1980'],
    ['the security code is 123', 'CVV 123'],
    ['SWIFT code DEUTDEFF500', 'BIC DEUTDEFF500'],
    ['NPI 1234567890', 'NPI 1234567890'],
    ['Steuer-ID 11 222 333 44', 'NATIONAL_ID 11 222 333 44'],
  ])('%s', (text, expected) => expect(found(text)).toContain(expected))
})

describe('before its name', () => {
  test.each([
    ['X1234567 is my passport number', 'PASSPORT X1234567'],
    ['03/05/1980 (DOB)', 'DATE_OF_BIRTH 03/05/1980'],
    ['00482113 (MRN)', 'MRN 00482113'],
  ])('%s', (text, expected) => expect(found(text)).toContain(expected))

  test('what is masked behind the name is the value: nothing before it is looked for', () => {
    expect(found('A7654321 is no passport ⟦PASSPORT·K7QX2M9A⟧')).toEqual([])
  })
})

test('another name in between takes the value', () => {
  expect(found('passport and MRN 00482113')).toEqual(['MRN 00482113'])
  expect(found('account number for routing 021000021')).toEqual(['BANK_ROUTING 021000021'])
})

describe('versions', () => {
  test.each([
    'upgrade from 5.4.9.10 to 5.4.10.2',
    'firmware: 81.2.69.142',
    'build 21.46.78.61, then 22.1.0.4',
    '版本 8.8.4.4',
  ])('%s are no addresses', (text) => expect(found(text)).toEqual([]))

  test('an address before the word stays one', () => {
    expect(found('81.2.69.142 runs version 4')).toEqual(['IP 81.2.69.142'])
  })
})

test('abbreviations count in capitals only, and right before the value', () => {
  expect(found('SIN 123456789')).toEqual(['NATIONAL_ID 123456789'])
  expect(found('sin 123456789')).toEqual([])
  expect(found('TIN foil, 123456788 sheets')).toEqual([])
})

test("an account is a bank's where banks are spoken of near it", () => {
  expect(found('close the account 159234355809, please')).toEqual([])
  expect(found('close the account 159234355809, routing number 021000021')).toContain(
    'BANK_ACCOUNT 159234355809',
  )
})

test('the article CBU-47601 is no account', () => expect(found('article CBU-47601')).toEqual([]))
