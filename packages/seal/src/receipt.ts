/** The gate's answer to a claim: this executor's key, and no other, may have this payload unsealed until the claim's deadline. */
import {
  type ActionId,
  ActionIdSchema,
  type Digest,
  DigestSchema,
  HoldpointError,
  Name,
  OriginalIdSchema,
  strict,
} from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { isWithinSkew, jwsTypes, type Refuse, Statement, seconds } from './jws.ts'
import type { KeyOf, Signer } from './key.ts'

const audience = 'unseal'
const NumericDate = Type.Integer({ minimum: 0 })
const short = Type.String({ minLength: 1, maxLength: 256 })
const ReceiptClaims = strict({
  iss: Type.String(),
  aud: Type.Literal(audience),
  sub: ActionIdSchema,
  jti: short,
  grant: short,
  executor: Name,
  cnf: strict({ jkt: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
  intended: DigestSchema,
  iat: NumericDate,
  exp: NumericDate,
  /** Of a reversal: the action that it takes back, and digests of what was sealed of it. */
  reverses: Type.Optional(
    strict({
      sub: OriginalIdSchema,
      jti: short,
      intended: DigestSchema,
      reported: Type.Optional(DigestSchema),
    }),
  ),
})
const statement = new Statement<Static<typeof ReceiptClaims>>(jwsTypes.receipt, ReceiptClaims)

/** The action that a reversal takes back: its original, and the outcome if one was reported, may be unsealed as well. */
export interface ReceiptOriginal {
  readonly actionId: ActionId
  /** The claim under which it ran. */
  readonly claimId: string
  readonly intended: Digest
  readonly reported?: Digest
}

/** Times in ms; they travel in whole seconds, rounded down. */
export interface Receipt {
  readonly deployment: string
  readonly actionId: Static<typeof ActionIdSchema>
  readonly claimId: string
  /** `jti` of the grant that was claimed. */
  readonly grantJti: string
  readonly executor: string
  /** RFC 7638 thumbprint of the key that signed the claim. */
  readonly keyThumbprint: string
  readonly intended: Digest
  readonly issuedMs: number
  readonly expiresMs: number
  readonly reverses?: ReceiptOriginal
}

export function signReceipt(signer: Signer, receipt: Receipt): string {
  return statement.sign(signer, {
    iss: receipt.deployment,
    aud: audience,
    sub: receipt.actionId,
    jti: receipt.claimId,
    grant: receipt.grantJti,
    executor: receipt.executor,
    cnf: { jkt: receipt.keyThumbprint },
    intended: receipt.intended,
    iat: seconds(receipt.issuedMs),
    exp: seconds(receipt.expiresMs),
    ...(receipt.reverses ? { reverses: claimsOf(receipt.reverses) } : {}),
  })
}

function claimsOf({ actionId, claimId, ...digests }: ReceiptOriginal) {
  return { sub: actionId, jti: claimId, ...digests }
}

function originalOf({ sub, jti, ...digests }: ReturnType<typeof claimsOf>): ReceiptOriginal {
  return { actionId: sub, claimId: jti, ...digests }
}

/** Throws HP_RECEIPT_INVALID. `keyOf`: the gate's keys. Who holds the receipt is another question: compare `keyThumbprint` with the key of the request. */
export function verifyReceipt(
  compact: string,
  known: { readonly deployment: string; readonly atMs: number; readonly keyOf: KeyOf },
): Receipt {
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
    grantJti: claims.grant,
    executor: claims.executor,
    keyThumbprint: claims.cnf.jkt,
    intended: claims.intended,
    issuedMs: claims.iat * 1000,
    expiresMs: claims.exp * 1000,
    ...(claims.reverses ? { reverses: originalOf(claims.reverses) } : {}),
  }
}

const refuse: Refuse = (rule) => new HoldpointError('HP_RECEIPT_INVALID', { rule })
