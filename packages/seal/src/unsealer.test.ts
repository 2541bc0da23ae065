import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs, otherId } from '../test/fixture.ts'
import { generateKey, generateUnsealingKey, Signer } from './key.ts'
import { signReceipt } from './receipt.ts'
import { signRequest } from './request.ts'
import { type SealBinding, Sealer, wrapTo } from './sealer.ts'
import { parseTrust } from './trust.ts'
import { Unsealer } from './unsealer.ts'

const unsealing = generateUnsealingKey()
const gate = generateKey()
const executor = generateKey()
const rival = generateKey()
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [gate.publicJwk] },
    executors: {
      payments: { audiences: ['payments'], keys: [executor.publicJwk] },
      rival: { audiences: ['payments'], keys: [rival.publicJwk] },
    },
  }),
)
const unsealer = new Unsealer([unsealing.privateJwk])
const binding: SealBinding = {
  kind: 'action',
  actionId,
  intended: digest('i'),
  presented: digest('p'),
}
const original = Buffer.from('{"card":"the whole number"}')
const sealed = await new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) }).seal(
  original,
  binding,
  nowMs,
)

const receiptOf = (change = {}, key = gate) =>
  signReceipt(new Signer(key.privateJwk), {
    deployment,
    actionId,
    claimId: 'claim-1',
    grantJti: 'grant-1',
    executor: 'payments',
    keyThumbprint: executor.kid,
    intended: digest('i'),
    issuedMs: nowMs,
    expiresMs: nowMs + 300_000,
    ...change,
  })
const proofOf = (change = {}, key = executor) =>
  signRequest(new Signer(key.privateJwk), {
    deployment,
    subject: actionId,
    act: 'unseal',
    claim: 'claim-1',
    nowMs,
    ...change,
  })
const ask = (change: { sealed?: string; receipt?: string; proof?: string } = {}, atMs = nowMs) =>
  unsealer.unseal({ sealed, receipt: receiptOf(), proof: proofOf(), ...change }, { trust, atMs })
const code = (text: string) => expect.objectContaining({ code: text })

describe('nobody gets an original', () => {
  test.each([
    ['with a receipt in other hands', { proof: proofOf({}, rival) }, 'HP_RECEIPT_INVALID'],
    [
      'with a receipt that names another executor',
      { receipt: receiptOf({ executor: 'rival' }) },
      'HP_RECEIPT_INVALID',
    ],
    [
      'with a receipt that is not the gate’s',
      { receipt: receiptOf({}, executor) },
      'HP_RECEIPT_INVALID',
    ],
    ['with a receipt for another action', { receipt: receiptOf({ actionId: otherId }) }, 'HP_AUTH'],
    [
      'with a receipt for another payload',
      { receipt: receiptOf({ intended: digest('x') }) },
      'HP_SEAL_INVALID',
    ],
    [
      'with a receipt of another deployment',
      { receipt: receiptOf({ deployment: 'urn:holdpoint:other' }) },
      'HP_RECEIPT_INVALID',
    ],
    ['with a proof for another claim', { proof: proofOf({ claim: 'claim-2' }) }, 'HP_AUTH'],
    ['with a proof that names no claim', { proof: proofOf({ claim: undefined }) }, 'HP_AUTH'],
    ['with a proof made to read', { proof: proofOf({ act: 'read' }) }, 'HP_AUTH'],
    ['with a proof by the gate itself', { proof: proofOf({}, gate) }, 'HP_AUTH'],
    ['with a grant’s or receipt’s text as proof', { proof: receiptOf() }, 'HP_AUTH'],
  ])('%s', async (_, change, wanted) => {
    await expect(ask(change)).rejects.toThrow(code(wanted))
  })

  test('after the claim’s deadline', async () => {
    const proof = proofOf({ nowMs: nowMs + 300_000 })
    await expect(ask({ proof }, nowMs + 300_000)).rejects.toThrow(code('HP_RECEIPT_INVALID'))
  })
})

test('the executor that holds the claim gets the bytes as they were', async () => {
  const { plaintext, receipt } = await ask()
  expect(plaintext.equals(original)).toBe(true)
  expect(receipt.claimId).toBe('claim-1')
})

describe('the receipt of a reversal', () => {
  const reversalId = `${actionId}~1` as typeof actionId
  const reported = digest('r')
  const sealer = new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
  const sealAs = (text: string, as: SealBinding) => sealer.seal(Buffer.from(text), as, nowMs)
  const bound = { kind: 'outcome', actionId, reported, presented: digest('p') } as const
  const own = { ...binding, actionId: reversalId, intended: digest('n') } as const
  const reverses = { actionId, claimId: 'claim-0', intended: digest('i'), reported }
  const receiptFor = (change = {}) =>
    receiptOf({ actionId: reversalId, intended: digest('n'), reverses, ...change })
  const unseal = (what: string, receipt = receiptFor()) =>
    ask({ sealed: what, receipt, proof: proofOf({ subject: reversalId }) })

  test('opens its own payload, the original and the outcome of the original', async () => {
    for (const what of [await sealAs('own', own), sealed, await sealAs('outcome', bound)]) {
      expect((await unseal(what)).plaintext.length).toBeGreaterThan(0)
    }
  })

  test.each<[string, () => Promise<string> | string, string]>([
    [
      'another original',
      () => sealed,
      receiptFor({ reverses: { ...reverses, intended: digest('x') } }),
    ],
    ['another outcome of it', () => sealAs('x', { ...bound, reported: digest('x') }), receiptFor()],
    [
      'the outcome of another action',
      () => sealAs('x', { ...bound, actionId: otherId }),
      receiptFor(),
    ],
    ['its own outcome', () => sealAs('x', { ...bound, actionId: reversalId }), receiptFor()],
    [
      'an outcome that nobody reported',
      () => sealAs('x', bound),
      receiptFor({ reverses: { ...reverses, reported: undefined } }),
    ],
    [
      'what it does not reverse',
      () => sealAs('x', { ...binding, actionId: otherId }),
      receiptFor(),
    ],
  ])('does not open %s', async (_, what, receipt) => {
    await expect(unseal(await what(), receipt)).rejects.toThrow(code('HP_SEAL_INVALID'))
  })

  test('is needed for it: that of another action opens nothing but its own', async () => {
    const outcome = await sealAs('x', bound)
    await expect(ask({ sealed: outcome })).rejects.toThrow(code('HP_SEAL_INVALID'))
  })

  test('is worthless in other hands', async () => {
    const proof = proofOf({ subject: reversalId }, rival)
    const stolen = ask({ sealed, receipt: receiptFor(), proof })
    await expect(stolen).rejects.toThrow(code('HP_RECEIPT_INVALID'))
  })
})
