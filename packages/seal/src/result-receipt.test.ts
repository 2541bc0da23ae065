import { clockSkewMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs, oneBitFlipped, party } from '../test/fixture.ts'
import { jwsTypes, signJws } from './jws.ts'
import { generateKey, keysOf } from './key.ts'
import { verifyReceipt } from './receipt.ts'
import { type ResultReceipt, signResultReceipt, verifyResultReceipt } from './result-receipt.ts'

const { signer, keyOf } = party()
const receipt: ResultReceipt = {
  deployment,
  actionId,
  claimId: 'claim-1',
  agent: 'billing-bot',
  keyThumbprint: generateKey().kid,
  reported: digest('r'),
  issuedMs: nowMs,
  expiresMs: nowMs + 300_000,
}
const compact = signResultReceipt(signer, receipt)
const known = { deployment, atMs: nowMs, keyOf }
const refused = expect.objectContaining({ code: 'HP_RECEIPT_INVALID' })

describe('a receipt for a result is worthless', () => {
  test.each([
    ['in another deployment', { deployment: 'urn:holdpoint:other' }],
    ['by any key but the gate’s', { keyOf: keysOf(generateKey().publicJwk) }],
    ['from its expiry on', { atMs: nowMs + 300_000 }],
    ['long before it was given', { atMs: nowMs - clockSkewMs - 1000 }],
  ])('%s', (_, other) => {
    expect(() => verifyResultReceipt(compact, { ...known, ...other })).toThrow(refused)
  })

  test.each([
    ['for another audience', { aud: 'claim' }],
    ['for another purpose', { purpose: 'original' }],
    ['without a key it is bound to', { cnf: undefined }],
    ['without an agent', { agent: undefined }],
    ['without an end', { exp: undefined }],
  ])('%s, though rightly signed', (_, change) => {
    const changed = signJws(signer, jwsTypes.resultReceipt, { ...decodeJwt(compact), ...change })
    expect(() => verifyResultReceipt(changed, known)).toThrow(refused)
  })

  test('as the receipt of a claim, whatever type it says it has', () => {
    expect(() => verifyReceipt(compact, known)).toThrow(refused)
    const relabelled = signJws(signer, jwsTypes.receipt, decodeJwt(compact))
    expect(() => verifyReceipt(relabelled, known)).toThrow(refused)
  })
})

test('changing any bit of it makes it worthless', () => {
  fc.assert(
    fc.property(oneBitFlipped(compact), (changed) => {
      expect(() => verifyResultReceipt(changed, known)).toThrow(refused)
    }),
    { numRuns: 300 },
  )
})

test('it names agent, key, claim and outcome', () => {
  expect(verifyResultReceipt(compact, known)).toEqual(receipt)
  expect(verifyResultReceipt(compact, { ...known, atMs: nowMs - 1000 })).toEqual(receipt)
})
