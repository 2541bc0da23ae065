import { clockSkewMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { decodeJwt, importJWK, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  actionId,
  deployment,
  digest,
  nowMs,
  oneBitFlipped,
  otherId,
  party,
} from '../test/fixture.ts'
import { type Grant, signGrant, verifyGrant } from './grant.ts'
import { jwsTypes, signJws } from './jws.ts'
import { generateKey, keysOf } from './key.ts'

const { signer, keyOf } = party()
const grant: Grant = {
  deployment,
  audience: 'payments',
  actionId,
  intended: digest('i'),
  presented: digest('p'),
  decision: { slot: 3, number: 17 },
  policy: digest('y'),
  notBeforeMs: nowMs,
  expiresMs: nowMs + 600_999,
  jti: 'grant-1',
}
const compact = signGrant(signer, grant)
const known = {
  deployment,
  audiences: ['payments'],
  actionId: actionId as string,
  atMs: nowMs,
  keyOf,
}
const refused = expect.objectContaining({ code: 'HP_GRANT_INVALID' })

describe('a grant is worthless', () => {
  test.each([
    ['in another deployment', { deployment: 'urn:holdpoint:other' }],
    ['for another audience', { audiences: ['mail', 'deploy'] }],
    ['for an executor without audiences', { audiences: [] }],
    ['for another action', { actionId: otherId }],
    ['by any key but the gate’s', { keyOf: keysOf(generateKey().publicJwk) }],
    ['from its expiry on', { atMs: nowMs + 600_000 }],
    ['long before its time', { atMs: nowMs - clockSkewMs - 1000 }],
  ])('%s', (_, other) => {
    expect(() => verifyGrant(compact, { ...known, ...other })).toThrow(refused)
  })

  test('where a claim is missing or added, though rightly signed', () => {
    const claims = decodeJwt(compact)
    for (const change of [{ exp: undefined }, { intended: undefined }, { also: 'this' }]) {
      const changed = signJws(signer, jwsTypes.grant, { ...claims, ...change })
      expect(() => verifyGrant(changed, known)).toThrow(refused)
    }
  })
})

test('changing any bit of a grant makes it worthless', () => {
  fc.assert(
    fc.property(oneBitFlipped(compact), (changed) => {
      expect(() => verifyGrant(changed, known)).toThrow(refused)
    }),
    { numRuns: 300 },
  )
})

test('a grant says what was decided, in whole seconds that never add time', () => {
  expect(verifyGrant(compact, known)).toEqual({ ...grant, expiresMs: nowMs + 600_000 })
})

test('a reader whose clock is a little behind can read a fresh grant', () => {
  expect(verifyGrant(compact, { ...known, atMs: nowMs - 60_000 }).jti).toBe('grant-1')
})

test('any JWT library can read it', async () => {
  const { payload } = await jwtVerify(compact, await importJWK(signer.publicJwk, 'EdDSA'), {
    issuer: deployment,
    audience: 'payments',
    typ: jwsTypes.grant,
    currentDate: new Date(nowMs),
  })
  expect(payload).toEqual({
    iss: deployment,
    aud: 'payments',
    sub: actionId,
    intended: digest('i'),
    presented: digest('p'),
    decision: { slot: 3, number: 17 },
    policy: digest('y'),
    nbf: nowMs / 1000,
    exp: nowMs / 1000 + 600,
    jti: 'grant-1',
  })
})

test('the grant of a reversal names its original and who ran that; nobody can add it to another', () => {
  const reverses = { actionId, executor: 'payments' }
  const reversal = signGrant(signer, { ...grant, reverses })
  expect(verifyGrant(reversal, known).reverses).toEqual(reverses)
  expect(verifyGrant(compact, known)).not.toHaveProperty('reverses')
  for (const wrong of [{ sub: `${actionId}~1`, executor: 'payments' }, { sub: actionId }, 'x']) {
    const forged = signJws(signer, jwsTypes.grant, { ...decodeJwt(compact), reverses: wrong })
    expect(() => verifyGrant(forged, known)).toThrow(refused)
  }
})
