import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import type { Submission } from '../rules.ts'
import { parsePolicy } from './policy.ts'

const masked = '⟦EMAIL·K7QX2M9A⟧'
const head = 'version: 1\nname: test\ndefaults: {audience: billing, assurance: chat}\n'

function submission(
  params: unknown,
  {
    type = 'payments.refund',
    ...changes
  }: Partial<Submission> & { type?: string; target?: unknown } = {},
): Submission {
  const { target, ...rest } = changes
  return {
    action: { type, agent: { id: 'bot' }, params, ...(target === undefined ? {} : { target }) },
    labels: [],
    findings: [],
    unscanned: false,
    identity: { kind: 'signed', keyId: 'key-1', proof: 'proof' },
    ...rest,
  }
}

function mistake(text: string): string {
  try {
    parsePolicy(text, 'policy.yaml')
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a file with a mistake never takes effect, and says where it is', () => {
  test.each([
    ['no YAML', 'a: [', 'policy.yaml:1: the file is no plain YAML'],
    ['nothing', '', 'policy.yaml: the file must be object'],
    ['another version', 'version: 2\nname: x', 'policy.yaml:1: version must be 1'],
    ['a field nobody knows', 'version: 1\nname: x\nrulez: []', 'policy.yaml:3: rulez is not part'],
    ['a key twice', 'version: 1\nname: x\nname: y', 'policy.yaml:3: the file is no plain YAML'],
    [
      'two documents',
      'version: 1\n---\nname: x',
      'policy.yaml:2: the file holds several documents',
    ],
    ['anchors', 'version: 1\nname: &n x\nclosed: *n', 'uses anchors'],
    ['tags', 'version: 1\nname: !secret x', 'policy.yaml:2: the file is no plain YAML'],
    [
      'a field of a type',
      'version: 1\nname: x\ntypes:\n  mail.send:\n    audienc: mail',
      'policy.yaml:5: types/mail.send/audienc is not part',
    ],
    [
      'no time',
      'version: 1\nname: x\ndefaults: {decideWithin: 15 min}',
      'policy.yaml:3: defaults/decideWithin must be a time such as',
    ],
    [
      'too long a time',
      'version: 1\nname: x\ntypes:\n  a.b: {useWithin: 2d}',
      'policy.yaml:4: types/a.b/useWithin must be at most 24h',
    ],
    ['a file too long', `version: 1\nname: ${'x'.repeat(300_000)}`, 'is longer than 262144 bytes'],
  ])('%s', (_, text, message) => {
    expect(mistake(text)).toContain(message)
  })

  test.each([
    ['no name', '- deny: {}', '5: rules/0/name is missing'],
    ['no effect', '- name: a', '5: rules/0 (a) must say one of'],
    ['two effects', '- {name: a, deny: {}, allow: {}}', '5: rules/0 (a) must say one of'],
    [
      'a name twice',
      '- {name: a, deny: {}}\n- {name: a, deny: {}}',
      '6: rules/1 (a)/name stands twice',
    ],
    [
      'a name of ours',
      '- {name: holdpoint/x, deny: {}}',
      'rules/0 (holdpoint/x)/name must not begin',
    ],
    [
      'a condition that is no text',
      '- {name: a, when: true, deny: {}}',
      'rules/0 (a)/when must be string',
    ],
    [
      'a condition with a mistake',
      '- name: no-prod\n  when: |\n    environment = "prod"\n  deny: {}',
      '6: rules/0 (no-prod)/when (character',
    ],
    [
      'a type that is none',
      '- {name: a, types: ["Pay ments"], deny: {}}',
      'rules/0 (a)/types/0 must match',
    ],
    ['no quorum', '- {name: a, require: {quorum: 0}}', 'rules/0 (a)/require/quorum must be >= 1'],
    [
      'a group twice',
      '- {name: a, require: {groups: [{group: g}, {group: g}]}}',
      'names a group twice',
    ],
    ['passkeys', '- {name: a, require: {assurance: passkey}}', 'cannot be passkey yet'],
    [
      'a group as text',
      '- {name: a, require: {groups: [g]}}',
      'rules/0 (a)/require/groups/0 must be object',
    ],
  ])('a rule with %s', (_, rules, message) => {
    expect(mistake(`${head}rules:\n${rules}`)).toContain(message)
  })
})

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
})
