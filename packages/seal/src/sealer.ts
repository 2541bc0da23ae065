/**
 * Seals originals as standard JWE (A256GCMKW, A256GCM): a fresh content key and fresh IVs every time, under a data key that lives one hour in memory and
 * travels with each JWE, wrapped to the unsealing role's public key. This side can seal and never open.
 */
import {
  createCipheriv,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { ActionId, Digest } from '@holdpoint/contracts'
import { CompactEncrypt } from 'jose'
import { encodeBase64url } from './base64url.ts'
import { type PublicJwk, thumbprint } from './key.ts'

/** How long one data key is used: what a stolen one opens is bounded by it, and wrapping costs nothing at this rate. */
export const dataKeyMs = 3600 * 1000
const keyBytes = 32
/** 96-bit random IVs under one key are safe for 2^32 messages (SP 800-38D); far less than an hour of any machine makes. */
const ivBytes = 12
/** Asking the system for a few bytes at a time takes longer than encrypting 1 KB. */
const randomPoolBytes = 4096

export const sealAlgorithms = {
  content: { alg: 'A256GCMKW', enc: 'A256GCM', typ: 'hp-sealed' },
  dataKey: { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: 'hp-data-key' },
} as const

/** What the protected header says about the original; whoever opens it must expect exactly this. */
export type SealBinding =
  | {
      readonly kind: 'action'
      readonly actionId: ActionId
      readonly intended: Digest
      readonly presented: Digest
    }
  | {
      readonly kind: 'outcome'
      readonly actionId: ActionId
      readonly reported: Digest
      readonly presented: Digest
    }

/** Where data keys are wrapped; a KMS fits behind it. */
export interface DataKeyWrapper {
  /** Compact JWE whose header names deployment and data key. */
  wrap(dataKey: Buffer, named: { deployment: string; kid: string }): Promise<string>
}

interface DataKey {
  readonly kid: string
  readonly key: KeyObject
  readonly wrapped: string
}

/** Compact JWE, made at once. */
export type Seal = (plaintext: Uint8Array, binding: SealBinding) => string

export class Sealer {
  readonly #deployment: string
  readonly #wrapper: DataKeyWrapper
  #hour = -1
  #dataKey: Promise<DataKey> | undefined

  constructor(given: { readonly deployment: string; readonly wrapper: DataKeyWrapper }) {
    this.#deployment = given.deployment
    this.#wrapper = given.wrapper
  }

  /** Compact JWE. Waits for a wrap once an hour; otherwise done at once. */
  async seal(plaintext: Uint8Array, binding: SealBinding, nowMs: number): Promise<string> {
    const seal = await this.ready(nowMs)
    return seal(plaintext, binding)
  }

  /** Resolves when the data key of the hour is there, with what seals under it. */
  async ready(nowMs: number): Promise<Seal> {
    const dataKey = await this.#currentKey(nowMs)
    return (plaintext, binding) => this.#seal(dataKey, plaintext, binding)
  }

  #seal(dataKey: DataKey, plaintext: Uint8Array, binding: SealBinding): string {
    const contentKey = freshBytes(keyBytes)
    const wrap = encrypt(dataKey.key, contentKey, '')
    const header = encodeBase64url(
      JSON.stringify({
        ...sealAlgorithms.content,
        kid: dataKey.kid,
        iv: encodeBase64url(wrap.iv),
        tag: encodeBase64url(wrap.tag),
        wk: dataKey.wrapped,
        hp: { deployment: this.#deployment, ...binding },
      }),
    )
    const body = encrypt(createSecretKey(contentKey), plaintext, header)
    contentKey.fill(0)
    return [header, wrap.ciphertext, body.iv, body.ciphertext, body.tag]
      .map((part) => (typeof part === 'string' ? part : encodeBase64url(part)))
      .join('.')
  }

  #currentKey(nowMs: number): Promise<DataKey> {
    const hour = Math.floor(nowMs / dataKeyMs)
    if (this.#dataKey !== undefined && hour === this.#hour) return this.#dataKey
    const made = this.#makeKey()
    this.#hour = hour
    this.#dataKey = made
    // A wrap that failed must not fail the rest of the hour.
    made.catch(() => {
      if (this.#dataKey === made) this.#dataKey = undefined
    })
    return made
  }

  async #makeKey(): Promise<DataKey> {
    const bytes = randomBytes(keyBytes)
    const kid = randomBytes(ivBytes).toString('base64url')
    const wrapped = await this.#wrapper.wrap(bytes, { deployment: this.#deployment, kid })
    return { kid, key: createSecretKey(bytes), wrapped }
  }
}

/** Wraps to an X25519 or P-256 public key, ECDH-ES+A256KW. */
export function wrapTo(publicJwk: PublicJwk): DataKeyWrapper {
  const { kty, crv = '', x = '', y } = publicJwk
  const key = { kty, crv, x, ...(y === undefined ? {} : { y }) }
  const recipient = createPublicKey({ key, format: 'jwk' })
  const kid = thumbprint(key)
  return {
    wrap: (dataKey, named) =>
      new CompactEncrypt(dataKey)
        .setProtectedHeader({ ...sealAlgorithms.dataKey, kid, hp: named })
        .encrypt(recipient),
  }
}

/** Not a Buffer as key: Node takes longer to find out that it is one than to encrypt 1 KB. */
function encrypt(key: KeyObject, plaintext: Uint8Array, additional: string) {
  const iv = freshBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  if (additional !== '') cipher.setAAD(Buffer.from(additional, 'latin1'))
  const ciphertext = cipher.update(plaintext)
  // GCM is a stream: nothing is left to come.
  cipher.final()
  return { iv, ciphertext, tag: cipher.getAuthTag() }
}

let pool = Buffer.alloc(0)

/** Each byte is given out once. */
function freshBytes(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(randomPoolBytes)
  const fresh = pool.subarray(0, count)
  pool = pool.subarray(count)
  return fresh
}
