/** Signing keys: Ed25519, named by their RFC 7638 thumbprint, so that a key id cannot be chosen. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { inspect } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { decodeBase64url } from './base64url.ts'

/** Length of an Ed25519 or X25519 key and of a P-256 coordinate. */
const keyBytes = 32

export interface PublicJwk {
  readonly kty: string
  readonly crv?: string
  readonly x?: string
  readonly y?: string
  readonly n?: string
  readonly e?: string
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  /** RFC 3339; before this time nothing signed by the key counts. */
  readonly notBefore?: string
  /** RFC 3339; from this time on nothing signed by the key counts. */
  readonly notAfter?: string
}
export type PrivateJwk = PublicJwk & { readonly d: string }

export interface KeyPair {
  readonly kid: string
  readonly privateJwk: PrivateJwk
  readonly publicJwk: PublicJwk
}

/** When a key counts: from the first until before the second. */
export interface Dated {
  readonly notBeforeMs: number
  readonly notAfterMs: number
}

/** A key to verify with. */
export interface VerifyKey extends Dated {
  readonly kid: string
  readonly jwk: PublicJwk
  readonly key: KeyObject
}

/** Finds a key by its id among those that may have signed; the caller decides whose keys these are. */
export type KeyOf = (kid: string) => VerifyKey | undefined

/** Ed25519, for signing. */
export function generateKey(): KeyPair {
  const pair = generateKeyPairSync('ed25519')
  return keyPair(pair.privateKey, { alg: 'EdDSA', use: 'sig' })
}

/** X25519, to which hourly data keys are wrapped. */
export function generateUnsealingKey(): KeyPair {
  const pair = generateKeyPairSync('x25519')
  return keyPair(pair.privateKey, { alg: 'ECDH-ES+A256KW', use: 'enc' })
}

/** RFC 7638: SHA-256 over the required members in lexicographic order. */
export function thumbprint(jwk: PublicJwk): string {
  const { kty, crv, x, y, n, e } = jwk
  const required =
    kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }
  return createHash('sha256').update(JSON.stringify(required)).digest('base64url')
}

/** Signs with a private key that stays inside. */
export class Signer {
  readonly kid: string
  readonly publicJwk: PublicJwk
  readonly #key: KeyObject

  /** Throws HP_CONFIG where the key is not a private Ed25519 JWK; `file` names the place. */
  constructor(privateJwk: PrivateJwk, file = 'private key') {
    this.#key = importPrivate(privateJwk, 'Ed25519', file)
    const pair = keyPair(this.#key, { alg: 'EdDSA', use: 'sig' })
    this.kid = pair.kid
    this.publicJwk = pair.publicJwk
  }

  /** Reads a key file's text. */
  static fromText(text: string, file: string): Signer {
    return new Signer(readPrivateJwk(text, file), file)
  }

  sign(bytes: Uint8Array): Buffer {
    return sign(null, bytes, this.#key)
  }

  /** The same bytes, made in one of libuv's threads. */
  signInPool(bytes: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.#key, (error, signature) => {
        if (error) reject(error)
        else resolve(signature)
      })
    })
  }

  [inspect.custom](): string {
    return `Signer(${this.kid})`
  }
}

/** An Ed25519 public key to verify with. Undefined: not one, or not in its one canonical spelling. */
export function verifyKeyOf(jwk: PublicJwk): VerifyKey | undefined {
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || typeof jwk.x !== 'string') return undefined
  if (decodeBase64url(jwk.x)?.length !== keyBytes) return undefined
  const plain = { kty: 'OKP', crv: 'Ed25519', x: jwk.x }
  const key = createPublicKey({ key: plain, format: 'jwk' })
  return {
    kid: thumbprint(plain),
    jwk: plain,
    key,
    notBeforeMs: jwk.notBefore === undefined ? 0 : Date.parse(jwk.notBefore),
    notAfterMs: jwk.notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(jwk.notAfter),
  }
}

/** For tests and tools that hold a handful of keys and no trust file. */
export function keysOf(...jwks: readonly PublicJwk[]): KeyOf {
  const keys = jwks.flatMap((jwk) => verifyKeyOf(jwk) ?? [])
  return (kid) => keys.find((key) => key.kid === kid)
}

export function isInForce(key: Dated, atMs: number): boolean {
  return key.notBeforeMs <= atMs && atMs < key.notAfterMs
}

export function readPrivateJwk(text: string, file: string): PrivateJwk {
  try {
    return JSON.parse(text) as PrivateJwk
  } catch {
    // The parser's message quotes its input, which is a private key here.
    throw new HoldpointError('HP_CONFIG', { file, field: 'key', rule: 'is not a JWK in JSON' })
  }
}

export function importPrivate(jwk: PrivateJwk, curve: string, file: string): KeyObject {
  const isRight = jwk !== null && typeof jwk === 'object' && jwk.crv === curve
  try {
    if (isRight && typeof jwk.d === 'string')
      return createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    // Falls through: the reason could quote key material.
  }
  throw new HoldpointError('HP_CONFIG', {
    file,
    field: 'key',
    rule: `is not a private ${curve} key as a JWK`,
  })
}

/** The JWK pair of a private key, public part derived and not believed. */
function keyPair(privateKey: KeyObject, purpose: { alg: string; use: string }): KeyPair {
  const { kty = '', crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const bare = {
    kty,
    ...(crv === undefined ? {} : { crv }),
    ...(x === undefined ? {} : { x }),
    ...(y === undefined ? {} : { y }),
  }
  const kid = thumbprint(bare)
  const publicJwk = { ...bare, kid, ...purpose }
  const { d = '' } = privateKey.export({ format: 'jwk' })
  return { kid, publicJwk, privateJwk: { ...publicJwk, d } }
}
