/**
 * Every way to hide a value from a rule, against every kind of condition: whatever the redactor leaves of the value, the action is never allowed. A trick is
 * what an action looks like after masking; none of these tests knows what stood there before.
 */
import { describe, expect, test } from 'vitest'
import { parsePolicy } from './policy.ts'
import { head, submission } from './submission.ts'

const pii = '⟦EMAIL·K7QX2M9A⟧'

/** What becomes of the one value that a rule wants to see, here `v` of the parameters and the resource of the target. */
const tricks: Readonly<Record<string, (value: string) => Record<string, unknown>>> = {
  'shaped like an address': () => ({ v: pii }),
  'with an address stuck to its end': (value) => ({ v: `${value}${pii}` }),
  'with an address stuck to its beginning': (value) => ({ v: `${pii}${value}` }),
  'with an address in its middle': (value) => ({
    v: `${value.slice(0, 2)}${pii}${value.slice(2)}`,
  }),
  'shaped like a card, of which four digits are shown': () => ({ v: '⟦CARD·K7QX2M9A·1111⟧' }),
  'between brackets of its own': (value) => ({ v: `⟦(⟧${value}⟦)⟧` }),
  'in base64 that was found and masked': () => ({ v: `x=⟦BASE64·K7QX2M9A⟧` }),
  'percent-encoded with something found in it': () => ({ v: `https://x.example/?q=${pii}` }),
  'in JSON within a string, with something found in it': (value) => ({
    v: `{"cmd":"${value}","to":"${pii}"}`,
  }),
  'too large to look at': () => ({ v: '⟦UNSCANNED·70000⟧' }),
  'in a number that was found': () => ({ v: '⟦PHONE·K7QX2M9A⟧' }),
  'in a list': (value) => ({ v: [value, pii] }),
  'in an object': (value) => ({ v: { [pii]: value } }),
  'under a masked key': (value) => ({ [pii]: value }),
  'under a key that looks like a secret, whose value goes': () => ({ v: '⟦SECRET·K7QX2M9A⟧' }),
  'left out': () => ({}),
  'of another type': () => ({ v: 7 }),
  'as nothing at all': () => ({ v: null }),
}

/** Each is about `params.v`, for which "rm -rf /", "9000" and "prod" stand; a deny or require rule with it must not be passed. */
const conditions: readonly string[] = [
  'params.v == "rm -rf /"',
  '"rm -rf /" == params.v',
  'params.v.contains("rm -rf")',
  'params.v.startsWith("rm")',
  'params.v.endsWith("/")',
  'params.v.glob("rm *")',
  'params.v.lowerAscii().contains("rm")',
  'params.v in ["rm -rf /", "mkfs"]',
  '["rm -rf /", "mkfs"].exists(bad, params.v.contains(bad))',
  'double(params.v) > 1000',
  'params.v > "rm"',
  'params.v + "" == "rm -rf /"',
  'params["v"] == "rm -rf /"',
  'has(params.v) && params.v == "rm -rf /"',
  'params.v == "rm -rf /" || params.other == 1',
  'params.ok == true && params.v == "rm -rf /"',
  '!(params.v != "rm -rf /")',
  'params.ok ? params.v == "rm -rf /" : false',
  'params.v == "rm -rf /" ? true : false',
  '[params.v].exists(x, x == "rm -rf /")',
  '[params.v].filter(x, x == "rm -rf /") == ["rm -rf /"]',
  '[params.v].map(x, x.lowerAscii()) == ["rm -rf /"]',
  'size(params.v) == 8',
]

/** Where the value is not what the condition could be about at all, a condition may know that it is not so, and be right. */
const settled: ReadonlySet<string> = new Set(['of another type', 'as nothing at all', 'in a list'])
const isKnownAbsent = (trick: string, when: string) =>
  trick === 'left out' && when.startsWith('has(')

function paramsOf(trick: string): unknown {
  const params = tricks[trick]?.('rm -rf /')
  return params === undefined ? pii : { ok: true, ...params }
}

