/** A result opens for the agent that policy clears, with the gate's word and its own key, in time, and for nobody else. */
import { describe, expect, test } from 'vitest'
import { actionId, deployment, digest, nowMs, otherId } from '../test/fixture.ts'
import { generateKey, generateUnsealingKey, Signer } from './key.ts'
import { signReceipt } from './receipt.ts'
import { signRequest } from './request.ts'
import { signResultReceipt } from './result-receipt.ts'
import { Sealer, wrapTo } from './sealer.ts'
import { parseTrust } from './trust.ts'
import { Unsealer } from './unsealer.ts'

const unsealing = generateUnsealingKey()
const gate = generateKey()
const agent = generateKey()
const formerKey = generateKey()
const other = generateKey()
const executor = generateKey()
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [gate.publicJwk] },
    agents: {
      'billing-bot': { keys: [agent.publicJwk, formerKey.publicJwk] },
      'other-bot': { keys: [other.publicJwk] },
    },
    executors: { payments: { audiences: ['payments'], keys: [executor.publicJwk] } },
  }),
)
const unsealer = new Unsealer([unsealing.privateJwk])
const sealer = new Sealer({ deployment, wrapper: wrapTo(unsealing.publicJwk) })
const presented = digest('p')
const result = Buffer.from('{"outcome":{"result":"the whole number"}}')
const bound = { kind: 'outcome', actionId, reported: digest('r'), presented } as const
const sealed = await sealer.seal(result, bound, nowMs)
const action = { kind: 'action', actionId, intended: digest('r'), presented } as const
const sealedAction = await sealer.seal(Buffer.from('{}'), action, nowMs)

const receiptOf = (change = {}, key = gate) =>
  signResultReceipt(new Signer(key.privateJwk), {
    ...{ deployment, actionId, claimId: 'claim-1', agent: 'billing-bot' },
    ...{ keyThumbprint: agent.kid, reported: digest('r') },
    ...{ issuedMs: nowMs, expiresMs: nowMs + 300_000 },
    ...change,
  })
const executorReceipt = (change = {}) =>
  signReceipt(new Signer(gate.privateJwk), {
    ...{ deployment, actionId, claimId: 'claim-1', grantJti: 'grant-1', executor: 'payments' },
    ...{ keyThumbprint: executor.kid, intended: digest('r') },
    ...{ issuedMs: nowMs, expiresMs: nowMs + 300_000 },
    ...change,
  })
const proofOf = (change = {}, key = agent) =>
  signRequest(new Signer(key.privateJwk), {
    ...{ deployment, subject: actionId, act: 'unseal', claim: 'claim-1', nowMs },
    ...change,
  })
const ask = (change: { sealed?: string; receipt?: string; proof?: string } = {}, atMs = nowMs) =>
  unsealer.unseal({ sealed, receipt: receiptOf(), proof: proofOf(), ...change }, { trust, atMs })
const code = (text: string) => expect.objectContaining({ code: text })

describe('nobody gets a result', () => {
  test.each([
    ['with another agent’s receipt', { proof: proofOf({}, other) }, 'HP_RECEIPT_INVALID'],
    ['as the executor', { proof: proofOf({}, executor) }, 'HP_RECEIPT_INVALID'],
    [
      'as the agent with a key that did not sign the intent',
      { proof: proofOf({}, formerKey) },
      'HP_RECEIPT_INVALID',
    ],
    [
      'with a receipt that names another agent',
      { receipt: receiptOf({ agent: 'other-bot' }) },
      'HP_RECEIPT_INVALID',
    ],
    ['with a receipt by the agent itself', { receipt: receiptOf({}, agent) }, 'HP_RECEIPT_INVALID'],
    ['with a receipt for another action', { receipt: receiptOf({ actionId: otherId }) }, 'HP_AUTH'],
    [
      'with a receipt for another outcome',
      { receipt: receiptOf({ reported: digest('x') }) },
      'HP_SEAL_INVALID',
    ],
    ['with a proof for another claim', { proof: proofOf({ claim: 'claim-2' }) }, 'HP_AUTH'],
    ['with a proof made to read', { proof: proofOf({ act: 'read' }) }, 'HP_AUTH'],
    [
      'as the executor with the receipt of its claim',
      { receipt: executorReceipt(), proof: proofOf({}, executor) },
      'HP_SEAL_INVALID',
    ],
  ])('%s', async (_, change, wanted) => {
    await expect(ask(change)).rejects.toThrow(code(wanted))
  })

  test('after the receipt’s time', async () => {
    const proof = proofOf({ nowMs: nowMs + 300_000 })
    await expect(ask({ proof }, nowMs + 300_000)).rejects.toThrow(code('HP_RECEIPT_INVALID'))
  })
})

test('a receipt for a result opens no original, and one for an agent’s key is no claim', async () => {
  await expect(ask({ sealed: sealedAction })).rejects.toThrow(code('HP_SEAL_INVALID'))
  const claimed = executorReceipt({ keyThumbprint: agent.kid, executor: 'billing-bot' })
  const asAgent = { sealed: sealedAction, receipt: claimed }
  await expect(ask(asAgent)).rejects.toThrow(code('HP_RECEIPT_INVALID'))
})

test('the cleared agent gets the bytes as they were', async () => {
  const { plaintext, receipt } = await ask()
  expect(plaintext.equals(result)).toBe(true)
  expect(receipt).toMatchObject({ agent: 'billing-bot', claimId: 'claim-1' })
})
