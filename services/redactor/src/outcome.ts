/** From a record or request to an outcome that is well formed and signed by an executor; whether it holds the claim is the gate's to know. */
import {
  check,
  type DecodedEvent,
  type Digest,
  HoldpointError,
  Outcome,
  outcomeReported,
  proofAttribute,
  saltAttribute,
} from '@holdpoint/contracts'
import { type KeyOf, type Trust, verifyOutcome } from '@holdpoint/seal'
import { type Arrival, checkKey, checkType, type IntakeRules, saltedDigest } from './intent.ts'

/** What a claim's id adds to that of its action: a revision, far shorter than any number that would be masked. */
const claimSuffix = /^\/\d{1,6}$/

export interface ProvenOutcome {
  readonly outcome: Outcome
  readonly salt: string
  readonly proof: string
  readonly reported: Digest
  /** Thumbprint of the key that signed it. */
  readonly keyId: string
}

export function readOutcome(
  event: DecodedEvent,
  arrival: Arrival,
  { trust, names }: Pick<IntakeRules, 'trust' | 'names'>,
): ProvenOutcome {
  checkType(event, outcomeReported)
  const outcome = check(Outcome, event.data)
  checkKey(event, arrival, outcome.actionId)
  if (!isOfItsAction(outcome)) names.check(outcome.claimId, '/claimId')
  if (outcome.code !== undefined) names.check(outcome.code, '/code')
  const { [proofAttribute]: proof, [saltAttribute]: salt } = event.extensions
  if (proof === undefined) throw new HoldpointError('HP_PROOF_MISSING', { field: proofAttribute })
  if (salt === undefined) throw new HoldpointError('HP_PROOF_MISSING', { field: saltAttribute })
  const reported = saltedDigest(salt, outcome)
  const { actionId, claimId, status } = outcome
  const { keyId } = verifyOutcome(proof, {
    deployment: trust.deployment,
    actionId,
    claimId,
    status,
    reported,
    keyOf: executorKeys(trust),
    atMs: arrival.atMs,
  })
  return { outcome, salt, proof, reported, keyId }
}

/** As the gate makes it. One action id in some ten thousand looks like an account number, and its outcome could never be told. */
function isOfItsAction({ actionId, claimId }: Outcome): boolean {
  return claimId.startsWith(actionId) && claimSuffix.test(claimId.slice(actionId.length))
}

/** Any executor's. */
function executorKeys(trust: Trust): KeyOf {
  return (kid) => {
    const party = trust.partyOf(kid)
    return party?.kind === 'executor' ? party.key : undefined
  }
}
