/** Keys of C2SP signed notes: names, ids, and the `vkey` text by which people pass them around. Ed25519 only; other types are unknown keys. */
import { sha256, verifyEd25519 } from '#crypto'
import { type Bytes, concat, fromBase64, toBase64, toHex, utf8 } from './bytes.ts'
import { TlogError } from './error.ts'

/** Key type of a plain Ed25519 note signature. */
export const ed25519Type = 0x01
const ed25519KeyBytes = 32
export const keyIdBytes = 4

export interface NoteVerifier {
  readonly name: string
  /** 8 hex digits. */
  readonly keyId: string
  /** Whether `signature` is this key's over the note's text. */
  verify(text: Bytes, signature: Bytes): boolean | Promise<boolean>
}

export interface NoteSigner {
  readonly name: string
  /** 8 hex digits. */
  readonly keyId: string
  sign(text: Bytes): Bytes
}

/** Not empty, no white space, no `+`. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{White_Space}\p{Cc}]/u.test(name)
}

/** First four bytes of SHA-256 over name, newline, type and key, in hex. */
export function keyIdOf(name: string, type: number, publicKey: Bytes): string {
  const named = concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)
  return toHex(sha256(named).subarray(0, keyIdBytes))
}

/** `name+keyid+base64(type ‖ key)`; `publicKey` is 32 raw bytes. */
export function encodeVkey(name: string, publicKey: Bytes): string {
  requireKey(name, publicKey)
  const key = toBase64(concat(Uint8Array.of(ed25519Type), publicKey))
  return `${name}+${keyIdOf(name, ed25519Type, publicKey)}+${key}`
}

export function parseVkey(vkey: string): NoteVerifier {
  // The key's base64 may hold a `+` of its own: only the first two separate.
  const [name = '', keyId = '', ...rest] = vkey.split('+')
  const key = fromBase64(rest.join('+'))
  const [type, publicKey] = [key[0], key.subarray(1)]
  if (type !== ed25519Type) throw new TlogError('malformed', 'a vkey that is not Ed25519')
  requireKey(name, publicKey)
  const verifier = ed25519Verifier(name, publicKey)
  if (verifier.keyId !== keyId)
    throw new TlogError('malformed', 'a vkey with the id of another key')
  return verifier
}

/** `publicKey`: 32 raw bytes. */
export function ed25519Verifier(name: string, publicKey: Bytes): NoteVerifier {
  requireKey(name, publicKey)
  return {
    name,
    keyId: keyIdOf(name, ed25519Type, publicKey),
    verify: (text, signature) => verifyEd25519(publicKey, text, signature),
  }
}

/** `sign` makes the 64 bytes of an Ed25519 signature. */
export function ed25519Signer(
  name: string,
  publicKey: Bytes,
  sign: (text: Bytes) => Bytes,
): NoteSigner {
  requireKey(name, publicKey)
  return { name, keyId: keyIdOf(name, ed25519Type, publicKey), sign }
}

function requireKey(name: string, publicKey: Bytes): void {
  if (!isKeyName(name)) throw new TlogError('malformed', 'a key name is empty or has white space')
  if (publicKey.length !== ed25519KeyBytes)
    throw new TlogError('malformed', 'a key of wrong length')
}
