/** Bytes that must never be printed: every way of turning this into text gives a fixed word. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { inspect } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { decodeBase64url } from './base64url.ts'

/** HMAC-SHA256 and A256GCM both want 32 bytes; a longer secret is fine for an HMAC. */
export const secretBytesMin = 32
const word = '[secret]'

export class Secret {
  readonly #bytes: Buffer
  /** The same as Node's own object: given bytes, every HMAC would first make one, which costs more than the HMAC. */
  #key: KeyObject | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes)
  }

  /** Reads a key file's text: base64url, at least 32 bytes. `file` names the place in the error. */
  static fromText(text: string, file: string): Secret {
    const bytes = decodeBase64url(text.trim())
    if (bytes === undefined || bytes.length < secretBytesMin) {
      const rule = `must be at least ${secretBytesMin} bytes in base64url`
      throw new HoldpointError('HP_CONFIG', { file, field: 'key', rule })
    }
    return new Secret(bytes)
  }

  /** HMAC-SHA256 under this secret. Parts are length-prefixed, so that no two lists of parts give the same bytes. */
  mac(...parts: readonly (string | Uint8Array)[]): Buffer {
    this.#key ??= createSecretKey(this.#bytes)
    const hmac = createHmac('sha256', this.#key)
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      hmac.update(length).update(bytes)
    }
    return hmac.digest()
  }

  equals(other: Secret): boolean {
    return sameBytes(this.#bytes, other.#bytes)
  }

  /** The bytes themselves, for a cipher. Nobody keeps what this returns. */
  reveal(): Buffer {
    return this.#bytes
  }

  toString(): string {
    return word
  }

  toJSON(): string {
    return word
  }

  [Symbol.toPrimitive](): string {
    return word
  }

  [inspect.custom](): string {
    return word
  }
}

/** Constant time for equal lengths; lengths are not secret. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
