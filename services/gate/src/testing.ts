/** Cases, keys and records for the gate's own tests. */
import { randomBytes } from 'node:crypto'
import type { ActionState, Dossier } from '@holdpoint/approval'
import { type ActionId, digestOf, noDigest, type Origin } from '@holdpoint/contracts'
import { generateKey, Secret, Signer } from '@holdpoint/seal'
import type { LedgerKeys } from './ledger.ts'

export const deployment = 'urn:holdpoint:test'
export const actionId = (n = 1): ActionId =>
  `0199a000-0000-7000-8000-${String(n).padStart(12, '0')}` as ActionId

export function ledgerKeys(): LedgerKeys & { publicJwk: Signer['publicJwk'] } {
  const signer = new Signer(generateKey().privateJwk)
  const secret = () => new Secret(randomBytes(32))
  return { signer, state: secret(), salt: secret(), publicJwk: signer.publicJwk }
}

export const salt = Buffer.alloc(32, 7).toString('base64url')
export const maskedAction = {
  id: actionId(),
  type: 'payments.refund',
  agent: { id: 'bot' },
  params: { amount: 12 },
}

export const dossier: Dossier = {
  action: maskedAction,
  salt,
  findings: [],
  unscanned: false,
  sealed: 'a.b.c.d.e',
}

export const origin: Origin = {
  type: 'payments.refund',
  agent: 'bot',
  intended: noDigest,
  presented: digestOf(salt, maskedAction),
  identity: { kind: 'ingress', topic: 'legacy' },
  source: { topic: 'actions.intended', partition: 0, offset: 1 },
  receivedAtMs: 1000,
  labels: [],
  redactor: { version: '1', config: noDigest },
}

export function stateOf(changes: Partial<ActionState> = {}): ActionState {
  return {
    id: actionId(),
    revision: 1,
    status: 'pending',
    origin,
    rule: 'ask',
    excluded: [],
    decideByMs: 60_000,
    sinceMs: 1000,
    audience: 'billing',
    useWithinMs: 10_000,
    runWithinMs: 5_000,
    votes: [],
    ...changes,
  }
}

export const approvedState = (changes: Partial<ActionState> = {}): ActionState =>
  stateOf({
    status: 'approved',
    revision: 2,
    grant: { jti: `${actionId()}/2`, audience: 'billing', notBeforeMs: 2000, expiresMs: 12_000 },
    ...changes,
  })

export const claimedState = (changes: Partial<ActionState> = {}): ActionState =>
  approvedState({
    status: 'claimed',
    revision: 3,
    claim: {
      id: `${actionId()}/3`,
      executor: 'exec-1',
      keyThumbprint: 'k'.repeat(43),
      request: noDigest,
      atMs: 3000,
      deadlineMs: 8000,
    },
    ...changes,
  })
