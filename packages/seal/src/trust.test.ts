import { generateKeyPairSync } from 'node:crypto'
import { digestBytes } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { deployment, nowMs } from '../test/fixture.ts'
import { generateKey, generateUnsealingKey } from './key.ts'
import { parseTrust, trustCharsMax } from './trust.ts'

const [gate, notifier, bot, botNext, executor] = Array.from({ length: 5 }, generateKey).map(
  (pair) => pair.publicJwk,
)
const unsealing = generateUnsealingKey().publicJwk
const issuerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  format: 'jwk',
})
const file = {
  deployment,
  services: { gate: [gate], notifier: [notifier] },
  unsealing: [unsealing],
  agents: {
    'billing-bot': {
      keys: [
        { ...bot, notAfter: '2026-06-01T00:00:00Z' },
        { ...botNext, notBefore: '2026-05-25T00:00:00+02:00' },
      ],
    },
  },
  executors: { payments: { audiences: ['payments', 'refunds'], keys: [executor] } },
  issuers: [
    {
      issuer: 'https://id.example',
      audience: 'holdpoint',
      keys: [{ ...issuerKey, kid: 'a', x5c: ['…'] }],
    },
  ],
  ingress: ['platform.actions'],
}
const parse = (value: unknown) => parseTrust(JSON.stringify(value), 'trust.yaml')
const kid = (jwk: { kid?: string } | undefined) => jwk?.kid ?? ''

describe('refused, naming the file and the field', () => {
  const withAgentKey = (key: unknown) => ({ ...file, agents: { 'billing-bot': { keys: [key] } } })
  test.each<[string, unknown, string]>([
    ['no map', ['deployment'], 'the file'],
    ['an unknown section', { ...file, agent: {} }, '/agent'],
    ['no deployment', { ...file, deployment: undefined }, '/deployment'],
    ['a deployment that is no URN', { ...file, deployment: 'demo' }, '/deployment'],
    ['an unknown service', { ...file, services: { gates: [gate] } }, '/services/gates'],
    ['no services', { ...file, services: undefined }, '/services'],
    ['keys that are no list', { ...file, services: { gate } }, '/services/gate'],
    [
      'an agent whose id is no name',
      { ...file, agents: { 'billing bot': { keys: [bot] } } },
      '/agents/billing bot',
    ],
    [
      'an agent called __proto__',
      { ...file, agents: JSON.parse('{"__proto__":{"keys":[]}}') },
      '/agents/__proto__',
    ],
    [
      'an agent with a member too many',
      { ...file, agents: { a: { keys: [bot], admin: true } } },
      '/agents/a/admin',
    ],
    [
      'an executor without audiences',
      { ...file, executors: { e: { keys: [executor] } } },
      '/executors/e/audiences',
    ],
    ['a private key', withAgentKey({ ...bot, d: 'x' }), '/agents/billing-bot/keys/0'],
    [
      'a key for sealing among keys for signing',
      withAgentKey(unsealing),
      '/agents/billing-bot/keys/0',
    ],
    [
      'a key with a member too many',
      withAgentKey({ ...bot, jku: 'x' }),
      '/agents/billing-bot/keys/0/jku',
    ],
    [
      'a key id of its own choice',
      withAgentKey({ ...bot, kid: 'mine' }),
      '/agents/billing-bot/keys/0/kid',
    ],
    [
      'a date without zone',
      withAgentKey({ ...bot, notAfter: '2026-06-01T00:00:00' }),
      '/agents/billing-bot/keys/0/notAfter',
    ],
    [
      'a date that does not exist',
      withAgentKey({ ...bot, notAfter: '2026-13-01T00:00:00Z' }),
      '/agents/billing-bot/keys/0/notAfter',
    ],
    [
      'dates the wrong way round',
      withAgentKey({ ...bot, notBefore: '2026-06-02T00:00:00Z', notAfter: '2026-06-01T00:00:00Z' }),
      '/agents/billing-bot/keys/0',
    ],
    [
      'a key that two own',
      { ...file, executors: { e: { audiences: [], keys: [gate] } } },
      '/executors/e/keys/0',
    ],
    ['a signing key to seal to', { ...file, unsealing: [gate] }, '/unsealing/0'],
    ['an issuer twice', { ...file, issuers: [file.issuers[0], file.issuers[0]] }, '/issuers/1'],
    [
      'an issuer’s symmetric key',
      { ...file, issuers: [{ ...file.issuers[0], keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }] },
      '/issuers/0/keys/0',
    ],
    [
      'an audience beyond all measure',
      { ...file, issuers: [{ ...file.issuers[0], audience: 'x'.repeat(3000) }] },
      '/issuers/0/audience',
    ],
    ['an ingress that is no text', { ...file, ingress: [7] }, '/ingress/0'],
  ])('%s', (_, value, field) => {
    const error = (() => {
      try {
        return parse(value)
      } catch (reason) {
        return reason
      }
    })()
    expect(error).toMatchObject({ code: 'HP_CONFIG', details: { file: 'trust.yaml', field } })
  })

  test.each([
    ['text that is not YAML', 'deployment: [', 'line'],
    [
      'a key twice',
      `deployment: ${deployment}\ndeployment: urn:holdpoint:other\nservices: {}`,
      'line 2',
    ],
    ['an alias', `deployment: &a ${deployment}\nservices: {}\ningress: [*a]`, 'not YAML'],
    ['more than the limit', ' '.repeat(trustCharsMax + 1), 'longer'],
  ])('%s', (_, text, rule) => {
    expect(() => parseTrust(text, 'trust.yaml')).toThrow(
      expect.objectContaining({ code: 'HP_CONFIG', message: expect.stringContaining(rule) }),
    )
  })

  test('a weak RSA key of an issuer', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
      format: 'jwk',
    })
    const issuers = [{ issuer: 'https://id.example', audience: 'holdpoint', keys: [weak] }]
    expect(() => parse({ ...file, issuers })).toThrow('2048 bits')
  })
})

