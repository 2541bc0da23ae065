import { describe, expect, test } from 'vitest'
import type { Line } from './card.ts'
import { hostileTexts, neverSent } from './hostile.ts'
import { rowsMax, rowsOf } from './rows.ts'

const plain = (line: Line = []) =>
  line.map((part) => (typeof part === 'string' ? part : part.foreign)).join('')
const shown = (...given: Parameters<typeof rowsOf>) =>
  rowsOf(...given).map(({ label, value, before }) =>
    [plain(label), plain(value), ...(before ? [plain(before)] : [])].join(' = '),
  )
const words = {
  fields: [
    { path: ['currency'], label: 'Currency', isCode: false },
    { path: ['to'], label: 'Receiver', isCode: false },
    { path: ['sql'], label: 'Query', isCode: true },
  ],
}

test('the policy’s fields come first, in its order and words; the rest as it stands', () => {
  const params = {
    amount: 1250,
    to: { name: 'x', list: [1, 'b'] },
    currency: 'EUR',
    sql: 'SELECT 1',
  }
  expect(shown(params, words)).toEqual([
    ...['Currency = EUR', 'Receiver › name = x', 'Receiver › list › 0 = 1'],
    ...['Receiver › list › 1 = b', 'Query = SELECT 1', 'amount = 1250'],
  ])
  expect(rowsOf(params, words).map(({ kind }) => kind)).toEqual([
    ...['text', 'text', 'text', 'text', 'code', 'text'],
  ])
})

test('nothing is left out: empty values, nulls and numbers are shown as they are', () => {
  const params = { a: '', b: null, c: [], d: {}, e: false, f: 1e21, g: -0.1, h: [[]] }
  expect(shown(params, undefined)).toEqual([
    ...['a = empty text', 'b = null', 'c = empty list', 'd = empty', 'e = false'],
    ...['f = 1e+21', 'g = -0.1', 'h › 0 = empty list'],
  ])
  expect(shown('just text', undefined)).toEqual(['Value = just text'])
  expect(shown(null, undefined)).toEqual(['Value = null'])
})

test('our words for values can’t be written by an agent: theirs are marked as foreign', () => {
  const [row] = rowsOf({ a: 'empty text' }, undefined)
  expect(row?.value).toEqual([{ foreign: 'empty text' }])
})

test('what nobody could look into is said to be missing', () => {
  const [row] = rowsOf({ file: '\u27e6UNSCANNED\u00b7120000\u27e7' }, undefined)
  expect(row).toMatchObject({ isCut: true })
  expect(rowsOf({ file: 'UNSCANNED \u27e6EMAIL\u00b7K7QX2M9A\u27e7' }, undefined)[0]?.isCut).toBe(
    undefined,
  )
})

test('more fields than anybody reads are counted, and said to be missing', () => {
  const params = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`k${at}`, at]))
  const rows = rowsOf(params, words)
  expect(rows).toHaveLength(rowsMax + 1)
  expect(rows.at(-1)).toEqual({
    label: ['More'],
    value: ['200 more fields'],
    kind: 'text',
    isCut: true,
  })
})

describe('against the previous attempt', () => {
  test('what differs says what it was, what is new or gone says so, the rest is quiet', () => {
    const before = { params: { amount: 900, to: 'a', note: 'x' } }
    expect(shown({ amount: 1250, to: 'a', more: 1 }, undefined, before)).toEqual([
      ...['amount = 1250 = 900', 'to = a', 'more = 1 = not there', 'note = no longer there = x'],
    ])
  })

  test('equal marks of masked values are equal values', () => {
    const masked = { to: '\u27e6EMAIL\u00b7K7QX2M9A\u27e7' }
    expect(rowsOf(masked, undefined, { params: { ...masked } })[0]?.kind).toBe('text')
  })
})

test.each(hostileTexts)('$name as key, as value and as former value is inert', ({ text }) => {
  const rows = rowsOf({ [text]: text, list: [{ [text]: text }] }, words, {
    params: { [text]: `${text}!` },
  })
  for (const { label, value, before } of rows) {
    expect(plain([...label, ...value, ...(before ?? [])])).not.toMatch(neverSent)
    expect(plain(label)).not.toMatch(/[\n\t]/)
  }
})
