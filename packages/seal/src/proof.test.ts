import { clockSkewMs, digestOf, type Outcome } from '@holdpoint/contracts'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  action,
  actionId,
  deployment,
  digest,
  nowMs,
  oneBitFlipped,
  otherId,
  party,
  salt,
} from '../test/fixture.ts'
import { jwsTypes, signJws } from './jws.ts'
import { generateKey, keysOf } from './key.ts'
import { signIntent, signOutcome, verifyIntent, verifyOutcome } from './proof.ts'

const { signer, keyOf } = party()
const { proof, intended } = signIntent({ signer, deployment, action, salt, nowMs })
const known = {
  deployment,
  actionId,
  agent: 'billing-bot',
  type: 'payments.refund',
  intended,
  atMs: nowMs,
  keyOf,
}
const outcome: Outcome = { actionId, claimId: 'claim-1', status: 'succeeded', result: { id: 7 } }
const reported = signOutcome({ signer, deployment, outcome, salt, nowMs })
const knownOutcome = {
  deployment,
  actionId,
  claimId: 'claim-1',
  status: 'succeeded' as const,
  reported: reported.reported,
  atMs: nowMs,
  keyOf,
}
const invalid = expect.objectContaining({
  code: 'HP_PROOF_INVALID',
  details: expect.objectContaining({ field: 'hpproof' }),
})

describe("an agent's proof is refused", () => {
  test.each([
    ['another deployment', { deployment: 'urn:holdpoint:other' }],
    ['another action', { actionId: otherId }],
    ['another agent', { agent: 'mail-bot' }],
    ['another type of action', { type: 'payments.payout' }],
    ['another payload', { intended: digest('x') }],
    ["somebody else's key", { keyOf: keysOf(generateKey().publicJwk) }],
    ['no key at all', { keyOf: () => undefined }],
    ['a time long before', { atMs: nowMs - clockSkewMs - 1000 }],
    ['a time long after', { atMs: nowMs + clockSkewMs + 1000 }],
    [
      'a key that was retired before',
      { keyOf: keysOf({ ...signer.publicJwk, notAfter: '2026-06-01T11:59:59Z' }) },
    ],
  ])('with %s', (_, other) => {
    expect(() => verifyIntent(proof, { ...known, ...other })).toThrow(invalid)
  })

  test.each([
    ['a missing claim', { agent: undefined }],
    ['a claim too many', { admin: true }],
    ['a time in text', { iat: '1780315200' }],
    ['a time that is no whole second', { iat: nowMs / 1000 + 0.5 }],
    ['several audiences', { aud: [deployment] }],
  ])('with %s, though rightly signed', (_, change) => {
    const claims = { ...decodeJwt(proof), ...change }
    const changed = signJws(signer, jwsTypes.intent, claims)
    expect(() => verifyIntent(changed, known)).toThrow(invalid)
  })

  test('where the time inside is believed and the key was not in force then', () => {
    const retired = keysOf({ ...signer.publicJwk, notAfter: '2026-06-01T11:59:59Z' })
    expect(() => verifyIntent(proof, { ...known, atMs: 'signed', keyOf: retired })).toThrow(invalid)
  })
})

test('changing any bit of a proof makes it worthless', () => {
  fc.assert(
    fc.property(
      oneBitFlipped(proof),
      fc.constantFrom(nowMs, 'signed' as const),
      (changed, atMs) => {
        expect(() => verifyIntent(changed, { ...known, atMs })).toThrow(invalid)
      },
    ),
    { numRuns: 300 },
  )
})

test('changing anything in an action changes the digest that its agent signed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.jsonValue(), (key, value) => {
      const other = { ...action, params: { ...(action.params as object), [`+${key}`]: value } }
      expect(digestOf(salt, other)).not.toBe(intended)
    }),
  )
})

test("an agent's proof convinces within the clock skew, and says which key signed", () => {
  for (const atMs of [nowMs - clockSkewMs, nowMs, nowMs + clockSkewMs, 'signed' as const]) {
    expect(verifyIntent(proof, { ...known, atMs })).toEqual({ keyId: signer.kid })
  }
  expect(intended).toBe(digestOf(salt, action))
})

test('who holds no append time believes the time inside, however long ago', () => {
  const old = signIntent({ signer, deployment, action, salt, nowMs: 0 })
  expect(() => verifyIntent(old.proof, known)).toThrow(invalid)
  expect(verifyIntent(old.proof, { ...known, atMs: 'signed' }).keyId).toBe(signer.kid)
})

test('a proof gives away neither salt nor payload', () => {
  expect(Object.keys(decodeJwt(proof)).sort()).toEqual([
    'agent',
    'aud',
    'iat',
    'id',
    'intended',
    'type',
  ])
})

describe("an executor's proof of an outcome is refused", () => {
  test.each([
    ['another deployment', { deployment: 'urn:holdpoint:other' }],
    ['another action', { actionId: otherId }],
    ['another claim', { claimId: 'claim-2' }],
    ['another status', { status: 'failed' as const }],
    ['another result', { reported: digest('x') }],
    ["somebody else's key", { keyOf: keysOf(generateKey().publicJwk) }],
    ['a time long after', { atMs: nowMs + clockSkewMs + 1000 }],
  ])('with %s', (_, other) => {
    expect(() => verifyOutcome(reported.proof, { ...knownOutcome, ...other })).toThrow(invalid)
  })

  test("where it is an agent's proof of an intent", () => {
    expect(() => verifyOutcome(proof, knownOutcome)).toThrow(invalid)
  })
})

test("an executor's proof names the key that the claim is bound to", () => {
  expect(verifyOutcome(reported.proof, knownOutcome)).toEqual({ keyId: signer.kid })
})
