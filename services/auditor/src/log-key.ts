/** The auditor's key as the key of a log: its name is the log's origin. */
import { decodeBase64url, type PublicJwk, type Signer } from '@holdpoint/seal'
import {
  type Bytes,
  ed25519Signer,
  ed25519Verifier,
  encodeVkey,
  type NoteSigner,
  type NoteVerifier,
} from '@holdpoint/tlog'

export function logSigner(origin: string, signer: Signer): NoteSigner {
  return ed25519Signer(origin, rawKey(signer.publicJwk), (text) => signer.sign(text))
}

export const logVerifier = (origin: string, jwk: PublicJwk): NoteVerifier =>
  ed25519Verifier(origin, rawKey(jwk))

/** The text by which people pass the key around. */
export const logVkey = (origin: string, jwk: PublicJwk): string => encodeVkey(origin, rawKey(jwk))

function rawKey({ x = '' }: PublicJwk): Bytes {
  return decodeBase64url(x) ?? Buffer.alloc(0)
}
