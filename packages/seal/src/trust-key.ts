/** Public keys as they stand in the trust file. Each has one use, one canonical spelling, and may have dates between which it counts. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Dated, type PublicJwk, thumbprint, type VerifyKey, verifyKeyOf } from './key.ts'
import type { Field } from './trust-field.ts'

const rsaBitsMin = 2048
const ours = ['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use', 'notBefore', 'notAfter'] as const
/** What published key sets of identity providers carry beside; it says nothing that is believed here. */
const theirs = ['n', 'e', 'key_ops', 'x5c', 'x5t', 'x5t#S256', 'x5u', 'ext'] as const

/** A key of an issuer: its kind fixes the one algorithm it is used with. */
export interface IssuerKey extends Dated {
  readonly kid: string
  readonly alg: 'EdDSA' | 'ES256' | 'RS256'
  readonly key: KeyObject
}

export interface UnsealingKey extends Dated {
  readonly kid: string
  readonly jwk: PublicJwk
}

export function readSigningKey(field: Field): VerifyKey {
  const jwk = readJwk(field, ours)
  const key = verifyKeyOf(jwk)
  if (key === undefined) throw field.refuse('is not an Ed25519 public key as a JWK')
  checkKid(field, key.kid)
  return { ...key, ...readDates(field) }
}

export function readUnsealingKey(field: Field): UnsealingKey {
  const { kty, crv, x, y } = readJwk(field, ours)
  const isKnown = (kty === 'OKP' && crv === 'X25519') || (kty === 'EC' && crv === 'P-256')
  const jwk = { kty, ...(crv && { crv }), ...(x && { x }), ...(y && { y }) }
  if (!isKnown || importKey(jwk) === undefined) {
    throw field.refuse('is not an X25519 or P-256 public key as a JWK')
  }
  const kid = thumbprint(jwk)
  checkKid(field, kid)
  return { kid, jwk, ...readDates(field) }
}

/** Ids of issuers' keys are the issuer's own; a key without one goes by its thumbprint. */
export function readIssuerKey(field: Field): IssuerKey {
  const jwk = readJwk(field, [...ours, ...theirs])
  const key = importKey(jwk)
  const alg = key && algorithmOf(key)
  if (key === undefined || alg === undefined) {
    throw field.refuse(`is not an Ed25519, P-256 or RSA key (${rsaBitsMin} bits or more) as a JWK`)
  }
  const kid = field.optional('kid')?.string() ?? thumbprint(jwk)
  return { kid, alg, key, ...readDates(field) }
}

function readJwk(field: Field, allowed: readonly string[]): PublicJwk {
  for (const name of ['d', 'p', 'q', 'k']) {
    if (field.optional(name))
      throw field.refuse('holds a private key: replace it, it is no secret now')
  }
  field.allow(allowed)
  for (const name of ['crv', 'x', 'y', 'n', 'e'] as const) field.optional(name)?.string()
  field.at('kty').string()
  return field.value as PublicJwk
}

function checkKid(field: Field, kid: string): void {
  const given = field.optional('kid')
  if (given !== undefined && given.string() !== kid) {
    throw given.refuse('is not the RFC 7638 thumbprint of the key')
  }
}

function readDates(field: Field): Dated {
  const notBeforeMs = field.optional('notBefore')?.timeMs() ?? 0
  const notAfterMs = field.optional('notAfter')?.timeMs() ?? Number.POSITIVE_INFINITY
  if (notBeforeMs >= notAfterMs) throw field.refuse('ends before it begins')
  return { notBeforeMs, notAfterMs }
}

function importKey(jwk: PublicJwk): KeyObject | undefined {
  const { kty, crv, x, y, n, e } = jwk
  const bare = {
    kty,
    ...(crv && { crv }),
    ...(x && { x }),
    ...(y && { y }),
    ...(n && { n }),
    ...(e && { e }),
  }
  try {
    return createPublicKey({ key: bare, format: 'jwk' })
  } catch {
    return undefined
  }
}

function algorithmOf(key: KeyObject): IssuerKey['alg'] | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = key
  switch (asymmetricKeyType) {
    case 'ed25519':
      return 'EdDSA'
    case 'ec':
      return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : undefined
    case 'rsa':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= rsaBitsMin ? 'RS256' : undefined
    default:
      return undefined
  }
}