const effects = ['deny: {}', 'require: {quorum: 2, groups: [{group: heads, min: 2}]}'] as const

describe.each([...Object.keys(tricks), 'within parameters that are one placeholder'])(
  'a value %s',
  (trick) => {
    test.each(conditions)('is not allowed past: %s', (when) => {
      for (const effect of effects) {
        const text = `${head}rules:
  - {name: watch, when: ${JSON.stringify(when)}, ${effect}}
  - {name: rest, allow: {}}`
        const found = parsePolicy(text, 'p').rule(submission(paramsOf(trick)))
        if (found.verdict === 'allow') {
          const isRight =
            settled.has(trick) || isKnownAbsent(trick, when) || isAnObject(trick, when)
          expect(isRight, `${trick} × ${when}`).toBe(true)
          continue
        }
        if (found.verdict === 'require' && effect !== 'deny: {}') {
          expect(found.demand).toMatchObject({ quorum: 2, groups: [{ group: 'heads', min: 2 }] })
        }
      }
    })
  },
)

/** An object stays an object of as many keys when its keys are masked: it equals no text, is in no list of texts, and has no eight keys. */
function isAnObject(trick: string, when: string): boolean {
  return trick === 'in an object' && !/contains|With|glob|lower|double|> "rm"/.test(when)
}

describe('a target that is hidden', () => {
  const { rule } = parsePolicy(
    `${head}rules:
  - {name: prod, when: 'environment == "prod"', deny: {}}
  - {name: orders, when: 'target.resource.glob("orders*")', deny: {}}
  - {name: rest, allow: {}}`,
    'p',
  )

  test.each<[string, unknown]>([
    ['a masked environment', { environment: pii, resource: 'x' }],
    ['a partly masked environment', { environment: `prod${pii}`, resource: 'x' }],
    ['an environment left out', { resource: 'x' }],
    ['a masked resource', { environment: 'test', resource: `ord${pii}` }],
    ['a masked key', { environment: 'test', [pii]: 'orders' }],
    ['a target masked as a whole', pii],
    ['no target', undefined],
    ['a list', ['prod']],
  ])('is never allowed: %s', (_, target) => {
    const changes = target === undefined ? {} : { target }
    expect(rule(submission({}, changes)).verdict).not.toBe('allow')
  })

  test('is allowed where it is plainly another', () => {
    expect(rule(submission({}, { target: { environment: 'test', resource: 'x' } })).verdict).toBe(
      'allow',
    )
  })
})

describe('an amount that is hidden', () => {
  const { rule } = parsePolicy(
    `${head}rules:
  - {name: large, when: params.amount > 1000, require: {quorum: 2}}
  - {name: odd, when: "!(params.amount <= 1000)", deny: {}}
  - {name: small, when: params.amount <= 1000, allow: {}}`,
    'p',
  )

  test.each<[string, unknown]>([
    ['masked', { amount: pii }],
    ['as text', { amount: '5000' }],
    ['as text with a placeholder', { amount: `5000${pii}` }],
    ['as an object', { amount: { value: 5000 } }],
    ['as a list', { amount: [5000] }],
    ['as null', { amount: null }],
    ['as true', { amount: true }],
    ['left out', {}],
    ['under a masked key', { [pii]: 5000 }],
    ['in parameters that are one placeholder', pii],
    ['in parameters that are none', null],
  ])('is never allowed: %s', (_, params) => {
    expect(rule(submission(params)).verdict).not.toBe('allow')
  })
})

test('a rule that asks for what is not there can be passed by nothing that is hidden either', () => {
  for (const trick of Object.keys(tricks)) {
    const text = `${head}rules:
  - {name: signed, when: "has(params.v) && params.v == \\"approved\\"", allow: {}}
  - {name: rest, deny: {}}`
    const { verdict } = parsePolicy(text, 'p').rule(submission(paramsOf(trick)))
    expect([trick, verdict]).toEqual([trick, 'deny'])
  }
})
