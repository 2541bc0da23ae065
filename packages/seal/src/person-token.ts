/** ID tokens: how a person proves who they are. Only issuers of the trust file count, each with its own keys, and each key with its one algorithm. */
import { clockSkewMs, HoldpointError } from '@holdpoint/contracts'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import { isInForce } from './key.ts'
import type { Issuer, Trust } from './trust.ts'
import type { IssuerKey } from './trust-key.ts'

/** Commands carry a token up to this long. */
export const tokenCharsMax = 8192

export interface PersonToken {
  readonly issuer: string
  /** The issuer's own id of the person; issuer and subject together name somebody. */
  readonly subject: string
  readonly email?: string
  /** `decisionNonce(vote)` where the token was minted for one decision. */
  readonly nonce?: string
  readonly expiresMs: number
}

/** Throws HP_PERSON_UNPROVEN. `nowMs`: append time of the vote, or now at an edge. */
export async function verifyPersonToken(
  token: string,
  known: { readonly trust: Trust; readonly nowMs: number },
): Promise<PersonToken> {
  const { trust, nowMs } = known
  if (token.length > tokenCharsMax) throw refuse('the token is too long')
  const { issuer, key } = findKey(token, trust, nowMs)
  const { payload } = await jwtVerify(token, key.key, {
    algorithms: [key.alg],
    issuer: issuer.issuer,
    audience: issuer.audience,
    currentDate: new Date(nowMs),
    // Forgives a clock that is behind the issuer's; expiry is judged without it below.
    clockTolerance: clockSkewMs / 1000,
    requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat'],
  }).catch((): never => {
    // The library's message may quote claims.
    throw refuse('the token is not valid here and now')
  })
  return readClaims(payload, issuer, nowMs)
}

function findKey(
  token: string,
  trust: Trust,
  nowMs: number,
): { readonly issuer: Issuer; readonly key: IssuerKey } {
  const { iss, kid, typ } = peek(token)
  // Access tokens and our own signed statements have a type of their own, and are not about a person who is present.
  if (typ !== undefined && typ !== 'JWT') throw refuse('the token is of another type')
  const issuer = iss === undefined ? undefined : trust.issuer(iss)
  if (issuer === undefined) throw refuse('the token is of an issuer that is not trusted')
  const inForce = issuer.keys.filter((key) => isInForce(key, nowMs))
  const named = kid === undefined ? inForce : inForce.filter((key) => key.kid === kid)
  const [key, second] = named
  if (key === undefined || second !== undefined)
    throw refuse('the token names no key of its issuer')
  return { issuer, key }
}

function peek(token: string): { iss?: string; kid?: string; typ?: string } {
  try {
    const { kid, typ } = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    return { ...(iss && { iss }), ...(kid && { kid }), ...(typ && { typ }) }
  } catch {
    throw refuse('the token is not a JWT')
  }
}

function readClaims(payload: JWTPayload, issuer: Issuer, nowMs: number): PersonToken {
  const { sub, exp = 0, iat = 0 } = payload
  const { azp, email, email_verified: isEmailVerified, nonce } = payload
  if (typeof sub !== 'string' || sub === '') throw refuse('the token names nobody')
  if (exp * 1000 <= nowMs) throw refuse('the token has expired')
  if (iat * 1000 > nowMs + clockSkewMs) throw refuse('the token is from the future')
  if (azp !== undefined && azp !== issuer.audience) throw refuse('the token was given to another')
  return {
    issuer: issuer.issuer,
    subject: sub,
    ...(typeof email === 'string' && isEmailVerified !== false && { email }),
    ...(typeof nonce === 'string' && { nonce }),
    expiresMs: exp * 1000,
  }
}

const refuse = (rule: string): HoldpointError => new HoldpointError('HP_PERSON_UNPROVEN', { rule })
