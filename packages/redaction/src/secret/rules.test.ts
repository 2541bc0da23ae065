/** Every row of the table finds the tokens of its shape, whole, and nothing shorter. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { found, tokenOf } from '../testing.ts'
import { keywordOf, type SecretRule, secretRules } from './rules.ts'
import { matchShape } from './shape.ts'

test('ids are unique, and every row says where it comes from', () => {
  expect(new Set(secretRules.map(({ id }) => id)).size).toBe(secretRules.length)
  for (const { source } of secretRules) expect(source).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/)
})

test('every row begins with a literal that the automaton can look for', () => {
  for (const rule of secretRules) expect(keywordOf(rule).length).toBeGreaterThanOrEqual(2)
})

describe.each(secretRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('is found whole, in text and at its end', () => {
    fc.assert(
      fc.property(tokenOf(rule), (token) => {
        expect(found(`the key ${token} was used`)).toEqual([expect.stringContaining(` ${token}`)])
        expect(found(token)).toEqual([expect.stringContaining(` ${token}`)])
      }),
      { numRuns: 10 },
    )
  })

  test('is not found when it is cut short', () => {
    fc.assert(
      fc.property(tokenOf(rule), (token) => {
        expect(matchShape(rule.shape, token.slice(0, -1), 0)).toBe(-1)
      }),
      { numRuns: 5 },
    )
  })
})

test('a filler in the shape of a token is none', () => {
  const filler = (rule: SecretRule) => `${keywordOf(rule)}${'x'.repeat(60)}`
  const ghp = secretRules.find(({ id }) => id === 'github-ghp')
  expect(ghp && found(filler(ghp))).toEqual([])
})
