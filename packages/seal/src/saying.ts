/**
 * What a person says about one thing, proven by themself and not by a service: an ID token of their issuer, or a statement by a key of their own that the trust file
 * names. Both carry a nonce over what is said, as `decisionNonce` makes it.
 */
import { HoldpointError } from '@holdpoint/contracts'
import Type, { type Static } from 'typebox'
import { claimedType, isWithinSkew, jwsTypes, type Refuse, Statement, seconds } from './jws.ts'
import type { Signer } from './key.ts'
import { verifyPersonToken } from './person-token.ts'
import type { Trust } from './trust.ts'

const SayingClaims = Type.Object(
  {
    aud: Type.String(),
    iat: Type.Integer({ minimum: 0 }),
    /** Directory id of the person. */
    sub: Type.String({ minLength: 1, maxLength: 128 }),
    nonce: Type.String({ minLength: 1, maxLength: 128 }),
  },
  { additionalProperties: false },
)
const statement = new Statement<Static<typeof SayingClaims>>(jwsTypes.saying, SayingClaims)

export interface Saying {
  /** Directory id; undefined: the token is of nobody in the directory. */
  readonly person: string | undefined
  readonly nonce: string | undefined
}

/** By a key of the person's own. */
export function signSaying(
  signer: Signer,
  given: {
    readonly deployment: string
    readonly person: string
    readonly nonce: string
    readonly nowMs: number
  },
): string {
  const { deployment: aud, person: sub, nonce, nowMs } = given
  return statement.sign(signer, { aud, iat: seconds(nowMs), sub, nonce })
}

/** Throws HP_PERSON_UNPROVEN. `nowMs`: append time of the command, or now at an edge; `idOf`: as the directory names whom an issuer names. */
export async function verifySaying(
  token: string,
  known: {
    readonly trust: Trust
    readonly nowMs: number
    readonly idOf: (issuer: string, subject: string) => string | undefined
  },
): Promise<Saying> {
  if (claimedType(token) === jwsTypes.saying) return verifyOwn(token, known)
  const { issuer, subject, nonce } = await verifyPersonToken(token, known)
  return { person: known.idOf(issuer, subject), nonce }
}

function verifyOwn(
  token: string,
  { trust, nowMs }: { readonly trust: Trust; readonly nowMs: number },
): Saying {
  // Whose keys may have signed it follows from who it says it is of.
  const keyOf = trust.person(statement.peek(token, refuse).sub)
  const { claims } = statement.verify(token, keyOf, nowMs, refuse)
  if (claims.aud !== trust.deployment) throw refuse('is for another deployment')
  if (!isWithinSkew(claims.iat, nowMs)) throw refuse('was signed at another time')
  return { person: claims.sub, nonce: claims.nonce }
}

const refuse: Refuse = (rule) =>
  new HoldpointError('HP_PERSON_UNPROVEN', { rule: `the statement ${rule}` })
