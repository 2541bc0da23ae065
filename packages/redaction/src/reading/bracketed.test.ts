import { expect, test } from 'vitest'
import { survey } from '../survey.ts'
import { found } from '../testing.ts'
import { applyEdits } from '../view.ts'
import { bracketedEdits } from './bracketed.ts'

const read = (text: string) => applyEdits({ text }, bracketedEdits(text, survey(text))).view.text

test.each([
  'see the list (page four) and go on',
  'f(x) + g(y)',
  'a[index] = b[other]',
  '{"a": "12", "b": "13"}',
  'it is "done" now',
  'call (415) now',
])('leaves %s as it is', (text) => expect(read(text)).toBe(text))

test.each([
  ['(078)-05-1120', '078-05-1120'],
  ['4111[1111]1111 1111', '411111111111 1111'],
  ['4111 "1111" 1111 1111', '4111 1111 1111 1111'],
  ['[jane]@acme.example', 'jane@acme.example'],
  ['(76).(4).(12).(48)', '76.4.12.48'],
  ['[658-50][-0012]', '658-50-0012'],
])('reads %s as %s', (text, shown) => expect(read(text)).toBe(shown))

test.each([
  ['my ssn (078)-05-1120', 'US_SSN'],
  ['card 4111[1111]1111 1111', 'CARD'],
  ['to [jane.doe]@acme.example', 'EMAIL'],
])('a value is found whole in %s', (text, type) => {
  expect(found(text)).toEqual([`${type} ${text.slice(text.search(/[([\d]/))}`])
})

test.each(['total 1111[4111] items', 'x[1] y[2] z[3]', 'rows (12)-(18)', 'f("12", "13")'])(
  'nothing is found in %s',
  (text) => expect(found(text)).toEqual([]),
)