test('a key speaks for its owner and for nobody else', () => {
  const trust = parse(file)
  expect(trust.service('gate')(kid(gate))?.kid).toBe(kid(gate))
  expect(trust.service('notifier')(kid(gate))).toBeUndefined()
  expect(trust.serviceKeys('gate').map((key) => key.kid)).toEqual([kid(gate)])
  expect(trust.serviceKeys('auditor')).toEqual([])
  expect(trust.agent('billing-bot')(kid(bot))?.kid).toBe(kid(bot))
  expect(trust.agent('other-bot')(kid(bot))).toBeUndefined()
  expect(trust.executor('payments')(kid(bot))).toBeUndefined()
  expect(trust.executor('billing-bot')(kid(bot))).toBeUndefined()
  expect(trust.partyOf(kid(bot))).toMatchObject({ kind: 'agent', id: 'billing-bot', audiences: [] })
  expect(trust.partyOf(kid(executor))).toMatchObject({
    kind: 'executor',
    id: 'payments',
    audiences: ['payments', 'refunds'],
  })
  expect(trust.partyOf(kid(gate))).toBeUndefined()
})

test('dates of keys are read with their zones', () => {
  const trust = parse(file)
  expect(trust.agent('billing-bot')(kid(bot))).toMatchObject({
    notBeforeMs: 0,
    notAfterMs: Date.UTC(2026, 5, 1),
  })
  expect(trust.agent('billing-bot')(kid(botNext))?.notBeforeMs).toBe(Date.UTC(2026, 4, 24, 22))
})

test('the newest unsealing key in force is the one to seal to', () => {
  const dated = (notBefore: string) => ({ ...generateUnsealingKey().publicJwk, notBefore })
  const [may, june, july] = [
    '2026-05-01T00:00:00Z',
    '2026-06-01T00:00:00Z',
    '2026-07-01T00:00:00Z',
  ].map(dated)
  const trust = parse({ ...file, unsealing: [june, may, july] })
  expect(trust.unsealingAt(nowMs)?.kid).toBe(kid(june))
  expect(trust.unsealingAt(0)).toBeUndefined()
  expect(trust.unsealing).toHaveLength(3)
})

test('issuers and ingress topics are found by their exact names', () => {
  const trust = parse(file)
  expect(trust.issuer('https://id.example')).toMatchObject({
    audience: 'holdpoint',
    keys: [{ kid: 'a', alg: 'ES256' }],
  })
  expect(trust.issuer('https://id.example/')).toBeUndefined()
  expect([trust.isIngress('platform.actions'), trust.isIngress('actions.intended')]).toEqual([
    true,
    false,
  ])
})

test('the digest is that of the text, and YAML says the same as JSON', () => {
  const text = `# who signs\ndeployment: ${deployment}\nservices:\n  gate: [${JSON.stringify(gate)}]\n`
  const trust = parseTrust(text)
  expect(trust).toMatchObject({ deployment, text, digest: digestBytes(Buffer.from(text)) })
  expect(trust.service('gate')(kid(gate))).toBeDefined()
})
