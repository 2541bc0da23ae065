/**
 * The law that conditions rest on: what is known about a masked action is so for every original that it may have been. Random conditions over random
 * originals, of which random parts are masked.
 */
import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCondition } from './condition.ts'
import { masked, maskings, originals, truth } from './generated.ts'
import { unknown } from './value.ts'

/** Names of macros' elements must be bound somewhere: around everything, to a value of the action. */
const bound = (text: string) => `[params.a, params.c].exists(x, ${text})`

function compiled(text: string) {
  try {
    return compileCondition(text)
  } catch {
    return undefined
  }
}

/** Small conditions that put weight on one operator each, over values that are often equal. */
const pointed = [
  'params.a == params.c',
  'params.c == params.a',
  'params.a != params.b',
  'params.b == params.a',
  '"a" == params.to',
  '[params.a] == [params.to]',
  '(params.to == "a" ? params.n : params.a) == params.n',
  '(params.to == "a" ? 1 : 2) == 1',
  'params.b.exists_one(x, x == "a")',
  'params.c.exists_one(k, k == "a")',
  'size(params.b.filter(x, x == "a")) == 1',
  'params.b.map(x, x == "a") == [true]',
  'params.c.exists(k, k == "a")',
  'params.c.all(k, k != "a")',
  '"a" in params.c',
  'params.to in params.b',
  'params.b in [params.b, params.a]',
  'params.c.a == "a"',
  'has(params.c.a) && params.c.a == "a"',
  'params.c[params.to] == params.a',
  'params.to + params.to == "aa"',
  'params.to.contains("a")',
  'params.to < "b"',
  'params.n + params.a > 1',
  'size(params.c) == size(params.b)',
  'double(params.to) > 1',
]
const few: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', 'a', '12') },
  { weight: 2, arbitrary: fc.constantFrom(0, 1) },
  fc.constantFrom(true, null),
)
const flat = fc.oneof(
  { weight: 3, arbitrary: few },
  fc.array(few, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('a', 'b'), few),
)
const similar = fc.record({
  a: flat,
  b: fc.array(flat, { maxLength: 3 }),
  c: fc.dictionary(fc.constantFrom('a', 'b', 'c'), flat),
  n: fc.constantFrom(0, 1),
  to: fc.constantFrom('', 'a', 'b', '12'),
})

describe('what is known about a masked action', () => {
  test.each(pointed)('is so for the original: %s', (text) => {
    const condition = compileCondition(text)
    fc.assert(
      fc.property(similar, maskings, (original, choices) => {
        const seen = condition({ params: masked(original, choices) })
        if (seen !== unknown) expect(condition({ params: original })).toBe(seen)
      }),
      { numRuns: 300 },
    )
  })

  test('is so for the original, whatever was masked', () => {
    let known = 0
    let meaningful = 0
    fc.assert(
      fc.property(truth, originals, maskings, (text, original, choices) => {
        const condition = compiled(bound(text))
        if (!condition) return
        const view = masked(original, choices)
        const seen = condition({ params: view })
        const real = condition({ params: original })
        if (seen !== unknown) known += 1
        if (seen !== unknown && JSON.stringify(view) !== JSON.stringify(original)) meaningful += 1
        if (seen !== unknown) expect(real).toBe(seen)
      }),
      { numRuns: 3000 },
    )
    expect(known).toBeGreaterThan(200)
    expect(meaningful).toBeGreaterThan(50)
  })

  test('stays so when more is masked', () => {
    fc.assert(
      fc.property(truth, originals, maskings, maskings, (text, original, choices, more) => {
        const condition = compiled(bound(text))
        if (!condition) return
        const once = masked(original, choices)
        const seen = condition({ params: masked(once, more) })
        if (seen !== unknown) expect(condition({ params: once })).toBe(seen)
      }),
      { numRuns: 1500 },
    )
  })
})

describe('of an action that is not masked', () => {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    unlistedVariablesAreDyn: true,
  })
  const reference = (text: string, params: unknown): unknown => {
    try {
      return environment.evaluate(text, { params })
    } catch {
      return unknown
    }
  }

  test('what is known is what another implementation of CEL says', () => {
    let compared = 0
    fc.assert(
      fc.property(truth, originals, (text, original) => {
        const condition = compiled(bound(text))
        if (!condition || text.includes('glob')) return
        const ours = condition({ params: original })
        const theirs = reference(bound(text), original)
        if (ours === unknown || theirs === unknown) return
        compared += 1
        expect(ours).toBe(theirs)
      }),
      { numRuns: 2000 },
    )
    expect(compared).toBeGreaterThan(200)
  })
})
