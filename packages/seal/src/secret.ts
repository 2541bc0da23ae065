/** Bytes that must never be printed: every way of turning this into text gives a fixed word. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { inspect } from 'node:util'
import { HoldpointError } from '@holdpoint/contracts'
import { decodeBase64url } from './base64url.ts'

/** HMAC-SHA256 and A256GCM both want 32 bytes; a longer secret is fine for an HMAC. */
export const secretBytesMin = 32
const lengthBytes = 4
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
    return createHmac('sha256', this.#key).update(prefixed(parts)).digest()
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

/** Each part behind its length in four bytes. In one piece: every single call into an HMAC costs as much as hashing 500 bytes. */
function prefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  const sizes = parts.map((part) =>
    typeof part === 'string' ? Buffer.byteLength(part) : part.length,
  )
  const all = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + lengthBytes + size, 0))
  let at = 0
  for (const [index, part] of parts.entries()) {
    at = all.writeUInt32BE(sizes[index] ?? 0, at)
    if (typeof part === 'string') at += all.write(part, at)
    else {
      all.set(part, at)
      at += part.length
    }
  }
  return all
}

/** Constant time for equal lengths; lengths are not secret. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
