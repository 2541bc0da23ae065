/** National numbers in running text: with their check digits and print they stand for themselves, without they need a word or a key. */
import { describe, expect, test } from 'vitest'
import { found } from '../testing.ts'

describe('left alone', () => {
  test.each([
    'order 39053344705',
    'row 9434765919',
    'id 111222333',
    'sha 12345678z',
    'commit 1234567f',
    'part AB123456X',
    'BG 12 34 56 A',
    'build 850709-9806',
    '2345 1234 1234',
    'SKU RSSMRA85T10A562X',
    'X1234567A',
  ])('%s', (text) => expect(found(text)).toEqual([]))
})

describe('found by themselves', () => {
  test.each([
    '390.533.447-05',
    '11.222.333/0001-81',
    '2 55 08 14 168 025 38',
    '255081416802538',
    '811218-9876',
    '19811218-9876',
    '2341 2341 2346',
    '12345678Z',
    '12345678-Z',
    '12.345.678-Z',
    'X1234567L',
    'AB 12 34 56 C',
    'AB123456C',
    'ACUPA7085R',
    'RSSMRA85T10A562S',
    '131052-308T',
    '756.9217.0769.85',
    '85.07.30-033.28',
    '710319/2745',
    '11010519491231002X',
    'S1234567D',
    'BOXW310820HNERXN09',
    '12.531.909-2',
    '2123 45670 1',
  ])('%s', (text) => expect(found(`for ${text} today`)).toEqual([`NATIONAL_ID ${text}`]))
})

describe('found where a word or key says so', () => {
  test.each([
    ['NHS number 943 476 5919', '943 476 5919', 'nhsNumber'],
    ['BSN 111222333', '111222333', 'bsn'],
    ['SIN number 046 454 286', '046 454 286', 'sin'],
    ['TFN: 123 456 782', '123 456 782', 'tfn'],
    ['PESEL 44051401359', '44051401359', 'pesel'],
    ['CPF 39053344705', '39053344705', 'cpf'],
    ['Steuer-ID 86095742719', '86095742719', 'steuerId'],
    ['身份证号 110105194912310021', '110105194912310021', 'nationalId'],
  ])('%s', (text, value, key) => {
    expect(found(text)).toEqual([`NATIONAL_ID ${value}`])
    expect(found(value, key)).toEqual([`NATIONAL_ID ${value}`])
  })
})

test('taxpayers, providers and banks of the United States', () => {
  expect(found('no 912-70-1234 on file')).toEqual(['US_ITIN 912-70-1234'])
  expect(found('912-66-1234')).toEqual([])
  expect(found('1234567893')).toEqual([])
  expect(found('provider 1234567893')).toEqual(['NPI 1234567893'])
  expect(found('bank 021000021')).toEqual(['BANK_ROUTING 021000021'])
  expect(found('1234567890', 'npi')).toEqual(['NPI 1234567890'])
})
