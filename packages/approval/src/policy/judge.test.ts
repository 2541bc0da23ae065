/** Whole policies under masking: what is decided about the masked action is never more generous than what would be decided about the original. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInGroups } from '../eligible.ts'
import { isQuorum } from '../quorum.ts'
import type { Person, Ruling, Submission } from '../rules.ts'
import { parsePolicy } from './policy.ts'

const conditions = [
  undefined,
  'params.a == "x"',
  'params.a != "x"',
  'params.b > 1',
  'has(params.c)',
  '"x" in params.list',
  'params.list.all(i, i == "x")',
  'params.a == "x" || params.b > 1',
  'params.a == "x" ? params.b > 1 : params.b < 1',
]
const effects = fc.oneof(
  fc.constant({ allow: {} }),
  fc.constant({ deny: {} }),
  fc
    .record({
      quorum: fc.integer({ min: 1, max: 3 }),
      groups: fc.uniqueArray(
        fc.record({ group: fc.constantFrom('red', 'blue'), min: fc.integer({ min: 0, max: 2 }) }),
        { selector: ({ group }) => group, maxLength: 2 },
      ),
      decideWithin: fc.constantFrom('1m', '5m', '9m'),
    })
    .map((require) => ({ require })),
)
const policies = fc
  .array(fc.tuple(fc.constantFrom(...conditions), effects), { maxLength: 5 })
  .map((rules) =>
    parsePolicy(
      JSON.stringify({
        version: 1,
        name: 'random',
        defaults: { audience: 'a' },
        rules: rules.map(([when, effect], at) => ({
          name: `r${at}`,
          ...(when ? { when } : {}),
          ...effect,
        })),
      }),
      'random.yaml',
    ),
  )
const originals = fc.record({
  a: fc.constantFrom('x', 'y', 1),
  b: fc.constantFrom(0, 1, 2),
  list: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  c: fc.option(fc.constant(1), { nil: undefined }),
})
const veils = fc.record({ a: fc.boolean(), b: fc.boolean(), list: fc.nat(3), c: fc.boolean() })
const crowds: fc.Arbitrary<Person[]> = fc
  .array(fc.subarray(['red', 'blue']), { maxLength: 6 })
  .map((all) => all.map((groups, at) => ({ id: `p${at}`, groups })))

type Original = typeof originals extends fc.Arbitrary<infer T> ? T : never
type Veil = typeof veils extends fc.Arbitrary<infer T> ? T : never

const hide = '⟦PERSON·K7QX2M9A⟧'
function veiled({ a, b, list, c }: Original, veil: Veil): Record<string, unknown> {
  return {
    a: veil.a ? hide : a,
    b: veil.b ? hide : b,
    list: veil.list === 3 ? hide : list.map((item, at) => (at < veil.list ? `a${hide}` : item)),
    ...(c === undefined ? {} : { [veil.c ? hide : 'c']: c }),
  }
}

const submit = (params: unknown): Submission => ({
  action: { type: 'some.type', agent: { id: 'bot' }, params },
  labels: [],
  findings: [],
  unscanned: false,
  identity: { kind: 'ingress', topic: 'legacy' },
})
const plain = ({ c, ...rest }: Original) => ({ ...rest, ...(c === undefined ? {} : { c }) })
const isEnough = (people: readonly Person[], { demand }: Extract<Ruling, { verdict: 'require' }>) =>
  isQuorum(
    people.filter((person) => isInGroups(person, demand)),
    demand,
  )

describe('a ruling about a masked action', () => {
  test('allows only what would be allowed with nothing masked', () => {
    let allowed = 0
    fc.assert(
      fc.property(policies, originals, veils, (policy, original, veil) => {
        const seen = policy.rule(submit(veiled(original, veil)))
        if (seen.verdict !== 'allow') return
        allowed += 1
        expect(policy.rule(submit(plain(original))).verdict).toBe('allow')
      }),
      { numRuns: 3000 },
    )
    expect(allowed).toBeGreaterThan(100)
  })

  test('asks for no fewer people and gives no more time than with nothing masked', () => {
    fc.assert(
      fc.property(policies, originals, veils, crowds, (policy, original, veil, people) => {
        const seen = policy.rule(submit(veiled(original, veil)))
        const real = policy.rule(submit(plain(original)))
        if (seen.verdict !== 'require' || real.verdict !== 'require') return
        if (isEnough(people, seen)) expect(isEnough(people, real)).toBe(true)
        const isOwn = real.rule !== 'holdpoint/unmatched'
        if (isOwn) expect(seen.decideWithinMs).toBeLessThanOrEqual(real.decideWithinMs)
      }),
      { numRuns: 3000 },
    )
  })
})
