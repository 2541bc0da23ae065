import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../redactor.ts'
import { scope } from '../testing.ts'
import { type CustomDetector, CustomDetectors } from './detectors.ts'

const tagKey = Buffer.alloc(32, 2)
const detectors: readonly CustomDetector[] = [
  { name: 'codenames', type: 'CUSTOM', literals: ['Blue Heron', '青鷺計画', 'Straße 9'] },
  { name: 'hosts', type: 'CUSTOM', globs: ['*.corp.acme-net'] },
  { name: 'staff', type: 'USERNAME', shapes: ['EMP-#{6}', 'X@{2,3}-##'] },
  { name: 'vault', type: 'SECRET', shapes: ['vlt_%{20}'], caseSensitive: true, score: 1 },
]
const own = createRedactor({ tagKey, detectors, locates: true })
const found = (value: unknown) =>
  (own.redact(value, { scope }).located ?? []).map(
    ({ path, start, end, type, detector }) => `${path} ${start}-${end} ${type} ${detector}`,
  )

describe('a detector that is wrong is refused by field', () => {
  const right = { name: 'right', type: 'CUSTOM', literals: ['abc'] } as const
  test.each<[object, string, string]>([
    [{ ...right, name: 'No Name' }, '/0/name', 'must be lower-case letters, digits and dashes'],
    [{ ...right, type: 'PLANET' }, '/0/type', 'is no type of the engine'],
    [{ name: 'none', type: 'CUSTOM' }, '/0', 'needs literals, globs or shapes'],
    [{ ...right, literals: ['ab', ' x '] }, '/0/literals/1', 'must have 2 to 200 characters'],
    [{ ...right, globs: ['a b'] }, '/0/globs/0', 'has a space: a glob is one word'],
    [{ ...right, shapes: ['EMP-#', '#'] }, '/0/shapes/1', 'covers fewer than 3 characters'],
  ])('%j', (row, field, rule) => {
    const rows = [row as CustomDetector]
    expect(() => new CustomDetectors(rows)).toThrow(`field "/detectors${field}" ${rule}`)
  })

  test('a name that stands twice', () => {
    expect(() => new CustomDetectors([right, right], '/own')).toThrow('"/own/1/name" stands twice')
  })

  test('more patterns than may be tried at every word', () => {
    const shapes = Array.from({ length: 101 }, (_, i) => `EMP${i}-###`)
    const rows: CustomDetector[] = [{ name: 'many', type: 'CUSTOM', shapes }]
    expect(() => new CustomDetectors(rows)).toThrow('have more than 100 globs and shapes')
  })
})

test.each([
  ['a literal in any case', 'about BLUE HERON, again', [' 6-16 CUSTOM custom/codenames']],
  ['a literal as a part of a word', 'blue herons', []],
  ['a literal where words have no spaces', '昨日青鷺計画を', [' 2-6 CUSTOM custom/codenames']],
  ['a glob as a whole run', 'on db1.corp.acme-net.', [' 3-20 CUSTOM custom/hosts']],
  ['a shape', 'id emp-123456 ok', [' 3-13 USERNAME custom/staff']],
  ['a shape with more behind it', 'EMP-1234567', []],
  ['a shape within a word', 'TEMP-123456', []],
  ['a shape of the wrong case', `VLT_${'a1'.repeat(10)}`, []],
  ['full-width letters', 'ＥＭＰ-１２３４５６', [' 0-10 USERNAME custom/staff']],
  ['invisible signs', 'Blue\u200b He\u00adron', [' 0-12 CUSTOM custom/codenames']],
])('%s', (_, text, expected) => {
  expect(found(text)).toEqual(expected)
})

test('keys, numbers, JSON in texts and encoded runs are looked at too', () => {
  const digits = createRedactor({
    tagKey,
    detectors: [{ name: 'six', type: 'CUSTOM', shapes: ['77####'] }],
  })
  expect(digits.redact({ n: 771234, m: 881234 }, { scope }).masked).toMatchObject({ m: 881234 })
  expect(JSON.stringify(digits.redact({ n: 771234 }, { scope }).masked)).not.toContain('771234')
  expect(found({ 'Blue Heron': 1 })).toEqual(['/Blue Heron 0-10 CUSTOM custom/codenames'])
  expect(found(JSON.stringify({ a: 'Blue Heron' }))).toEqual([' 6-16 CUSTOM custom/codenames'])
  expect(found(Buffer.from('the Blue Heron plan').toString('base64'))).toHaveLength(1)
})

test('the type brings its label, and a custom one counts as personal', () => {
  expect(own.redact(`vlt_${'a1'.repeat(10)}`, { scope }).labels).toEqual(['credentials'])
  expect(own.redact('Blue Heron', { scope }).labels).toEqual(['pii'])
})

test('who has detectors has another digest of the configuration', () => {
  expect(own.configDigest).not.toBe(createRedactor({ tagKey }).configDigest)
})

test('work grows with the text, whatever stands there', () => {
  const unit = fc.constantFrom('blue heron ', 'emp-1234', 'a.', 'x@', 'vlt_a', 'bl', '青鷺', '*')
  fc.assert(
    fc.property(fc.array(unit, { minLength: 20, maxLength: 40 }), (units) => {
      const work = (times: number) => own.redact(units.join('').repeat(times), { scope }).work
      expect(work(40)).toBeLessThanOrEqual(5 * work(10))
    }),
    { numRuns: 30 },
  )
})
