/** Whole policies under masking: what is decided about the masked action is never more generous than what would be decided about the original. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInGroups } from '../eligible.ts'
import { isQuorum } from '../quorum.ts'
import type { Person, Policy, Ruling, Submission } from '../rules.ts'
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
/** What any rule but a denial may say of what comes after. */
const afterwards = fc.record(
  {
    audience: fc.constantFrom('a', 'b'),
    useWithin: fc.constantFrom('1m', '5m'),
    runWithin: fc.constantFrom('1m', '5m'),
    clearResult: fc.boolean(),
    justificationRequired: fc.constant(true),
  },
  { requiredKeys: [] },
)
const effects = fc.oneof(
  fc.constant({ allow: {} }),
  afterwards.map((allow) => ({ allow })),
  fc.constant({ deny: {} }),
  fc
    .record({
      quorum: fc.integer({ min: 1, max: 3 }),
      groups: fc.uniqueArray(
        fc.record({ group: fc.constantFrom('red', 'blue'), min: fc.integer({ min: 0, max: 2 }) }),
        { selector: ({ group }) => group, maxLength: 2 },
      ),
      decideWithin: fc.constantFrom('1m', '5m', '9m'),
      escalate: fc.constantFrom(
        undefined,
        [{ after: '1s', groups: ['green'] }],
        [
          { after: '1s', groups: ['blue'] },
          { after: '2s', groups: ['green'] },
        ],
      ),
      terms: afterwards,
    })
    .map(({ terms, escalate, ...require }) => ({
      require: { ...require, ...terms, ...(escalate ? { escalate } : {}) },
    })),
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
  why: fc.constantFrom('because', undefined),
})
const veils = fc.record({ a: fc.boolean(), b: fc.boolean(), list: fc.nat(3), c: fc.boolean() })
const crowds: fc.Arbitrary<Person[]> = fc
  .array(fc.subarray(['red', 'blue', 'green']), { maxLength: 6 })
  .map((all) => all.map((groups, at) => ({ id: `p${at}`, groups })))

const ages = fc.constantFrom(0, 1000, 2000)
/** A policy and several actions for it: reading it is what takes time. */
const trials = fc.record({
  policy: policies,
  actions: fc.array(fc.record({ original: originals, veil: veils, people: crowds, age: ages }), {
    minLength: 5,
    maxLength: 5,
  }),
})
const each = (
  check: (
    policy: Policy,
    trial: { original: Original; veil: Veil; people: Person[]; age: number },
  ) => void,
) =>
  fc.assert(
    fc.property(trials, ({ policy, actions }) => {
      for (const action of actions) check(policy, action)
    }),
    { numRuns: 600 },
  )

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

const submit = (params: unknown, justification: string | undefined): Submission => ({
  action: {
    ...{ type: 'some.type', agent: { id: 'bot' }, params },
    ...(justification === undefined ? {} : { justification }),
  },
  labels: [],
  findings: [],
  unscanned: false,
  identity: { kind: 'ingress' },
})
const plain = ({ c, why: _, ...rest }: Original) => ({ ...rest, ...(c === undefined ? {} : { c }) })
const isEnough = (
  people: readonly Person[],
  { demand }: Extract<Ruling, { verdict: 'require' }>,
  ageMs: number,
) =>
  isQuorum(
    people.filter((person) => isInGroups(person, demand, ageMs)),
    demand,
    ageMs,
  )

describe('a ruling about a masked action', () => {
  test('allows only what would be allowed with nothing masked', () => {
    let allowed = 0
    each((policy, { original, veil }) => {
      const seen = policy.rule(submit(veiled(original, veil), original.why))
      if (seen.verdict !== 'allow') return
      allowed += 1
      expect(policy.rule(submit(plain(original), original.why)).verdict).toBe('allow')
    })
    expect(allowed).toBeGreaterThan(100)
  })

  test('gives it to no other executor, for no longer, and clears no result that would not be cleared', () => {
    let cleared = 0
    each((policy, { original, veil }) => {
      const seen = policy.rule(submit(veiled(original, veil), original.why))
      const real = policy.rule(submit(plain(original), original.why))
      if (seen.verdict === 'deny' || real.verdict === 'deny') {
        if (seen.verdict !== 'deny') expect(seen.terms.clearResult ?? false).toBe(false)
        return
      }
      if (seen.verdict === 'allow') expect(seen.terms.audience).toBe(real.terms.audience)
      const isOwn = real.rule !== 'holdpoint/unmatched'
      if (isOwn) expect(seen.terms.useWithinMs).toBeLessThanOrEqual(real.terms.useWithinMs)
      if (isOwn) expect(seen.terms.runWithinMs).toBeLessThanOrEqual(real.terms.runWithinMs)
      if (seen.terms.clearResult) cleared += 1
      if (seen.terms.clearResult) expect(real.terms.clearResult).toBe(true)
    })
    expect(cleared).toBeGreaterThan(50)
  })

  test('asks for no fewer people and gives no more time than with nothing masked', () => {
    each((policy, { original, veil, people, age }) => {
      const seen = policy.rule(submit(veiled(original, veil), original.why))
      const real = policy.rule(submit(plain(original), original.why))
      if (seen.verdict !== 'require' || real.verdict !== 'require') return
      if (isEnough(people, seen, age)) expect(isEnough(people, real, age)).toBe(true)
      const isOwn = real.rule !== 'holdpoint/unmatched'
      if (isOwn) expect(seen.decideWithinMs).toBeLessThanOrEqual(real.decideWithinMs)
    })
  })
})
