/** The gate's permission for one audience to run one payload, once. Reading it is not running it: the claim is. */
import {
  type ActionId,
  ActionIdSchema,
  Count,
  clockSkewMs,
  type Digest,
  DigestSchema,
  HoldpointError,
  Name,
  OriginalIdSchema,
  strict,
} from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { jwsTypes, type Refuse, Statement, seconds } from './jws.ts'
import type { KeyOf, Signer } from './key.ts'
import type { Sign } from './signature.ts'

const NumericDate = Type.Integer({ minimum: 0 })
const GrantClaims = strict({
  iss: Type.String(),
  aud: Name,
  sub: ActionIdSchema,
  intended: DigestSchema,
  presented: DigestSchema,
  decision: strict({ slot: Count, number: Count }),
  policy: DigestSchema,
  nbf: NumericDate,
  exp: NumericDate,
  jti: Type.String({ minLength: 1, maxLength: 256 }),
  /** Of a reversal: the action that it takes back, and who ran it. */
  reverses: Type.Optional(strict({ sub: OriginalIdSchema, executor: Name })),
})
const statement = new Statement<Static<typeof GrantClaims>>(jwsTypes.grant, GrantClaims)

/** Times in ms; they travel in whole seconds, rounded down. */
export interface Grant {
  readonly deployment: string
  readonly audience: string
  readonly actionId: Static<typeof ActionIdSchema>
  readonly intended: Digest
  readonly presented: Digest
  /** The fact that approved it. */
  readonly decision: { readonly slot: number; readonly number: number }
  readonly policy: Digest
  readonly notBeforeMs: number
  readonly expiresMs: number
  readonly jti: string
  /** Of a reversal: what it takes back, and the executor that ran it and may alone claim this. */
  readonly reverses?: { readonly actionId: ActionId; readonly executor: string }
}

export function signGrant(signer: Signer, grant: Grant): string {
  return statement.sign(signer, claimsOf(grant))
}

export function signGrantBy(sign: Sign, signer: Signer, grant: Grant): Promise<string> {
  return statement.signBy(sign, signer, claimsOf(grant))
}

function claimsOf(grant: Grant): Static<typeof GrantClaims> {
  return {
    iss: grant.deployment,
    aud: grant.audience,
    sub: grant.actionId,
    intended: grant.intended,
    presented: grant.presented,
    decision: { slot: grant.decision.slot, number: grant.decision.number },
    policy: grant.policy,
    nbf: seconds(grant.notBeforeMs),
    exp: seconds(grant.expiresMs),
    jti: grant.jti,
    ...(grant.reverses
      ? { reverses: { sub: grant.reverses.actionId, executor: grant.reverses.executor } }
      : {}),
  }
}

/**
 * Throws HP_GRANT_INVALID. `keyOf`: the gate's keys. A grant not yet valid by less than the clock skew passes, since the gate judges the claim; an expired one
 * never does, unless whoever offered it says that it can be used for longer (`usableUntilMs`): time that an action stood frozen is added by the gate, and not signed
 * anew. To claim it is to ask the gate.
 */
export function verifyGrant(
  compact: string,
  known: {
    readonly deployment: string
    readonly audiences: readonly string[]
    readonly actionId: string
    readonly atMs: number
    readonly keyOf: KeyOf
    readonly usableUntilMs?: number
  },
): Grant {
  const { claims } = statement.verify(compact, known.keyOf, known.atMs, refuse)
  if (claims.iss !== known.deployment) throw refuse('is of another deployment')
  if (!known.audiences.includes(claims.aud)) throw refuse('is for another audience')
  if (claims.sub !== known.actionId) throw refuse('is about another action')
  if (claims.nbf * 1000 > known.atMs + clockSkewMs) throw refuse('is not valid yet')
  const { usableUntilMs = 0 } = known
  if (Math.max(claims.exp * 1000, usableUntilMs) <= known.atMs) throw refuse('has expired')
  return {
    deployment: claims.iss,
    audience: claims.aud,
    actionId: claims.sub,
    intended: claims.intended,
    presented: claims.presented,
    decision: claims.decision,
    policy: claims.policy,
    notBeforeMs: claims.nbf * 1000,
    expiresMs: claims.exp * 1000,
    jti: claims.jti,
    ...(claims.reverses
      ? { reverses: { actionId: claims.reverses.sub, executor: claims.reverses.executor } }
      : {}),
  }
}

const refuse: Refuse = (rule) => new HoldpointError('HP_GRANT_INVALID', { rule })
