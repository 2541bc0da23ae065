import { clockSkewMs } from '@holdpoint/contracts'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs, oneBitFlipped, party } from '../test/fixture.ts'
import { jwsTypes, signJws } from './jws.ts'
import { generateKey, keysOf } from './key.ts'
import { type Receipt, signReceipt, verifyReceipt } from './receipt.ts'

const { signer, keyOf } = party()
const receipt: Receipt = {
  deployment,
  actionId,
  claimId: 'claim-1',
  grantJti: 'grant-1',
  executor: 'payments',
  keyThumbprint: generateKey().kid,
  intended: digest('i'),
  issuedMs: nowMs,
  expiresMs: nowMs + 300_000,
}
const compact = signReceipt(signer, receipt)
const known = { deployment, atMs: nowMs, keyOf }
const refused = expect.objectContaining({ code: 'HP_RECEIPT_INVALID' })

describe('a receipt is worthless', () => {
  test.each([
    ['in another deployment', { deployment: 'urn:holdpoint:other' }],
    ['by any key but the gate’s', { keyOf: keysOf(generateKey().publicJwk) }],
    ['from its expiry on', { atMs: nowMs + 300_000 }],
    ['long before it was given', { atMs: nowMs - clockSkewMs - 1000 }],
  ])('%s', (_, other) => {
    expect(() => verifyReceipt(compact, { ...known, ...other })).toThrow(refused)
  })

  test.each([
    ['for another audience', { aud: 'claim' }],
    ['without a key it is bound to', { cnf: undefined }],
    ['bound in another way', { cnf: { kid: 'x' } }],
    ['without an end', { exp: undefined }],
  ])('%s, though rightly signed', (_, change) => {
    const changed = signJws(signer, jwsTypes.receipt, { ...decodeJwt(compact), ...change })
    expect(() => verifyReceipt(changed, known)).toThrow(refused)
  })
})

test('changing any bit of a receipt makes it worthless', () => {
  fc.assert(
    fc.property(oneBitFlipped(compact), (changed) => {
      expect(() => verifyReceipt(changed, known)).toThrow(refused)
    }),
    { numRuns: 300 },
  )
})

test('a receipt names executor, key, claim and payload', () => {
  expect(verifyReceipt(compact, known)).toEqual(receipt)
  expect(verifyReceipt(compact, { ...known, atMs: nowMs - 1000 })).toEqual(receipt)
})

test('the receipt of a reversal names what it takes back, with the outcome where there was one', () => {
  const reverses = { actionId, claimId: 'claim-0', intended: digest('o'), reported: digest('r') }
  const { reported: _, ...silent } = reverses
  for (const original of [reverses, silent]) {
    const read = verifyReceipt(signReceipt(signer, { ...receipt, reverses: original }), known)
    expect(read.reverses).toEqual(original)
  }
})
