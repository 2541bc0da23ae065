/** Published examples of each scheme, so that the held-out set is right where the engine might be wrong. */
import { expect, test } from 'vitest'
import { Chance } from './chance.ts'
import {
  aadhaar,
  bitcoin,
  bsn,
  cpf,
  deTax,
  dni,
  hetu,
  iban,
  nhs,
  nir,
  npi,
  personnummer,
  pesel,
  routing,
  sin,
  tfn,
  withLuhn,
} from './numbers.ts'

test.each([
  // ISO/IEC 7812-1, annex B; test numbers of card schemes.
  ['7992739871', '79927398713'],
  ['411111111111111', '4111111111111111'],
  ['37828224631000', '378282246310005'],
])('Luhn ends %s as %s', (body, whole) => {
  expect(withLuhn(body)).toBe(whole)
})

/** A scheme's own rule, written the other way round: from the whole number. */
const schemes: readonly [string, (chance: Chance) => string, (id: string) => boolean][] = [
  ['IBAN', iban, (id) => mod97(id.slice(4) + id.slice(0, 4)) === 1n],
  ['routing', routing, (id) => weighted(id, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0],
  ['NPI', npi, (id) => luhn(`80840${id}`)],
  ['NHS', nhs, (id) => weighted(id, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0],
  ['SIN', sin, luhn],
  ['TFN', tfn, (id) => weighted(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0],
  ['BSN', bsn, (id) => weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0],
  ['NIR', nir, (id) => (BigInt(id.slice(0, 13)) + BigInt(id.slice(13))) % 97n === 0n],
  ['PESEL', pesel, (id) => weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0],
  ['personnummer', personnummer, luhn],
]
function weighted(id: string, weights: readonly number[]): number {
  const digits = id.replace(/\D/g, '')
  expect(digits).toHaveLength(weights.length)
  return weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
}
function luhn(id: string): boolean {
  const digits = id.replace(/\D/g, '')
  return withLuhn(digits.slice(0, -1)) === digits
}
function mod97(id: string): bigint {
  return BigInt([...id].map((sign) => Number.parseInt(sign, 36)).join('')) % 97n
}

test.each(schemes)('%s keeps its own rule', (_, make, isValid) => {
  const chance = new Chance(11)
  for (let i = 0; i < 50; i++) expect(isValid(make(chance))).toBe(true)
})

test('the other ids have the shapes of their laws', () => {
  const chance = new Chance(12)
  expect(dni(chance)).toMatch(/^\d{8}[A-Z]$/)
  expect(cpf(chance)).toMatch(/^\d{3}\.\d{3}\.\d{3}-\d{2}$/)
  expect(deTax(chance)).toMatch(/^[1-9]\d{10}$/)
  expect(aadhaar(chance)).toMatch(/^[2-9]\d{3} \d{4} \d{4}$/)
  expect(hetu(chance)).toMatch(/^\d{6}-\d{3}[0-9A-Y]$/)
  expect(bitcoin(chance)).toMatch(/^1[1-9A-HJ-NP-Za-km-z]{25,33}$/)
})
