/** Who gets an original: the executor that holds the claim, with the gate's word for it, in time, and nobody else. */
import {
  type ActionRedacted,
  canonicalize,
  isHoldpointError,
  topicName,
} from '@holdpoint/contracts'
import { type Signer, signReceipt, signRequest } from '@holdpoint/seal'
import { expect, test } from 'vitest'
import { handleBatch } from '../batch.ts'
import {
  action,
  arrived,
  bench,
  deployment,
  eventsOn,
  executorSigner,
  gateSigner,
  intentRecord,
  nowMs,
  strangerSigner,
  trust,
  unsealer,
} from '../testing.ts'
import { unseal } from './unseal.ts'

async function sealedAction(over: Parameters<typeof action>[0] = {}): Promise<ActionRedacted> {
  const given = bench()
  const records = [arrived(intentRecord(action(over)))]
  await handleBatch(records, { kind: 'intent', ...given.handling }, given.cluster.bus())
  return eventsOn(given.cluster, topicName('', 'redacted'))[0]?.data as ActionRedacted
}

interface Forgery {
  readonly gate?: Signer
  readonly holder?: Signer
  readonly asker?: Signer
  readonly atMs?: number
  readonly act?: 'unseal' | 'claim'
}

function requestFor(redacted: ActionRedacted, forged: Forgery = {}) {
  const { gate = gateSigner, holder = executorSigner, asker = executorSigner } = forged
  const { actionId, intended, sealed } = redacted
  const receipt = signReceipt(gate, {
    deployment,
    actionId,
    claimId: 'claim-1',
    grantJti: 'grant-1',
    executor: 'payer',
    keyThumbprint: holder.kid,
    intended,
    issuedMs: nowMs,
    expiresMs: nowMs + 300_000,
  })
  const proof = signRequest(asker, {
    deployment,
    subject: actionId,
    act: forged.act ?? 'unseal',
    jti: 'request-1',
    claim: 'claim-1',
    nowMs: forged.atMs ?? nowMs,
  })
  return { sealed, receipt, proof }
}

async function ask(body: unknown, atMs = nowMs): Promise<string> {
  try {
    const { plaintext } = await unseal(Buffer.from(JSON.stringify(body)), { unsealer, trust }, atMs)
    return plaintext.toString()
  } catch (error) {
    if (isHoldpointError(error)) return error.code
    throw error
  }
}

test.each<[string, Forgery, number, string]>([
  ['a receipt that the gate did not sign', { gate: strangerSigner }, nowMs, 'HP_RECEIPT_INVALID'],
  ["a receipt bound to another's key", { holder: strangerSigner }, nowMs, 'HP_RECEIPT_INVALID'],
  ['somebody who has the receipt but not the key', { asker: strangerSigner }, nowMs, 'HP_AUTH'],
  ['a proof made for another act', { act: 'claim' }, nowMs, 'HP_AUTH'],
  ['a receipt past its time', { atMs: nowMs + 3_600_000 }, nowMs + 3_600_000, 'HP_RECEIPT_INVALID'],
  ['an old proof', { atMs: nowMs - 3_600_000 }, nowMs, 'HP_AUTH'],
])('nothing is unsealed for %s', async (_, forged, atMs, code) => {
  expect(await ask(requestFor(await sealedAction(), forged), atMs)).toBe(code)
})

test("one action's receipt does not open another's original", async () => {
  const [mine, other] = [await sealedAction(), await sealedAction({ params: { other: true } })]
  const request = { ...requestFor(mine), sealed: other.sealed }
  expect(await ask(request)).toBe('HP_SEAL_INVALID')
})

test('a changed byte of the sealed original opens nothing', async () => {
  const request = requestFor(await sealedAction())
  const middle = request.sealed.length - 40
  const flipped = request.sealed[middle] === 'A' ? 'B' : 'A'
  const sealed = request.sealed.slice(0, middle) + flipped + request.sealed.slice(middle + 1)
  expect(await ask({ ...request, sealed })).toBe('HP_SEAL_INVALID')
})

test.each([[{}], [[]], [{ sealed: 1, receipt: '', proof: '' }], ['text']])(
  'a request of another shape is refused: %j',
  async (body) => expect(await ask(body)).toBe('HP_FIELD_INVALID'),
)

test('the claiming executor gets the very bytes that were sealed', async () => {
  const text = await ask(requestFor(await sealedAction()))
  expect(canonicalize(JSON.parse(text))).toBe(text)
  expect(JSON.parse(text).action).toEqual(action())
})
