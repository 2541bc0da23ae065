import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmbedded } from './embedded-json.ts'
import { originalSpan } from './view.ts'

test.each([
  '',
  'plain',
  '{',
  '{"a":',
  '[1,2',
  '{"a":"b"} tail',
  '["x',
  'true',
  '{"a":nope}',
  '['.repeat(40) + ']'.repeat(40),
])('is not read as JSON: %s', (text) => expect(readEmbedded(text)).toBeUndefined())

test('knows each value by its key and by the key above it', () => {
  const text = '{"card":{"number":"4111","cvv":123},"list":[{"name":"A"},"x"]}'
  const values = readEmbedded(text)?.filter((value) => value.kind !== 'key')
  expect(values?.map(({ view, key, parentKey }) => [view.text, key, parentKey])).toEqual([
    ['4111', 'number', 'card'],
    ['123', 'cvv', 'card'],
    ['A', 'name', 'list'],
    ['x', 'list', ''],
  ])
})

test('every string and number of any JSON is found, at its place', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
      fc.pre(typeof value === 'object' && value !== null)
      const text = JSON.stringify(value)
      const values = readEmbedded(text) ?? []
      const strings = values.filter(({ kind }) => kind === 'string')
      for (const { start, end, view, kind } of values) {
        const raw = text.slice(start, end)
        if (kind !== 'number') expect(text.slice(start - 1, end + 1)).toBe(`"${raw}"`)
        expect(originalSpan(view, 0, view.text.length)).toEqual([0, raw.length])
      }
      const read = strings.map(({ start, end }) => JSON.parse(`"${text.slice(start, end)}"`))
      expect(read).toEqual(stringsOf(JSON.parse(text)))
    }),
  )
})

/** In the order of the text. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}
