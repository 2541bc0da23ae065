import { expect, test } from 'vitest'
import { FAMILY, GIVEN } from './gazetteer.ts'
import * as token from './token.ts'

const read = (text: string, capacity = 64): token.Tokens => {
  const tokens = new token.Tokens(capacity)
  tokens.read(text, 0)
  return tokens
}
const texts = (text: string): string[] => {
  const tokens = read(text)
  return Array.from({ length: tokens.count }, (_, i) =>
    text.slice(tokens.starts[i], tokens.ends[i]),
  )
}

test.each([
  ['Karin’s bag', ['Karin', '’', 's', 'bag']],
  ['O’Brien d’Arc Jean-Luc', ['O’Brien', 'd’Arc', 'Jean-Luc']],
  ['J.R. Smith', ['J', '.', 'R', '.', 'Smith']],
  ['see a.txt.', ['see', 'a.txt', '.']],
  ['to <a.b@c.de>', ['to', '<', 'a.b@c.de', '>']],
  ['Smith,John', ['Smith', ',', 'John']],
  ['von 山田太郎様 an', ['von', '山田太郎様', 'an']],
])('%s is cut into words', (text, parts) => expect(texts(text)).toEqual(parts))

test.each([
  ['fooBar', token.CODE],
  ['FooBarBaz', token.CODE],
  ['snake_case', token.CODE],
  ['v2', token.CODE],
  ['a@b.de', token.MAIL],
  ['2026', token.NUMBER],
  ['McAllister', token.WORD],
  ['\u27e6PERSON\u00b7K7QX2M9A\u27e7', token.CODE],
])('%s is of its kind', (text, kind) => {
  const tokens = read(text)
  expect([tokens.count, tokens.kinds[0]]).toEqual([1, kind])
})

test('brackets that are no placeholder hide nothing', () => {
  expect(texts('\u27e6Anna Berg\u27e7')).toEqual(['\u27e6', 'Anna', 'Berg', '\u27e7'])
})

test.each([
  ['anna', token.LOWER_CASE],
  ['Anna', token.TITLE_CASE],
  ['ANNA', token.UPPER_CASE],
  ['A', token.INITIAL],
  ['McBride', token.INNER_CAPITAL],
  ['محمد', token.CASELESS],
])('%s has its shape', (text, shape) => expect(read(text).shapes[0]).toBe(shape))

test('a name is known with its case ending', () => {
  expect(read('Ивановым').meanings[0]).toBe(token.INFLECTED)
  expect(read('Kowalskiego').meanings[0]).toBe(token.INFLECTED)
})

test('a double name means what its parts mean', () => {
  expect((read('Meyer-Schmidt').meanings[0] ?? 0) & FAMILY).toBe(FAMILY)
  expect((read('Anna-Lena').meanings[0] ?? 0) & GIVEN).toBe(GIVEN)
})

test('reading stops when full and says where', () => {
  const tokens = new token.Tokens(2)
  expect(tokens.read('one two three', 0)).toBe(7)
  expect(tokens.count).toBe(2)
})
