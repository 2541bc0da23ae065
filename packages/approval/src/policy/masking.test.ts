import { describe, expect, test } from 'vitest'
import type { Submission } from '../rules.ts'
import { parsePolicy } from './policy.ts'
import { head, masked, submission } from './submission.ts'

describe('masking smuggles nothing past a rule', () => {
  const { rule } = parsePolicy(
    `${head}rules:
  - {name: no-rm, types: ["shell.*"], when: 'params.command.contains("rm -rf")', deny: {}}
  - {name: legal, when: params.country == "XX", require: {groups: [{group: legal}], assurance: sso, decideWithin: 5m}}
  - {name: finance, when: params.amount > 1000, require: {quorum: 2, groups: [{group: finance, min: 1}]}}
  - {name: known, when: params.to == "a", allow: {}}
  - {name: rest, types: ["shell.*"], allow: {}}`,
    'p',
  )
  const shell = (params: unknown, changes: Partial<Submission> = {}) =>
    rule(submission(params, { type: 'shell.run', ...changes }))
  const clear = { command: 'ls', country: 'DE', amount: 1, to: 'b' }

  test('with nothing masked it is allowed', () => {
    expect(shell(clear)).toMatchObject({ verdict: 'allow', rule: 'rest' })
  })

  test('an unknown denial turns the allow into a question, in its name', () => {
    for (const command of [`ls ${masked}`, masked, '⟦UNSCANNED·70000⟧']) {
      expect(shell({ ...clear, command })).toMatchObject({
        verdict: 'require',
        rule: 'no-rm',
        demand: { quorum: 1, groups: [] },
      })
    }
  })

  test('a doubt about a denial asks for no less than the usual, whatever else is in doubt', () => {
    const { rule: both } = parsePolicy(
      `version: 1
name: x
defaults: {audience: a}
rules:
  - {name: never, when: params.a == 1, deny: {}}
  - {name: chat, when: params.b == 1, require: {assurance: chat}}
  - {name: rest, allow: {}}`,
      'p',
    )
    expect(both(submission({ a: 0, b: masked }))).toMatchObject({ demand: { assurance: 'chat' } })
    expect(both(submission({ a: masked, b: masked }))).toMatchObject({
      demand: { assurance: 'sso' },
    })
  })

  test('a target that the agent leaves out has no fields, and what it would be is unknown', () => {
    const { rule: prod } = parsePolicy(
      `${head}rules:
  - {name: none, types: [a.none], when: "!has(target.environment)", allow: {}}
  - {name: prod, when: 'environment == "prod"', deny: {}}
  - {name: rest, allow: {}}`,
      'p',
    )
    expect(prod(submission({}, { type: 'a.none' }))).toMatchObject({
      verdict: 'allow',
      rule: 'none',
    })
    expect(prod(submission({}))).toMatchObject({ verdict: 'require', rule: 'prod' })
    const environment = 'test'
    expect(prod(submission({}, { target: { environment } }))).toMatchObject({ verdict: 'allow' })
    expect(prod(submission({}, { target: masked, type: 'a.none' }))).toMatchObject({ rule: 'prod' })
  })

  test('a value that is missing, of another type, or behind a masked key is as unknown', () => {
    const { command, ...without } = clear
    for (const params of [
      without,
      { ...without, command: 7 },
      { ...without, [masked]: command },
      masked,
    ]) {
      expect(shell(params)).toMatchObject({ verdict: 'require' })
    }
  })

  test('an unknown question adds its demands to an allow, a question and no match alike', () => {
    const demand = { groups: [{ group: 'legal', min: 0 }], assurance: 'sso' }
    const allowed = shell({ ...clear, country: masked })
    expect(allowed).toMatchObject({
      verdict: 'require',
      rule: 'legal',
      demand,
      decideWithinMs: 300_000,
    })
    const both = shell({ ...clear, country: masked, amount: 5000 })
    expect(both).toMatchObject({
      verdict: 'require',
      rule: 'finance',
      demand: {
        quorum: 2,
        groups: [
          { group: 'finance', min: 2 },
          { group: 'legal', min: 1 },
        ],
        assurance: 'sso',
      },
      decideWithinMs: 300_000,
    })
    const unmatched = rule(submission({ ...clear, country: masked }, { type: 'other.type' }))
    expect(unmatched).toMatchObject({ verdict: 'require', rule: 'holdpoint/unmatched', demand })
  })

  test('an unknown allow is no allow', () => {
    const other = rule(submission({ ...clear, to: masked }, { type: 'other.type' }))
    expect(other).toMatchObject({ verdict: 'require', rule: 'holdpoint/unmatched' })
  })

  test('a known denial stays one, however much else is masked', () => {
    expect(shell({ command: 'rm -rf /', country: masked, amount: masked })).toMatchObject({
      verdict: 'deny',
      rule: 'no-rm',
    })
  })

  test('what nobody could look at is never allowed, even by a rule without a condition', () => {
    const finding = { path: '/params', type: 'UNSCANNED', score: 1, detector: 'limit' }
    for (const changes of [{ unscanned: true }, { findings: [finding] }]) {
      expect(shell(clear, changes)).toMatchObject({
        verdict: 'require',
        rule: 'holdpoint/unscanned',
        demand: { quorum: 1 },
      })
    }
  })

  test('a payload that uses the work of conditions up is left to people', () => {
    const { rule: slow } = parsePolicy(
      `${head}rules:
  - {name: loops, when: "params.list.all(x, params.list.exists(y, x == y))", deny: {}}
  - {name: rest, allow: {}}`,
      'p',
    )
    const list = Array.from({ length: 3000 }, (_, at) => at)
    expect(slow(submission({ list }))).toMatchObject({ verdict: 'require', rule: 'loops' })
  })

  test('who names several people slips past no rule about one of them', () => {
    const { rule: chain } = parsePolicy(
      `${head}rules:
  - {name: ann, when: 'onBehalfOf == "ann"', deny: {}}
  - {name: raw, when: 'action.onBehalfOf == "ben"', deny: {}}
  - {name: cid, when: '"cid" in onBehalfOfChain', deny: {}}
  - {name: rest, allow: {}}`,
      'p',
    )
    const of = (onBehalfOf: unknown) => {
      const { action, ...rest } = submission({})
      return chain({ ...rest, action: { ...(action as object), onBehalfOf } })
    }
    expect(of('dan')).toMatchObject({ verdict: 'allow' })
    expect(of('cid')).toMatchObject({ verdict: 'deny', rule: 'cid' })
    expect(of(['dan', 'cid'])).toMatchObject({ verdict: 'deny', rule: 'cid' })
    for (const several of [['ann'], ['dan', 'ann'], ['dan', 'ben'], ['dan', 'eve']]) {
      expect(of(several)).toMatchObject({ verdict: 'require', rule: 'ann' })
    }
    expect(of(undefined)).toMatchObject({ verdict: 'require' })
  })
})
