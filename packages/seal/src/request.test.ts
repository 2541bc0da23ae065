import { clockSkewMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionId, deployment, nowMs, oneBitFlipped, otherId, party } from '../test/fixture.ts'
import { jwsTypes, signJws } from './jws.ts'
import { type Party, requestActs, signRequest, verifyRequest } from './request.ts'

const { signer, keyOf } = party()
const partyOf = (kid: string): Party | undefined => {
  const key = keyOf(kid)
  return key && { kind: 'executor', id: 'payments', audiences: ['payments'], key }
}
const request = signRequest(signer, {
  deployment,
  subject: actionId,
  act: 'claim',
  grant: 'grant-1',
  jti: 'c-1',
  nowMs,
})
const known = {
  deployment,
  subject: actionId as string,
  act: 'claim' as const,
  atMs: nowMs,
  partyOf,
}
const refused = expect.objectContaining({ code: 'HP_AUTH' })

describe('a request is refused', () => {
  test.each([
    ['in another deployment', { deployment: 'urn:holdpoint:other' }],
    ['for another action', { subject: otherId }],
    ['for another act', { act: 'withdraw' as const }],
    ['by a key of nobody', { partyOf: () => undefined }],
    ['before its time', { atMs: nowMs - clockSkewMs - 1000 }],
    ['after its time', { atMs: nowMs + clockSkewMs + 1000 }],
  ])('%s', (_, other) => {
    expect(() => verifyRequest(request, { ...known, ...other })).toThrow(refused)
  })

  test('with a claim that nobody knows', () => {
    const claims = { aud: deployment, iat: nowMs / 1000, sub: actionId, act: 'claim', scope: 'all' }
    const odd = signJws(signer, jwsTypes.request, claims)
    expect(() => verifyRequest(odd, known)).toThrow(refused)
  })
})

test('changing any bit of a request makes it worthless', () => {
  fc.assert(
    fc.property(oneBitFlipped(request), (changed) => {
      expect(() => verifyRequest(changed, known)).toThrow(refused)
    }),
    { numRuns: 300 },
  )
})

test('a request to do one thing allows nothing else', () => {
  for (const made of requestActs) {
    const compact = signRequest(signer, { deployment, subject: actionId, act: made, nowMs })
    for (const act of requestActs) {
      const run = () => verifyRequest(compact, { ...known, act })
      if (act === made) expect(run().act).toBe(made)
      else expect(run).toThrow(refused)
    }
  }
})

test('a request says who asks, with which key, and for which grant', () => {
  expect(verifyRequest(request, known)).toMatchObject({
    party: { kind: 'executor', id: 'payments', audiences: ['payments'] },
    keyId: signer.kid,
    subject: actionId,
    act: 'claim',
    grant: 'grant-1',
    jti: 'c-1',
  })
})
