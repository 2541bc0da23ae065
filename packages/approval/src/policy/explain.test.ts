import { describe, expect, test } from 'vitest'
import { parseDirectory } from '../directory.ts'
import type { Submission } from '../rules.ts'
import { explainPolicy } from './explain.ts'
import { head, masked, submission } from './submission.ts'

const text = `${head}rules:
  - {name: other, types: [mail.send], deny: {}}
  - {name: no-prod, when: 'environment == "prod"', deny: {}}
  - {name: big, when: params.amount > 1000, require: {quorum: 2}}
  - {name: small, when: params.amount <= 1000, allow: {}}
  - {name: rest, deny: {}}
`
const explain = (params: unknown, changes: Parameters<typeof submission>[1] = {}) =>
  explainPolicy(text, 'policy.yaml', submission(params, changes))
const target = { environment: 'test' }

describe('the way through the rules', () => {
  test('tells of each rule, in order, with its line', () => {
    const { rules, ruling } = explain({ amount: 10 }, { target })
    expect(rules.map(({ rule, file, result }) => [rule, file, result])).toEqual([
      ['other', 'policy.yaml:5', 'other type'],
      ['no-prod', 'policy.yaml:6', 'not'],
      ['big', 'policy.yaml:7', 'not'],
      ['small', 'policy.yaml:8', 'matched'],
      ['rest', 'policy.yaml:9', 'not reached'],
    ])
    expect(ruling).toMatchObject({ verdict: 'allow', rule: 'small' })
  })

  test('ends as the policy itself rules', () => {
    expect(explain({ amount: masked }, { target }).ruling).toMatchObject({ rule: 'rest' })
    expect(explain({ amount: 5 }).ruling).toMatchObject({ verdict: 'require', rule: 'no-prod' })
  })
})

describe('a rule that is left open names what left it open', () => {
  const because = (when: string, params: unknown, changes: Partial<Submission> = {}) => {
    const policy = `${head}rules: [{name: a, when: ${JSON.stringify(when)}, deny: {}}]`
    const { rules } = explainPolicy(policy, 'p', submission(params, changes))
    return rules[0]?.because.map(({ value, why }) => `${value} ${why}`)
  }

  test.each<[string, string, unknown, readonly string[]]>([
    ['a masked value', 'params.a == 1', { a: masked }, ['params.a is masked']],
    ['a partly masked one', 'params.a == "x"', { a: `x ${masked}` }, ['params.a is masked']],
    ['a missing one', 'params.a == 1', {}, ['params.a is not there']],
    ['a masked key', 'params.a == 1', { [masked]: 1 }, ['params.a may stand under a masked key']],
    ['all of it', 'params.a.b[0] == 1', masked, ['params.a.b[0] is masked']],
    ['the middle', 'params.a.b == 1', { a: masked }, ['params.a.b is masked']],
    ['no object', 'params.a.b == 1', { a: 7 }, ['params.a.b has no fields']],
    [
      'an end of a list',
      'params.a[3] == 1',
      { a: [1] },
      ['params.a[3] is masked or not in the list'],
    ],
    [
      'a masked key that it looks up',
      'params[params.k] == 1',
      { k: masked, x: 1 },
      ['params[params.k] has a key that is masked or not there', 'params.k is masked'],
    ],
    ['a part', 'params.a == ["x"]', { a: [masked] }, ['params.a is masked in part']],
    ['what nobody says', 'onBehalfOf == "ann"', {}, ['onBehalfOf is not there']],
    [
      'elements',
      'params.a.exists(x, x == params.b)',
      { a: ['x', masked], b: masked },
      ['params.a is masked in part', 'params.b is masked'],
    ],
    [
      'one side only',
      'params.a == 1 && params.b == 1',
      { a: masked, b: 1 },
      ['params.a is masked'],
    ],
    ['another type', 'params.a > 1', { a: 'x' }, []],
  ])('%s', (_, when, params, expected) => {
    expect(because(when, params)).toEqual(expected)
  })
})

test('with a directory it tells what the registry says first', () => {
  const directory = parseDirectory(
    `people: [{id: ann, email: ann@example.org}, {id: ben}]
groups: []
agents: [{id: bot, owner: ben, types: [mail.send]}]
`,
    'd',
  )
  const action = { type: 'mail.send', agent: { id: 'bot' }, params: {} }
  const of = (more: object) =>
    explainPolicy(text, 'p', { ...submission({}), action: { ...action, ...more } }, directory)
      .registry
  expect(of({ onBehalfOf: 'ann@example.org' })).toEqual({
    mayAsk: true,
    excluded: ['ben', 'ann'],
    unknown: [],
  })
  expect(of({ type: 'other.type', onBehalfOf: 'cid' })).toEqual({
    mayAsk: false,
    excluded: ['ben'],
    unknown: ['cid'],
  })
  expect(explain({})).not.toHaveProperty('registry')
})
