import { describe, expect, test } from 'vitest'
import { parsePolicy } from './policy.ts'

const words = (types: string, rules = '[]') =>
  parsePolicy(`version: 1\nname: x\ntypes:\n  pay.refund: ${types}\nrules: ${rules}`, 'p.yaml')
    .words

describe('a title is refused', () => {
  test.each([
    ['that names a parameter which is not listed', "{title: 'refund {/amount}'}"],
    ['that names one without headline', "{title: 'to {/to}', fields: [{at: /to, label: To}]}"],
    [
      'that names a deeper one',
      "{title: '{/to/name}', fields: [{at: /to, label: To, headline: true}]}",
    ],
  ])('%s', (_, entry) => {
    expect(() => words(entry)).toThrow(/p\.yaml:4: types\/pay\.refund\/title may name/)
  })
})

test.each([
  [
    'listed twice',
    '{fields: [{at: /a, label: A}, {at: /a, label: B}]}',
    /fields\/1\/at stands twice/,
  ],
  ['that is no pointer', '{fields: [{at: a, label: A}]}', /fields\/0\/at/],
  ['without a label', '{fields: [{at: /a}]}', /fields\/0\/label/],
])('a field %s is refused', (_, entry, message) => {
  expect(() => words(entry)).toThrow(message)
})

test('titles, fields in order, and reversal are told by type', () => {
  const { typeOf } = words(
    `{title: 'refund {/amount} {/a~1b/0}!', reversible: {within: 7d}, fields: [
      {at: /amount, label: Amount, headline: true}, {at: /a~1b/0, label: First, headline: true},
      {at: /sql, label: Query, as: code}]}`,
  )
  expect(typeOf('pay.refund')).toEqual({
    title: ['refund ', { path: ['amount'] }, ' ', { path: ['a/b', '0'] }, '!'],
    fields: [
      { path: ['amount'], label: 'Amount', isCode: false },
      { path: ['a/b', '0'], label: 'First', isCode: false },
      { path: ['sql'], label: 'Query', isCode: true },
    ],
    reversibleWithin: '7d',
  })
  expect(typeOf('other')).toBeUndefined()
  expect(typeOf('constructor')).toBeUndefined()
})

test('a rule says why, and a risk, in its demand', () => {
  const policy = parsePolicy(
    'version: 1\nname: x\nrules: [{name: big, require: {why: Over 1000., risk: high}}]',
    'p.yaml',
  )
  expect(policy.words.whyOf('big')).toBe('Over 1000.')
  expect(policy.words.whyOf('other')).toBeUndefined()
  expect(policy.words.digest).toBe(policy.digest)
  expect(() =>
    parsePolicy('version: 1\nname: x\nrules: [{name: a, require: {risk: huge}}]', 'p'),
  ).toThrow(/risk/)
})
