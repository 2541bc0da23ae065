import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { parsePolicy } from './policy.ts'
import { head, masked, submission } from './submission.ts'

describe('a policy', () => {
  test('is known by the digest of its text', () => {
    const { digest, text } = parsePolicy(head, 'policy.yaml')
    expect(text).toBe(head)
    expect(digest).toBe(digestBytes(head))
  })

  test('without a rule that matches asks a person: an empty one allows nothing', () => {
    expect(parsePolicy(head, 'p').rule(submission({}))).toEqual({
      verdict: 'require',
      rule: 'holdpoint/unmatched',
      demand: { quorum: 1, groups: [], assurance: 'chat', denials: 1, reasonRequired: false },
      decideWithinMs: 900_000,
      terms: { audience: 'billing', useWithinMs: 600_000, runWithinMs: 300_000 },
    })
    const bare = parsePolicy('version: 1\nname: x\ntypes: {payments.refund: {audience: a}}', 'p')
    expect(bare.rule(submission({}))).toMatchObject({ demand: { assurance: 'sso' } })
  })

  test('with a closed catalogue denies what it does not list', () => {
    const { rule } = parsePolicy(
      `${head}closed: true\ntypes: {mail.send: {}}\nrules: [{name: a, allow: {}}]`,
      'p',
    )
    expect(rule(submission({}))).toMatchObject({ verdict: 'deny', rule: 'holdpoint/unlisted' })
    expect(rule(submission({}, { type: 'mail.send' }))).toMatchObject({
      verdict: 'allow',
      rule: 'a',
    })
    expect(rule(submission({}, { type: 'constructor' }))).toMatchObject({ verdict: 'deny' })
  })

  test('denies what nobody is named to run', () => {
    const { rule } = parsePolicy('version: 1\nname: x\nrules: [{name: a, allow: {}}]', 'p')
    expect(rule(submission({}))).toMatchObject({ verdict: 'deny', rule: 'holdpoint/unserved' })
  })

  test('denies a type that is no plain name', () => {
    const { rule } = parsePolicy(`${head}rules: [{name: a, allow: {}}]`, 'p')
    for (const type of [masked, '']) {
      expect(rule(submission({}, { type }))).toMatchObject({ verdict: 'deny' })
    }
    expect(rule({ ...submission({}), action: null })).toMatchObject({ verdict: 'deny' })
  })

  test('takes terms and clocks from the rule, else the type, else the defaults', () => {
    const text = `version: 1
name: x
defaults: {audience: d, useWithin: 1m, runWithin: 2m, decideWithin: 3m}
types:
  mail.send: {title: Send, audience: mail, useWithin: 4m, decideWithin: 5m}
rules:
  - {name: special, types: [mail.send], when: params.special, require: {audience: post, runWithin: 6m, decideWithin: 7m}}
  - {name: rest, require: {}}`
    const { rule } = parsePolicy(text, 'p')
    const minutes = (ruling: ReturnType<typeof rule>) =>
      ruling.verdict === 'require' && [
        ruling.terms.audience,
        ruling.terms.useWithinMs / 60_000,
        ruling.terms.runWithinMs / 60_000,
        ruling.decideWithinMs / 60_000,
      ]
    const type = 'mail.send'
    expect(minutes(rule(submission({ special: true }, { type })))).toEqual(['post', 4, 6, 7])
    expect(minutes(rule(submission({ special: false }, { type })))).toEqual(['mail', 4, 2, 5])
    expect(minutes(rule(submission({})))).toEqual(['d', 1, 2, 3])
  })
})

