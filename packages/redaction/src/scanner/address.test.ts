import { expect, test } from 'vitest'
import { Tokens } from '../name/token.ts'
import { Sheet } from '../sheet.ts'
import { foundOf } from '../testing.ts'
import { scanAddress } from './address.ts'

const addresses = (text: string): string[] => foundOf('ADDRESS', text)

test.each([
  'shipped 12 boxes to Berlin',
  'retry 3 of 5 failed in Paris',
  'section 4 Road map',
  'took 12 ms on node 7',
  'ISO 27001 Review',
  'release 12 Street Fighter',
  'Interstate 5 is closed',
  'the 12 apostles',
  '10 Downing',
  'Order No: 53',
  'the cesta 5 release',
])('no address in %s', (text) => expect(addresses(text)).toEqual([]))

test.each([
  ['deliver to 12 Baker Street, please', '12 Baker Street'],
  [
    'at 4711 Old Oak Rd Apt 5, Springfield, IL 62701.',
    '4711 Old Oak Rd Apt 5, Springfield, IL 62701',
  ],
  ['wohnt Gartenstraße 12b, 70173 Stuttgart.', 'Gartenstraße 12b, 70173 Stuttgart'],
  ['habite 5 bis rue des Lilas, 69003 Lyon', '5 bis rue des Lilas, 69003 Lyon'],
  ['vive en Calle Luna 12, 28004 Madrid', 'Calle Luna 12, 28004 Madrid'],
  ['abita in Via Dante 8, 20121 Milano', 'Via Dante 8, 20121 Milano'],
  ['mieszka: ul. Słoneczna 7/12, 00-950 Warszawa', 'ul. Słoneczna 7/12, 00-950 Warszawa'],
  ['Dorpsstraat 9, 3511 AB Utrecht', 'Dorpsstraat 9, 3511 AB Utrecht'],
  ['Rua da Paz, 45, 20040-020 Rio', 'Rua da Paz, 45, 20040-020 Rio'],
  ['ул. Ленина 15', 'ул. Ленина 15'],
  ['中央区銀座4-5-6', '中央区銀座4-5-6'],
  ['teslimat: Gül Sokak No: 53', 'Gül Sokak No: 53'],
  ['bydlí Lipová ulice 84, 602 00 Brno', 'Lipová ulice 84, 602 00 Brno'],
  ['lakik: Kossuth Lajos utca 5', 'Kossuth Lajos utca 5'],
  ['woont Keizersdreef 15', 'Keizersdreef 15'],
  ['office at SW1A 1AA', 'SW1A 1AA'],
])('an address in %s', (text, address) => expect(addresses(text)).toEqual([address]))

test('what follows the address stays visible', () => {
  expect(addresses('12 Baker Street. The parcel is late.')).toEqual(['12 Baker Street'])
  expect(addresses('Send it to 12 Baker Street and call me')).toEqual(['12 Baker Street'])
})

test('reading goes on behind the address, or where it was', () => {
  const tokens = new Tokens(16)
  tokens.read('12 Baker Street tomorrow', 0)
  expect(scanAddress(new Sheet('12 Baker Street tomorrow'), tokens, 0)).toBe(3)
  tokens.read('12 bakers tomorrow', 0)
  expect(scanAddress(new Sheet('12 bakers tomorrow'), tokens, 0)).toBe(0)
})
