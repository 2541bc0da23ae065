/** What an agent signs about its action, and an executor about what happened: the statements that convince strangers years later. */
import {
  type Action,
  ActionIdSchema,
  type Digest,
  DigestSchema,
  digestOf,
  Name,
  type Outcome,
  OutcomeStatus,
  strict,
} from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import {
  isWithinSkew,
  jwsTypes,
  type Refuse,
  refuseProof,
  Statement,
  seconds,
  type Verified,
} from './jws.ts'
import type { KeyOf, Signer } from './key.ts'
import type { CheckSignature } from './signature.ts'

const common = { aud: Type.String(), iat: Type.Integer({ minimum: 0 }), id: ActionIdSchema }
const IntentClaims = strict({
  ...common,
  agent: Name,
  type: Type.String(),
  intended: DigestSchema,
})
const OutcomeClaims = strict({
  ...common,
  claim: Type.String({ maxLength: 256 }),
  status: OutcomeStatus,
  reported: DigestSchema,
})

const intentProof = new Statement<Static<typeof IntentClaims>>(jwsTypes.intent, IntentClaims)
const outcomeProof = new Statement<Static<typeof OutcomeClaims>>(jwsTypes.outcome, OutcomeClaims)

interface Known {
  readonly deployment: string
  readonly actionId: string
  /** Keys of the one party that may have signed. */
  readonly keyOf: KeyOf
  /** Append time of the record that brought it. `'signed'`: for those who hold no such time (executors, verifiers); then the time inside is believed. */
  readonly atMs: number | 'signed'
  /** Default: at once; see `inPool`. */
  readonly checkSignature?: CheckSignature
}

export interface KnownIntent extends Known {
  readonly agent: string
  readonly type: string
  readonly intended: Digest
}

export interface KnownOutcome extends Known {
  readonly claimId: string
  readonly status: OutcomeStatus
  readonly reported: Digest
}

/** `salt` is base64url text of 16 to 32 bytes; see `deriveSalt`. */
export function signIntent(given: {
  readonly signer: Signer
  readonly deployment: string
  readonly action: Action
  readonly salt: string
  readonly nowMs: number
}): { readonly proof: string; readonly intended: Digest } {
  const { action, deployment, salt, nowMs } = given
  const intended = digestOf(salt, action)
  const proof = intentProof.sign(given.signer, {
    aud: deployment,
    iat: seconds(nowMs),
    id: action.id,
    agent: action.agent.id,
    type: action.type,
    intended,
  })
  return { proof, intended }
}

/** Throws HP_PROOF_INVALID; `keyId` is the thumbprint of the agent's key. */
export function verifyIntent(proof: string, known: KnownIntent): { readonly keyId: string } {
  const refuse = refuseProof('hpproof')
  const read = verifyTimed(intentProof, proof, known, refuse)
  if (read.claims.agent !== known.agent) throw refuse('is by another agent')
  if (read.claims.type !== known.type) throw refuse('is about another type of action')
  if (read.claims.intended !== known.intended) throw refuse('is about another payload')
  return { keyId: read.key.kid }
}

export function signOutcome(given: {
  readonly signer: Signer
  readonly deployment: string
  readonly outcome: Outcome
  readonly salt: string
  readonly nowMs: number
}): { readonly proof: string; readonly reported: Digest } {
  const { outcome, deployment, salt, nowMs } = given
  const reported = digestOf(salt, outcome)
  const proof = outcomeProof.sign(given.signer, {
    aud: deployment,
    iat: seconds(nowMs),
    id: outcome.actionId,
    claim: outcome.claimId,
    status: outcome.status,
    reported,
  })
  return { proof, reported }
}

/** Throws HP_PROOF_INVALID; `keyId` must be the thumbprint that the claim is bound to. */
export function verifyOutcome(proof: string, known: KnownOutcome): { readonly keyId: string } {
  const refuse = refuseProof('hpproof')
  const read = verifyTimed(outcomeProof, proof, known, refuse)
  if (read.claims.claim !== known.claimId) throw refuse('is about another claim')
  if (read.claims.status !== known.status) throw refuse('is about another status')
  if (read.claims.reported !== known.reported) throw refuse('is about another result')
  return { keyId: read.key.kid }
}

function verifyTimed<C extends { aud: string; iat: number; id: string }>(
  statement: Statement<C>,
  proof: string,
  known: Known,
  refuse: Refuse,
): Verified<C> {
  const atMs = known.atMs === 'signed' ? statement.peek(proof, refuse).iat * 1000 : known.atMs
  const read = statement.verify(proof, known.keyOf, atMs, refuse, known.checkSignature)
  if (read.claims.aud !== known.deployment) throw refuse('is for another deployment')
  if (read.claims.id !== known.actionId) throw refuse('is about another action')
  if (!isWithinSkew(read.claims.iat, atMs)) throw refuse('was signed at another time')
  return read
}
