import { expect, test } from 'vitest'
import { cardPrefix } from './card-prefix.ts'

test.each([
  ['4111111111111111', 'strong'],
  ['4222222222222', 'strong'],
  ['5555555555554444', 'strong'],
  ['2223003122003222', 'strong'],
  ['371449635398431', 'strong'],
  ['30569309025904', 'strong'],
  ['6011111111111117', 'strong'],
  ['6500000000000002', 'strong'],
  ['3566002020360505', 'strong'],
  ['6200000000000005', 'strong'],
  ['2200123456789010', 'strong'],
  ['5018000000000009', 'weak'],
  ['676770000000000000', 'weak'],
  ['8171999927660000', 'weak'],
] as const)('%s is of a network in use (%s)', (digits, strength) => {
  expect(cardPrefix(digits)).toBe(strength)
})

test.each([
  '1702921492078',
  '7111111111111111',
  '411111111111111',
  '37144963539843',
  '0000000000000000',
  '2721000000000000',
])('%s is of none, by prefix or by length', (digits) => expect(cardPrefix(digits)).toBeUndefined())
