/** The reviewer saw this very action, or the executor does not run it. */
import { canonicalize, escapeBrackets, placeholder } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presents } from './presents.ts'

const p = placeholder('EMAIL', 'K7QX2M9A')
const q = placeholder('EMAIL', 'ZZZZZZZZ')

describe('a view that hides a change does not present the original', () => {
  test.each<[string, unknown, unknown]>([
    ['another amount', { amount: 4200 }, { amount: 42 }],
    ['another recipient in plain sight', { to: 'eve' }, { to: 'bob' }],
    ['a number as text', { amount: 42 }, { amount: '42' }],
    ['a text as number', { amount: '42' }, { amount: 42 }],
    ['true for 1', { ok: 1 }, { ok: true }],
    ['null for missing', {}, { note: null }],
    ['a member left out', { a: 1, all: true }, { a: 1 }],
    ['a member made up', { a: 1 }, { a: 1, b: 2 }],
    ['a member renamed', { drop: true }, { keep: true }],
    ['an item left out', [1, 2], [1]],
    ['items in another order', [1, 2], [2, 1]],
    ['an object as list', { 0: 'a' }, ['a']],
    ['a list as object', ['a'], { 0: 'a' }],
    ['text around the hidden part', { to: 'a@b.c and more' }, `${p} only`],
    ['a prefix that is not there', 'to a@b.c', `from ${p}`],
    ['a suffix that is not there', 'a@b.c now', `${p} later`],
    ['a placeholder for nothing', 'to ', `to ${p}`],
    ['a placeholder for an empty text', { to: '' }, { to: p }],
    ['a placeholder for a missing member', {}, { to: p }],
    ['text with a placeholder for a number', { n: 42 }, { n: `4${p}` }],
    ['an escape for a number', { n: 42 }, { n: '⟦(⟧' }],
    ['brackets that are no masked text', 'x⟦y', 'x⟦y'],
    ['a hidden key with another value', { 'a@b.c': 'admin' }, { [p]: 'reader' }],
    [
      'two hidden keys with values exchanged among the visible',
      { a: 1, 'a@b.c': 2 },
      { a: 2, [p]: 1 },
    ],
    ['a hidden key for a visible one that is missing', { x: 1, y: 1 }, { x: 1, [`${p}z`]: 1 }],
    ['a key that is no masked text', { 'x⟦': 1 }, { 'x⟦': 1 }],
    ['a hidden value under another name', { a: 1 }, { b: p }],
    ['an empty object', {}, []],
    ['undefined', undefined, null],
  ])('%s', (_what, original, masked) => expect(presents(original, masked)).toBe(false))

  test('changing any part of what is shown is noticed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.boolean(), (original, other, isOther) => {
        const shown = isOther ? other : structuredClone(original)
        const isSame = canonicalize(original) === canonicalize(shown)
        expect(presents(original, escapeAll(shown))).toBe(isSame)
      }),
    )
  })
})

