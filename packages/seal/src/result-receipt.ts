/** The gate's word that this agent's key, and no other, may have the result of its own action unsealed for a while: only where policy clears it. */
import {
  ActionIdSchema,
  type Digest,
  DigestSchema,
  HoldpointError,
  Name,
  strict,
} from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { isWithinSkew, jwsTypes, type Refuse, Statement, seconds } from './jws.ts'
import type { KeyOf, Signer } from './key.ts'

const audience = 'unseal'
const purpose = 'result'
const NumericDate = Type.Integer({ minimum: 0 })
const ResultReceiptClaims = strict({
  iss: Type.String(),
  aud: Type.Literal(audience),
  purpose: Type.Literal(purpose),
  sub: ActionIdSchema,
  jti: Type.String({ minLength: 1, maxLength: 256 }),
  agent: Name,
  cnf: strict({ jkt: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
  reported: DigestSchema,
  iat: NumericDate,
  exp: NumericDate,
})
const typ = jwsTypes.resultReceipt
const statement = new Statement<Static<typeof ResultReceiptClaims>>(typ, ResultReceiptClaims)

/** Times in ms; they travel in whole seconds, rounded down. */
export interface ResultReceipt {
  readonly deployment: string
  readonly actionId: Static<typeof ActionIdSchema>
  /** The claim under which it ran. */
  readonly claimId: string
  readonly agent: string
  /** RFC 7638 thumbprint of the key that signed the intent. */
  readonly keyThumbprint: string
  /** Digest of the outcome, as its executor signed it. */
  readonly reported: Digest
  readonly issuedMs: number
  readonly expiresMs: number
}

export function signResultReceipt(signer: Signer, receipt: ResultReceipt): string {
  return statement.sign(signer, {
    iss: receipt.deployment,
    aud: audience,
    purpose,
    sub: receipt.actionId,
    jti: receipt.claimId,
    agent: receipt.agent,
    cnf: { jkt: receipt.keyThumbprint },
    reported: receipt.reported,
    iat: seconds(receipt.issuedMs),
    exp: seconds(receipt.expiresMs),
  })
}

/** Throws HP_RECEIPT_INVALID. `keyOf`: the gate's keys. Who holds the receipt is another question: compare `keyThumbprint` with the key of the request. */
export function verifyResultReceipt(
  compact: string,
  known: { readonly deployment: string; readonly atMs: number; readonly keyOf: KeyOf },
): ResultReceipt {
  const { claims } = statement.verify(compact, known.keyOf, known.atMs, refuse)
  if (claims.iss !== known.deployment) throw refuse('is of another deployment')
  if (claims.exp * 1000 <= known.atMs) throw refuse('has expired')
  if (claims.iat * 1000 > known.atMs && !isWithinSkew(claims.iat, known.atMs)) {
    throw refuse('is from the future')
  }
  return {
    deployment: claims.iss,
    actionId: claims.sub,
    claimId: claims.jti,
    agent: claims.agent,
    keyThumbprint: claims.cnf.jkt,
    reported: claims.reported,
    issuedMs: claims.iat * 1000,
    expiresMs: claims.exp * 1000,
  }
}

const refuse: Refuse = (rule) => new HoldpointError('HP_RECEIPT_INVALID', { rule })