describe('a rule says what it wants', () => {
  test('of people, and where and when they are asked', () => {
    const { rule } = parsePolicy(
      `${head}rules:
  - name: full
    require:
      groups: [{group: finance, min: 1}]
      exclude: [lastDeployer]
      channels: [slack]
      remindAfter: [5m, 10m]
      escalate: [{after: 10m, groups: [chiefs]}, {after: 14m, channels: [pager]}]`,
      'p',
    )
    expect(rule(submission({}))).toMatchObject({
      demand: {
        exclude: ['lastDeployer'],
        channels: ['slack'],
        remindAfterMs: [300_000, 600_000],
        escalate: [
          { afterMs: 600_000, groups: ['chiefs'] },
          { afterMs: 840_000, groups: [], channels: ['pager'] },
        ],
      },
    })
  })

  test('of the agent: without a justification that says something the action is denied', () => {
    for (const effect of ['allow', 'require']) {
      const text = `${head}rules: [{name: why, ${effect}: {justificationRequired: true}}]`
      const { rule } = parsePolicy(text, 'p')
      const denied = { verdict: 'deny', rule: 'why', code: 'HP_JUSTIFICATION_REQUIRED' }
      expect(rule(submission({}))).toEqual(denied)
      expect(rule(submission({}, { justification: ' \n' }))).toEqual(denied)
      for (const justification of ['the customer asked', masked]) {
        expect(rule(submission({}, { justification }))).toMatchObject({ verdict: effect })
      }
    }
  })

  test('of the result: cleared by the rule, else the type, else not', () => {
    const text = `${head}types: {a.b: {clearResult: true}, c.d: {}}
rules:
  - {name: never, when: params.secret, allow: {clearResult: false}}
  - {name: rest, allow: {}}`
    const { rule } = parsePolicy(text, 'p')
    const cleared = (type: string, secret = false) => {
      const found = rule(submission({ secret }, { type }))
      return found.verdict === 'allow' && found.terms.clearResult
    }
    expect(cleared('a.b')).toBe(true)
    expect(cleared('a.b', true)).toBeUndefined()
    expect(cleared('c.d')).toBeUndefined()
    expect(cleared('e.f')).toBeUndefined()
  })

  test('and a type, whatever the verdict, how long it is kept and can be taken back', () => {
    const text = `${head}types: {a.b: {reversible: {within: 7d}, remember: 30d}}
rules: [{name: no, when: params.no, deny: {}}, {name: yes, allow: {}}]`
    const { rule } = parsePolicy(text, 'p')
    const day = 86_400_000
    const kept = { reversibleWithinMs: 7 * day, rememberMs: 30 * day }
    expect(rule(submission({ no: false }, { type: 'a.b' }))).toMatchObject({ terms: kept })
    expect(rule(submission({ no: masked }, { type: 'a.b' }))).toMatchObject({ terms: kept })
    expect(rule(submission({ no: true }, { type: 'a.b' }))).toEqual({
      verdict: 'deny',
      rule: 'no',
      rememberMs: 30 * day,
    })
    const { terms } = rule(submission({ no: false })) as { terms?: object }
    expect(Object.keys(terms ?? {})).toEqual(['audience', 'useWithinMs', 'runWithinMs'])
  })
})

describe('the first rule that matches wins', () => {
  const { rule } = parsePolicy(
    `${head}rules:
  - {name: no-delete, types: ["*.delete"], deny: {reason: never}}
  - {name: small, types: ["payments.*"], when: params.amount <= 100, allow: {}}
  - {name: big, types: [payments.refund, payments.payout], when: params.amount > 1000, require: {quorum: 2, groups: [{group: finance, min: 1}], denials: 2, reasonRequired: true, assurance: sso}}
  - {name: dead, types: [payments.refund], when: params.amount > 5000, deny: {}}
  - {name: read, types: ["*.read"], allow: {}}`,
    'p',
  )

  test.each([
    ['payments.refund', 100, 'allow', 'small'],
    ['payments.delete', 100, 'deny', 'no-delete'],
    ['payments.refund', 9999, 'require', 'big'],
    ['payments.payout', 1001, 'require', 'big'],
    ['payments.refund', 500, 'require', 'holdpoint/unmatched'],
    ['payments.other', 5, 'allow', 'small'],
    ['payments', 5, 'require', 'holdpoint/unmatched'],
    ['db.read', 5, 'allow', 'read'],
  ])('%s of %i: %s by %s', (type, amount, verdict, name) => {
    expect(rule(submission({ amount }, { type }))).toMatchObject({ verdict, rule: name })
  })

  test('and says what it demands', () => {
    expect(rule(submission({ amount: 2000 }))).toMatchObject({
      demand: {
        quorum: 2,
        groups: [{ group: 'finance', min: 1 }],
        assurance: 'sso',
        denials: 2,
        reasonRequired: true,
      },
    })
  })
})
