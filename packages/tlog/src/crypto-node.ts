/** The two primitives a log needs, from the platform. `crypto-web.ts` has the same for browsers; package.json's `imports` chooses. */
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import type { Bytes } from './bytes.ts'

/** SubjectPublicKeyInfo of an Ed25519 key, up to the 32 bytes of the key itself. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
/** Parsed keys; a verifier meets a handful. */
const keysMax = 256
const keys = new Map<string, KeyObject>()

export function sha256(bytes: Bytes): Bytes {
  return hash('sha256', bytes, 'buffer')
}

/** `publicKey`: 32 raw bytes. False also where key or signature are not well formed. */
export function verifyEd25519(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): boolean | Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return verify(null, message, keyOf(publicKey), signature)
}

function keyOf(publicKey: Bytes): KeyObject {
  const id = Buffer.from(publicKey).toString('hex')
  const known = keys.get(id)
  if (known) return known
  const der = Buffer.concat([spkiPrefix, publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  if (keys.size >= keysMax) keys.clear()
  keys.set(id, key)
  return key
}