describe('a view with parts hidden presents its original', () => {
  test.each<[string, unknown, unknown]>([
    [
      'nothing hidden',
      { a: [1, 'x', null, true, { b: 0.5 }] },
      { a: [1, 'x', null, true, { b: 0.5 }] },
    ],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a whole text', { to: 'a@b.c' }, { to: p }],
    ['a part of a text', { to: 'Ann <a@b.c>, now' }, { to: `Ann <${p}>, now` }],
    ['two parts of a text', 'a@b.c to c@d.e', `${p} to ${q}`],
    ['neighbouring parts', 'ab', p + q],
    ['a number', { card: 4111111111111111 }, { card: placeholder('CARD', 'K7QX2M9A', '1111') }],
    [
      'a value nobody could scan',
      { blob: { x: [1] } },
      { blob: placeholder('UNSCANNED', '300000') },
    ],
    ['a key', { 'a@b.c': 'admin' }, { [p]: 'admin' }],
    ['a part of a key', { 'role of a@b.c': 'admin' }, { [`role of ${p}`]: 'admin' }],
    [
      'brackets of the original',
      { x: 'a⟦EMAIL·K7QX2M9A⟧b' },
      { x: escapeBrackets('a⟦EMAIL·K7QX2M9A⟧b') },
    ],
    ['brackets in a key', { '⟧': 1 }, { [escapeBrackets('⟧')]: 1 }],
    ['a key named __proto__', JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
  ])('%s', (_what, original, masked) => expect(presents(original, masked)).toBe(true))

  test('masked keys are told apart by their values and what is left of them', () => {
    const original = { 'a@b.c': 1, 'b@b.c': 2, 'x a@b.c': 3, 'x b@b.c': 3 }
    expect(presents(original, { [p]: 2, [q]: 1, [`x ${p}`]: 3, [`x ${q}`]: 3 })).toBe(true)
    expect(presents(original, { [p]: 3, [q]: 3, [`x ${p}`]: 1, [`x ${q}`]: 2 })).toBe(false)
  })

  test('placing one masked key may move another', () => {
    // The first pattern fits both keys, the second only the one that the first would take.
    const second = placeholder('PHONE', 'K7QX2M9A')
    expect(presents({ ab: 1, b: 1 }, { [p]: 1, [`a${second}`]: 1 })).toBe(true)
    expect(presents({ b: 1, ab: 1 }, { [p]: 1, [`a${second}`]: 1 })).toBe(true)
    expect(presents({ b: 1, cb: 1 }, { [p]: 1, [`a${second}`]: 1 })).toBe(false)
    // Two patterns fit the same one key and nothing else.
    const third = placeholder('IP', 'K7QX2M9A')
    const both = { [p]: 1, [`a${second}`]: 1, [`a${third}`]: 1 }
    expect(presents({ ab: 1, b: 1, c: 1 }, both)).toBe(false)
    expect(presents({ ab: 1, b: 1, ac: 1 }, both)).toBe(true)
  })

  test('whatever an honest engine hides', () => {
    fc.assert(
      fc.property(masking, ({ original, masked }) => {
        expect(presents(original, masked)).toBe(true)
      }),
    )
  })
})

describe('comparing is bounded', () => {
  const many = (count: number, value: (n: number) => unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}@x.org`, value(n)]))
  const hide = (members: Record<string, unknown>) =>
    Object.fromEntries(
      Object.values(members).map((value, n) => [
        placeholder('EMAIL', n.toString(36).toUpperCase()),
        value,
      ]),
    )

  test('thousands of masked keys in the order of the original are compared', () => {
    const members = many(5000, (n) => n)
    expect(presents(members, hide(members))).toBe(true)
  })

  test('a view that would take for ever is not believed', () => {
    const members = many(8000, (n) => n)
    const backwards = Object.fromEntries(Object.entries(hide(members)).reverse())
    expect(presents(members, backwards)).toBe(false)
  })

  test('deep nesting with ambiguous keys at every level does not multiply', () => {
    const nest = (depth: number, key: (n: number) => string, leaf: unknown): unknown =>
      depth === 0
        ? leaf
        : { [key(1)]: nest(depth - 1, key, leaf), [key(2)]: nest(depth - 1, key, leaf) }
    const original = nest(8, (n) => `k${n}@x.org`, 1)
    const masked = (leaf: unknown) => nest(8, (n) => placeholder('EMAIL', `${n}`), leaf)
    expect(presents(original, masked(1))).toBe(true)
    expect(presents(original, masked(2))).toBe(false)
  })
})

/** A JSON value, and what an honest engine makes of it: some texts, parts of texts, keys and numbers replaced. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
  fc.constantFrom('⟦', '⟧', p),
)
const text = fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 4 }).map((parts) => ({
  original: parts.map(([shown]) => shown).join(''),
  masked: parts.map(([shown, hide]) => (hide ? p : escapeBrackets(shown))).join(''),
}))
interface Pair {
  readonly original: unknown
  readonly masked: unknown
}
const { masking } = fc.letrec<{ masking: Pair }>((tie) => ({
  masking: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.constantFrom<Pair>({ original: null, masked: null }, { original: true, masked: true }),
    fc
      .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
      .map(([number, hide]): Pair => ({ original: number, masked: hide ? p : number })),
    fc.array(tie('masking'), { maxLength: 4 }).map((items) => ({
      original: items.map(({ original }) => original),
      masked: items.map(({ masked }) => masked),
    })),
    fc
      .uniqueArray(fc.tuple(text, tie('masking')), {
        maxLength: 4,
        selector: ([key]) => key.masked,
      })
      .map((members) => uniqueOriginals(members))
      .map((members) => ({
        original: Object.fromEntries(
          members.map(([key, { original }]) => [key.original, original]),
        ),
        masked: Object.fromEntries(
          members.map(([key, { masked }]) => [key.masked, masked]).reverse(),
        ),
      })),
  ),
}))

function uniqueOriginals<T>(members: [{ original: string; masked: string }, T][]) {
  const seen = new Set<string>(['__proto__'])
  return members.filter(([{ original, masked }]) => {
    if (seen.has(original) || masked === '__proto__') return false
    seen.add(original)
    return true
  })
}

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') return escapeBrackets(value)
  if (Array.isArray(value)) return value.map(escapeAll)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => [
    escapeBrackets(key),
    escapeAll(member),
  ])
  return Object.fromEntries(members)
}
