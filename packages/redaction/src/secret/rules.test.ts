/** Every row of the table finds the tokens of its shape, whole, and nothing less. Tokens are made here: none of a real format stands in the repository. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { found, tokenOf } from '../testing.ts'
import { markRules, type SecretRule, secretRules } from './rules.ts'
import { matchShape } from './shape.ts'

const providersMin = 200
const runs = { numRuns: 4 }

const positive = (rule: SecretRule, token: string): string =>
  rule.anchor === undefined ? `${rule.keywords[0]} = "${token}"` : `we used ${token} for it`

test('more than two hundred providers; ids are unique; every row says where it comes from', () => {
  expect(new Set(secretRules.map(({ provider }) => provider)).size).toBeGreaterThan(providersMin)
  expect(new Set(secretRules.map(({ id }) => id)).size).toBe(secretRules.length)
  for (const { source } of secretRules)
    expect(source).toMatch(/^(?:unread:|shown:)?[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i)
})

test('every row has something that the automaton can look for', () => {
  for (const { keywords } of secretRules) {
    expect(keywords.length).toBeGreaterThan(0)
    for (const word of keywords) expect(word).toMatch(/^[^A-Z]{2,}$/)
  }
})

describe.each(secretRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('is not found when it is cut short', () => {
    const last = rule.shape[rule.shape.length - 1]
    const isFree = last !== undefined && 'run' in last && (last.min === 0 || last.min < last.max)
    fc.assert(
      fc.property(tokenOf(rule), (token) => {
        if (!isFree || !('max' in last) || last.min > 1)
          expect(matchShape(rule.shape, token.slice(0, -1), 0)).toBe(-1)
      }),
      runs,
    )
  })

  test('is not found where every character is the same', () => {
    if (rule.shape.every((part) => 'literal' in part || part.min === 0)) return
    const filler = rule.shape
      .map((part) => ('literal' in part ? part.literal : '0'.repeat(part.min)))
      .join('')
    expect(found(positive(rule, filler)).filter((each) => each.includes(filler))).toEqual([])
  })

  test('is found whole where it belongs, also at the end of a text', () => {
    fc.assert(
      fc.property(tokenOf(rule), (token) => {
        expect(found(positive(rule, token))).toEqual([expect.stringContaining(token)])
        if (rule.anchor !== undefined)
          expect(found(token)).toEqual([expect.stringContaining(token)])
      }),
      runs,
    )
  })
})

test.each(
  markRules.filter(({ isWordStart }) => isWordStart).map((rule) => [rule.id, rule] as const),
)('%s begins a word', (_, rule) => {
  const [token = ''] = fc.sample(tokenOf(rule), { numRuns: 1, seed: 7 })
  expect(found(`a.b${token}`).filter((each) => each.endsWith(` ${token}`))).toEqual([])
})

describe('a shape without a prefix', () => {
  const hex = 'b04c9d7f21e85a36'.repeat(2)

  test.each([
    `trace=${hex}`,
    `datadog ${hex}`,
    `datadog_trace_id=${hex}`,
    `datadog commit: ${hex}`,
    `MydataDogma = x, ${'word '.repeat(20)} key=${hex}`,
  ])('counts only as the value of its provider’s name: %s', (text) => {
    expect(found(text).filter((each) => each.startsWith('SECRET'))).toEqual([])
  })

  test.each([
    `datadog_api_key=${hex}`,
    `datadog:\n  apikey: '${hex}'`,
    `setDatadog(key, "${hex}")`,
    `DD_API_KEY => ${hex};`,
  ])('is found there: %s', (text) => expect(found(text)).toEqual([`SECRET ${hex}`]))

  test('is not taken from the inside of another word', () => {
    expect(found(`ReactNativeCameraKit: ${'f15a9c2e7d'.repeat(4)}`)).toEqual([])
  })
})
