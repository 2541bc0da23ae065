import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { glob } from './glob.ts'

describe('a pattern of names', () => {
  test.each([
    ['payments.refund', 'payments.refund', true],
    ['payments.refund', 'payments.refunds', false],
    ['payments.*', 'payments.refund', true],
    ['payments.*', 'payments', false],
    ['*', '', true],
    ['*.delete', 'db.table.delete', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['a**b', 'ab', true],
    ['a.c', 'abc', false],
  ])('%s × %s', (pattern, text, expected) => {
    expect(glob(pattern)(text)).toBe(expected)
  })

  test('means what the same regular expression means', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '*'), maxLength: 6 })
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*')
        expect(glob(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text))
      }),
      { numRuns: 2000 },
    )
  })
})
