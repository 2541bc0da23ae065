import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  asJson,
  Counted,
  hidden,
  is,
  joined,
  maybe,
  plain,
  type Said,
  say,
  written,
} from './say.ts'

const shown = ({ text, spans }: Said) => spans.map(({ start, end }) => text.slice(start, end))
const value = fc.string({ unit: 'grapheme', minLength: 1 })

test('labels stand where their texts are, wherever they are put', () => {
  fc.assert(
    fc.property(value, value, fc.string(), (a, b, between) => {
      const said = say`x ${is('A', a)}${between}${joined([is('B', b), between], ', ')} y`
      expect(shown(said)).toEqual([a, b])
      expect(said.spans.map(({ type }) => type)).toEqual(['A', 'B'])
    }),
  )
})

test('what is written in another way is labelled as it is written', () => {
  const said = written(say`to ${is('EMAIL', 'a b@c')} now`, encodeURIComponent)
  expect([said.text, shown(said)]).toEqual(['to%20a%20b%40c%20now', ['a%20b%40c']])
})

test('what is hidden is labelled whole, and nothing where nothing was', () => {
  const said = hidden(say`to ${is('EMAIL', 'a@b')}`, btoa)
  expect([said.text, shown(said)]).toEqual([btoa('to a@b'), [btoa('to a@b')]])
  expect(hidden(say`nothing`, btoa).spans).toEqual([])
})

test('JSON in a text is labelled with its escapes', () => {
  fc.assert(
    fc.property(value, (text) => {
      const said = asJson({ 'a"b': [is('A', text), new Counted('B', '12345'), null, true] })
      expect(JSON.parse(said.text)).toEqual({ 'a"b': [text, 12345, null, true] })
      expect(shown(said)).toEqual([JSON.stringify(text).slice(1, -1), '12345'])
    }),
  )
})

describe('of a value', () => {
  test('each label has the pointer to its text, in the last key where it is one', () => {
    const labelled = new Map([[is('KEY', 'k/1'), { '~': [say`x ${is('A', 'abc')}`] }]])
    expect(plain(labelled)).toEqual({
      value: { 'k/1': { '~': ['x abc'] } },
      spans: [
        { path: '/k~11', in: 'key', start: 0, end: 3, type: 'KEY' },
        { path: '/k~11/~0/0', start: 2, end: 5, type: 'A' },
      ],
    })
  })

  test('a number is labelled over its digits; what is optional stays so', () => {
    expect(plain({ n: new Counted('CARD', '4111'), o: maybe('IP', '10.0.0.1') }).spans).toEqual([
      { path: '/n', start: 0, end: 4, type: 'CARD' },
      { path: '/o', start: 0, end: 8, type: 'IP', optional: true },
    ])
  })
})
