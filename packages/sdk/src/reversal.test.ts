/** An executor takes back only what it has done itself, as its agent meant it; everything else is refused before anything begins. */
import {
  type Action,
  type ActionId,
  canonicalize,
  digestOf,
  type Outcome,
  reversalId,
} from '@holdpoint/contracts'
import {
  generateKey,
  parseTrust,
  type Receipt,
  Signer,
  signIntent,
  signOutcome,
} from '@holdpoint/seal'
import { describe, expect, test } from 'vitest'
import { readReversal } from './reversal.ts'

const deployment = 'urn:holdpoint:test'
const nowMs = Date.UTC(2026, 5, 1)
const salt = 'AAECAwQFBgcICQoLDA0ODw'
const [agent, payer, rival] = [generateKey(), generateKey(), generateKey()]
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [] },
    agents: { bot: { keys: [agent.publicJwk] } },
    executors: {
      payer: { audiences: ['billing'], keys: [payer.publicJwk] },
      rival: { audiences: ['billing'], keys: [rival.publicJwk] },
    },
  }),
)
const id = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5e' as ActionId
const otherId = '0191e0c6-7c00-7c3a-9a51-6a1f2b3c4d5f' as ActionId
const original: Action = {
  id,
  type: 'payments.refund',
  agent: { id: 'bot' },
  params: { to: 'ann' },
}
const action: Action = {
  ...original,
  id: reversalId(id, 1),
  type: 'payments.refund.reverse',
  reverses: id,
}
const outcome: Outcome = {
  actionId: id,
  claimId: `${id}/3`,
  status: 'succeeded',
  result: { refund: 're_1' },
}

interface Case {
  readonly original?: Action
  readonly outcome?: Outcome
  readonly agentKey?: typeof agent
  readonly executorKey?: typeof payer
  readonly receipt?: Partial<NonNullable<Receipt['reverses']>> | null
  readonly given?: unknown
  readonly sealed?: (bytes: Buffer) => Buffer
  readonly action?: Action
}

/** What an honest deployment would hand over, but for what the case changes. */
function read(changed: Case = {}) {
  const it = { original, outcome, agentKey: agent, executorKey: payer, action, ...changed }
  const intent = signIntent({
    ...{ signer: new Signer(it.agentKey.privateJwk), deployment, action: it.original, salt, nowMs },
  })
  const said = signOutcome({
    ...{
      signer: new Signer(it.executorKey.privateJwk),
      deployment,
      outcome: it.outcome,
      salt,
      nowMs,
    },
  })
  const seals: Record<string, object> = {
    'sealed-original': { action: it.original, salt, proof: intent.proof },
    'sealed-outcome': { outcome: it.outcome, salt, proof: said.proof },
  }
  const reverses = {
    ...{ actionId: id, claimId: outcome.claimId, intended: intent.intended },
    reported: said.reported,
    ...changed.receipt,
  }
  const receipt = (changed.receipt === null ? {} : { reverses }) as Receipt
  const given = { sealed: 'sealed-original', outcome: 'sealed-outcome' }
  const unseal = async (sealed: string) => {
    const bytes = Buffer.from(canonicalize(seals[sealed]))
    return changed.sealed?.(bytes) ?? bytes
  }
  const known = { trust, isUnsignedAllowed: false, executor: 'payer' }
  return readReversal(it.action, { receipt, original: changed.given ?? given }, unseal, known)
}
const wrong = digestOf(salt, 'another')

describe('nothing is taken back', () => {
  test.each<[string, Case, string]>([
    ['with a receipt that opens no original', { receipt: null }, 'HP_RECEIPT_INVALID'],
    [
      'with a receipt for another original',
      { receipt: { actionId: otherId } },
      'HP_RECEIPT_INVALID',
    ],
    [
      'where the reversal names another',
      { action: { ...action, reverses: otherId } },
      'HP_RECEIPT_INVALID',
    ],
    ['without the original', { given: {} }, 'HP_SEAL_INVALID'],
    [
      'without the outcome that was reported',
      { given: { sealed: 'sealed-original' } },
      'HP_SEAL_INVALID',
    ],
    [
      'of another original than was approved then',
      { receipt: { intended: wrong } },
      'HP_SEAL_INVALID',
    ],
    [
      'of another outcome than was reported then',
      { receipt: { reported: wrong } },
      'HP_SEAL_INVALID',
    ],
    [
      'of another action under the same receipt',
      { original: { ...original, id: otherId } },
      'HP_SEAL_INVALID',
    ],
    ['that its agent has not signed', { agentKey: rival }, 'HP_PROOF_INVALID'],
    ['for another agent', { action: { ...action, agent: { id: 'spy' } } }, 'HP_SEAL_INVALID'],
    ['that another executor has run', { executorKey: rival }, 'HP_PROOF_INVALID'],
    ['of another claim', { outcome: { ...outcome, claimId: 'x' } }, 'HP_SEAL_INVALID'],
    [
      'with a changed result',
      { sealed: (bytes) => Buffer.from(bytes.toString().replace('re_1', 're_2')) },
      'HP_SEAL_INVALID',
    ],
  ])('%s', async (_, changed, code) => {
    await expect(read(changed)).rejects.toMatchObject({ code })
  })
})

test('original, status and raw result are those of the claim', async () => {
  expect(await read()).toEqual({
    action,
    original,
    status: 'succeeded',
    result: { refund: 're_1' },
  })
})

test('where nobody reported an outcome, only the original, and its end is unknown', async () => {
  const silent = read({
    receipt: { reported: undefined as never },
    given: { sealed: 'sealed-original' },
  })
  expect(await silent).toEqual({ action, original, status: 'unknown' })
})
