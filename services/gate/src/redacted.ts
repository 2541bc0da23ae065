/** What the redactor writes, believed only with its MAC; and of an intent, only with the agent's own proof, so that a redactor gone bad can't invent actions. */
import type { Input } from '@holdpoint/approval'
import {
  type ActionRedacted,
  check,
  checkReversal,
  HoldpointError,
  type IntentRefused,
  MaskedAction,
  macAttribute,
  type OutcomeRedacted,
} from '@holdpoint/contracts'
import {
  checkRecordMac,
  type KeyOf,
  type Secret,
  type Trust,
  verifyIntent,
  verifyOutcome,
} from '@holdpoint/seal'
import type { Arrival } from './arrival.ts'

/** The HMAC key that redactor and gate share. */
export class RedactorKey {
  private readonly secret: Secret

  constructor(secret: Secret) {
    this.secret = secret
  }

  check({ event }: Arrival): void {
    const { type, subject = '' } = event.attributes
    const mac = event.extensions[macAttribute]
    checkRecordMac(this.secret, mac, { type, subject, data: event.dataBytes })
  }
}

export async function readIntent(
  { actionId, atMs, rules, deployment, checked }: Arrival,
  redacted: ActionRedacted,
): Promise<Input> {
  const { identity, intended, receivedAtMs } = redacted
  const action = check(MaskedAction, redacted.action, '/action')
  if (redacted.actionId !== actionId || action.id !== actionId)
    throw new HoldpointError('HP_KEY_MISMATCH')
  checkReversal(action)
  if (identity.kind === 'signed') {
    const known = {
      deployment,
      actionId,
      agent: action.agent.id,
      type: action.type,
      intended,
      keyOf: rules.trust.agent(action.agent.id),
      atMs: receivedAtMs,
    }
    const { keyId } = await checked((checkSignature) =>
      verifyIntent(identity.proof, { ...known, checkSignature }),
    )
    // A cleared result is bound to this key: the redactor's word for it is not enough.
    if (keyId !== identity.keyId) {
      const rule = 'is by another key than is said'
      throw new HoldpointError('HP_PROOF_INVALID', { field: 'identity', rule })
    }
  } else if (!rules.trust.isIngress(identity.topic)) {
    throw new HoldpointError('HP_PROOF_MISSING', { field: 'identity' })
  }
  return { kind: 'intent', actionId, atMs, redacted }
}

export async function readOutcome(
  { actionId, atMs, rules, deployment, event, checked }: Arrival,
  outcome: OutcomeRedacted,
): Promise<Input> {
  if (outcome.actionId !== actionId) throw new HoldpointError('HP_KEY_MISMATCH')
  const { claimId, status, reported, proof, receivedAtMs } = outcome
  const known = {
    deployment,
    actionId,
    claimId,
    status,
    reported,
    keyOf: executorKeys(rules.trust),
    atMs: receivedAtMs,
  }
  const { keyId } = await checked((checkSignature) =>
    verifyOutcome(proof, { ...known, checkSignature }),
  )
  return {
    kind: 'outcome',
    actionId,
    atMs,
    commandId: event.attributes.id,
    keyThumbprint: keyId,
    outcome,
  }
}

export function readRejection({ actionId, atMs }: Arrival, refused: IntentRefused): Input {
  return { kind: 'rejection', actionId, atMs, refused }
}

/** Any executor's: the rules know which key holds the claim. */
function executorKeys(trust: Trust): KeyOf {
  return (kid) => {
    const party = trust.partyOf(kid)
    return party?.kind === 'executor' ? party.key : undefined
  }
}
