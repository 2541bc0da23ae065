/** P5: what is masked is unknown. No agent gets an action past a rule by hiding target, amount or command from it behind what the redactor masks. */
import type { Action } from '@holdpoint/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { type Stage, stage } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions

const types = ['shell.run', 'payments.refund', 'db.query']
const policy = policyOf({
  types: Object.fromEntries(types.map((type) => [type, {}])),
  rules: [
    {
      ...{ name: 'no-rm', types: ['shell.run'] },
      ...{ when: 'params.command.contains("rm -rf")', deny: {} },
    },
    {
      ...{ name: 'large', types: ['payments.refund'] },
      ...{ when: 'params.amount > 1000', require: { quorum: 2, assurance: 'sso' } },
    },
    { name: 'production', when: 'target.resource.startsWith("prod")', deny: {} },
    { name: 'rest', allow: {} },
  ],
})

beforeAll(async () => {
  at = await stage({
    ...{ issuer, policy, directory: teamDirectory },
    services: ['redactor', 'gate'],
  })
  decisions = await Decisions.follow(at)
})
afterAll(() => at.close())

type Asked = Pick<Action, 'type' | 'params'> & { readonly target?: Action['target'] }

/** How the gate took it: the kind of the action's first fact, and its rule. */
async function taken({ type, params, target = { resource: 'test' } }: Asked) {
  const { id } = await at.agent.propose({ type, params, target })
  const { fact, views } = await decisions.first(
    `${id} to be taken in`,
    ({ fact }) => fact.actionId === id && fact.revision === 1,
  )
  const rule = 'rule' in fact.body ? fact.body.rule : undefined
  return { kind: fact.kind, rule, seen: JSON.stringify(views['action']?.value) }
}

const mail = 'jane.miller@example.com'
const card = '4111 1111 1111 1111'
const base64 = (text: string) => Buffer.from(text).toString('base64')
/** More findings than are looked for. */
const many = Array.from({ length: 3000 }, (_, at) => `jane.miller.${at}@example.com`)

describe('with nothing hidden the rules do what they say', () => {
  test.each<[string, string, Asked]>([
    ['approved', 'rest', { type: 'shell.run', params: { command: 'ls' } }],
    ['denied', 'no-rm', { type: 'shell.run', params: { command: 'rm -rf /' } }],
    ['approved', 'rest', { type: 'payments.refund', params: { amount: 10 } }],
    ['held', 'large', { type: 'payments.refund', params: { amount: 5000 } }],
    ['denied', 'production', { type: 'db.query', params: {}, target: { resource: 'prod-1' } }],
  ])('%s by %s', async (kind, rule, asked) => {
    expect(await taken(asked)).toMatchObject({ kind, rule })
  })
})

describe('a command is not hidden', () => {
  test.each<[string, unknown]>([
    ['behind an address', { command: `mail ${mail}; rm -rf /` }],
    ['as an address', { command: mail }],
    ['as a card number', { command: card }],
    ['in base64 with an address in it', { command: base64(`rm -rf / # ${mail} ${mail}`) }],
    [
      'percent-encoded with an address in it',
      { command: `rm%20-rf%20/%20${mail.replace('@', '%40')}` },
    ],
    ['in JSON within a string', { command: JSON.stringify({ run: 'rm -rf /', to: mail }) }],
    ['under a key that is an address', { [mail]: 'rm -rf /' }],
    ['under a key that looks like a secret', { password: 'rm -rf /' }],
    ['in a list', { command: { args: ['rm', '-rf', mail] } }],
    ['by leaving it out', {}],
  ])('%s', async (_, params) => {
    const { kind } = await taken({ type: 'shell.run', params })
    expect(['held', 'denied']).toContain(kind)
  })
})

describe('an amount is not hidden', () => {
  test.each<[string, unknown]>([
    ['as a card number', { amount: card }],
    ['as a number that looks like a card', { amount: 4111111111111111 }],
    ['as text', { amount: '5000' }],
    ['under a key that is an address', { [mail]: 5000 }],
    ['in JSON within a string', { amount: JSON.stringify({ value: 5000, to: mail }) }],
  ])('%s', async (_, params) => {
    expect((await taken({ type: 'payments.refund', params })).kind).toBe('held')
  })
})

describe('a target is not hidden', () => {
  test.each<[string, Action['target']]>([
    ['behind an address', { resource: `prod/${mail}` }],
    ['as an address', { resource: mail }],
    ['by leaving it out', { system: 'db' }],
  ])('%s', async (_, target = {}) => {
    const { kind, seen } = await taken({ type: 'db.query', params: {}, target })
    expect(['held', 'denied']).toContain(kind)
    expect(seen).not.toContain(mail)
  })
})

test('what nobody could look at is held, also where every rule would let it go', async () => {
  const { kind, rule, seen } = await taken({
    type: 'shell.run',
    params: { command: 'ls', list: many },
  })
  expect(seen).toContain('UNSCANNED')
  expect([kind, rule]).toEqual(['held', 'holdpoint/unscanned'])
})
