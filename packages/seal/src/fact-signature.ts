/** The gate's signatures on the decision stream: on single facts, and on the head of a slot's chain, which vouches for everything before it. Detached. */
import { canonicalize, type Digest } from '@holdpoint/contracts'
import { jwsTypes, signDetached, signDetachedBy, verifyDetached } from './jws.ts'
import type { KeyOf, Signer } from './key.ts'
import type { Sign } from './signature.ts'

/** Where a slot's chain stands after a transaction. `digest` is that of the fact with this number. */
export interface ChainHead {
  readonly slot: number
  readonly number: number
  readonly digest: Digest
}

export function signFact(signer: Signer, factDigest: Digest): string {
  return signDetached(signer, jwsTypes.fact, Buffer.from(factDigest))
}

export function signFactBy(sign: Sign, signer: Signer, factDigest: Digest): Promise<string> {
  return signDetachedBy(sign, signer, jwsTypes.fact, Buffer.from(factDigest))
}

/** Throws HP_PROOF_INVALID. `keyOf`: the gate's keys; `atMs`: append time of the record. */
export function verifyFact(
  signature: string,
  factDigest: Digest,
  known: { readonly keyOf: KeyOf; readonly atMs: number },
): { readonly keyId: string } {
  const payload = Buffer.from(factDigest)
  return { keyId: verifyDetached(signature, jwsTypes.fact, payload, known.keyOf, known.atMs).kid }
}

export function signHead(signer: Signer, head: ChainHead): string {
  return signDetached(signer, jwsTypes.head, headBytes(head))
}

/** Throws HP_PROOF_INVALID. */
export function verifyHead(
  signature: string,
  head: ChainHead,
  known: { readonly keyOf: KeyOf; readonly atMs: number },
): { readonly keyId: string } {
  const payload = headBytes(head)
  return { keyId: verifyDetached(signature, jwsTypes.head, payload, known.keyOf, known.atMs).kid }
}

const headBytes = ({ slot, number, digest }: ChainHead): Buffer =>
  Buffer.from(canonicalize({ slot, number, digest }))
