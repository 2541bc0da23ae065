import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenGlob, isRunStart, matchGlob, runCharsMax, runEnd } from './glob.ts'

describe('a glob is refused with the rule that it breaks', () => {
  test.each([
    ['two words*', 'has a space: a glob is one word'],
    ['*a?', 'needs 3 characters besides * and ?'],
    ['*a*b*c*d*', 'has more than 4 stars'],
    [`*${'a'.repeat(runCharsMax)}`, `has more than ${runCharsMax} characters`],
  ])('%s', (glob, rule) => {
    expect(brokenGlob(glob)).toBe(rule)
  })
  test('and others are not', () => {
    expect(brokenGlob('*.corp.acme.net')).toBeUndefined()
  })
})

test.each([
  ['*.corp.net', 'db.eu.corp.net', true],
  ['*.corp.net', 'db.corp.network', false],
  ['proj-??', 'proj-ab', true],
  ['proj-??', 'proj-abc', false],
  ['a*b*c', 'axxbyybc', true],
  ['a*b*c', 'axxbyyb', false],
  ['abc', 'abc', true],
  ['abc*', 'abc', true],
])('%s on %s: %s', (glob, run, expected) => {
  expect(matchGlob(glob, run)).toBe(expected)
})

test('says the same as the regular expression of the same meaning', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
  const run = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })
  fc.assert(
    fc.property(glob, run, (written, text) => {
      const pattern = written.replaceAll('*', '.*').replaceAll('?', '.')
      expect(matchGlob(written, text)).toBe(new RegExp(`^${pattern}$`).test(text))
    }),
  )
})

test('a run ends at space, quotes and brackets; what ends a sentence is not part of it', () => {
  const text = 'see (db.corp.net). next'
  expect(isRunStart(text, 5)).toBe(true)
  expect(isRunStart(text, 6)).toBe(false)
  expect(isRunStart(text, 4)).toBe(false)
  expect(text.slice(5, runEnd(text, 5))).toBe('db.corp.net')
  expect(runEnd('host.net.', 0)).toBe(8)
})

test('a run that is too long is none', () => {
  expect(runEnd('a'.repeat(runCharsMax), 0)).toBe(runCharsMax)
  expect(runEnd('a'.repeat(runCharsMax + 1), 0)).toBe(0)
})
