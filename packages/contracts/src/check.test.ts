import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { check, isValid } from './check.ts'
import { digestBytes, noDigest } from './digest.ts'
import { isHoldpointError } from './errors.ts'
import { Action } from './events/action-intended.ts'
import { ActionRedacted } from './events/action-redacted.ts'
import { Vote } from './events/command.ts'
import { DecisionEvent } from './events/decision.ts'
import { parseJson } from './json.ts'

const id = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5e'
const action = { id, type: 'payments.refund', agent: { id: 'bot' }, params: null }

function refusal(schema: Type.TSchema, value: unknown, where?: string) {
  try {
    check(schema, value, where)
  } catch (error) {
    if (isHoldpointError(error)) return { code: error.code, ...error.details }
    throw error
  }
  return 'accepted'
}

describe('an intended action that breaks a rule is refused by field and rule', () => {
  const { params: _, ...withoutParams } = action
  test.each([
    ['no object', 'x', '', 'must be object'],
    ['null', null, '', 'must be object'],
    ['an array', [], '', 'must be object'],
    ['no params', withoutParams, '/params', 'is missing'],
    ['no agent id', { ...action, agent: {} }, '/agent/id', 'is missing'],
    ['a misspelt field', { ...action, expiresat: '' }, '/expiresat', 'is not part of the contract'],
    ['a foreign field below', { ...action, target: { zone: 1 } }, '/target/zone', /not part/],
    ['a field that is payload', { ...action, 'a@b.c': 1 }, '/*', 'is not part of the contract'],
    ['an upper-case id', { ...action, id: id.toUpperCase() }, '/id', /lower-case UUID/],
    ['no id at all', { ...action, id: 7 }, '/id', 'must be string'],
    ['a bare word as id', { ...action, id: 'x' }, '/id', /UUID/],
    ['a reversal number of zero', { ...action, id: `${id}~0` }, '/id', /UUID/],
    ['a type with spaces', { ...action, type: 'pay out' }, '/type', /dotted lower-case/],
    ['a long type', { ...action, type: 'x'.repeat(129) }, '/type', /at most 128 characters/],
    ['an agent with a newline', { ...action, agent: { id: 'bot\n' } }, '/agent/id', /plain name/],
    ['long text', { ...action, justification: 'x'.repeat(4097) }, '/justification', /at most 4096/],
    [
      'too many classes',
      { ...action, classification: Array(33).fill('pii') },
      '/classification',
      'must have at most 32 items',
    ],
    [
      'one bad class',
      { ...action, classification: ['pii', 'x y'] },
      '/classification/1',
      /plain name/,
    ],
    ['a day that is not', { ...action, expiresAt: '2025-02-30T00:00:00Z' }, '/expiresAt', /3339/],
    ['a leap second', { ...action, expiresAt: '2016-12-31T23:59:60Z' }, '/expiresAt', /3339/],
    ['a named zone', { ...action, expiresAt: '2025-02-03T00:00:00Z[UTC]' }, '/expiresAt', /3339/],
    ['no zone', { ...action, expiresAt: '2025-02-03T00:00:00' }, '/expiresAt', /3339/],
  ])('%s', (_, value, field, rule) => {
    const refused = refusal(Action, value)
    expect(refused).toMatchObject({ code: 'HP_FIELD_INVALID', field })
    expect(refused).toHaveProperty('rule', expect.stringMatching(rule))
  })

  test('a __proto__ member is not part of the contract', () => {
    const text = `{"__proto__":{},"id":"${id}","type":"a","agent":{"id":"b"},"params":1}`
    expect(refusal(Action, parseJson(Buffer.from(text)))).toMatchObject({
      field: '/__proto__',
      rule: 'is not part of the contract',
    })
  })

  test('the field is named from where the caller says', () => {
    expect(refusal(Action, {}, '/data')).toMatchObject({ field: '/data/id', rule: 'is missing' })
  })

  test('no value shows in any refusal', () => {
    const secret = 'hunter2-hunter2'
    for (const member of ['id', 'type', 'agent', 'target', 'classification', 'expiresAt']) {
      expect(JSON.stringify(refusal(Action, { ...action, [member]: secret }))).not.toMatch(/hunter/)
    }
  })
})

describe('unions', () => {
  const vote = { actionId: id, person: 'p', presented: noDigest, complete: true, channel: 'chat' }

  test('only the two verdicts there are', () => {
    for (const verdict of ['Approve', 'approved', 'yes', '', 1, true, null]) {
      expect(refusal(Vote, { ...vote, verdict })).toMatchObject({
        field: '/verdict',
        rule: 'must be one of approve, deny',
      })
    }
    expect(isValid(Vote, { ...vote, verdict: 'deny' })).toBe(true)
  })

  test('of objects: the form that was meant is the one that is told about', () => {
    const refused = refusal(Type.Pick(ActionRedacted, ['identity']), {
      identity: { kind: 'signed', keyId: 'k' },
    })
    expect(refused).toMatchObject({ field: '/identity/proof', rule: 'is missing' })
    expect(refusal(Type.Pick(ActionRedacted, ['identity']), { identity: { kind: 'x' } })).toEqual({
      code: 'HP_FIELD_INVALID',
      field: '/identity',
      rule: 'has none of the allowed forms',
    })
  })

  const expired = {
    kind: 'expired',
    atMs: 1,
    body: { decideByMs: 1 },
    deployment: 'urn:x',
    slot: 1,
    number: 1,
    previous: noDigest,
    policy: digestBytes('p'),
    commitments: {},
  }

  test('of the fifteen kinds of facts too', () => {
    expect(isValid(DecisionEvent, { fact: expired, views: {} })).toBe(true)
    expect(refusal(DecisionEvent, { fact: { ...expired, body: {} }, views: {} })).toMatchObject({
      field: '/fact/body/decideByMs',
      rule: 'is missing',
    })
    expect(refusal(DecisionEvent, { fact: { ...expired, number: -1 }, views: {} })).toMatchObject({
      field: '/fact/number',
      rule: 'must be >= 0',
    })
  })

  test('names of views are plain', () => {
    const view = { salt: 'AA', value: 1 }
    expect(refusal(DecisionEvent, { fact: expired, views: { 'x y': view } })).not.toBe('accepted')
    expect(refusal(DecisionEvent, { fact: expired, views: { '\n': 1 } })).not.toBe('accepted')
  })
})

test('a whole action passes and is the same object', () => {
  const whole = {
    ...action,
    id: `${id}~2`,
    onBehalfOf: 'p-7',
    target: { system: 's', resource: 'r', environment: 'e' },
    params: { any: ['thing', 1] },
    justification: '',
    classification: [],
    reverses: id,
    expiresAt: '2025-11-01T13:00:00+01:00',
  }
  expect(check(Action, whole)).toBe(whole)
})

test('a thousand broken items do not make a thousand errors', () => {
  const schema = Type.Array(Type.Integer())
  expect(refusal(schema, Array(100_000).fill('x'))).toMatchObject({ field: '/0' })
})
