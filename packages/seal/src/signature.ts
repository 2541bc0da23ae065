/** Checking and making Ed25519 signatures: one at once, or those of a whole batch in the thread pool while the process goes on with something else. */
import { verify } from 'node:crypto'
import type { HoldpointError } from '@holdpoint/contracts'
import type { Signer, VerifyKey } from './key.ts'

export interface SignatureToCheck {
  readonly key: VerifyKey
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** What to throw where the signature is not this key's over these bytes. */
  readonly wrong: () => HoldpointError
}

/** Given to every `verify…` function: called once for each signature on which its result rests. */
export type CheckSignature = (given: SignatureToCheck) => void

export const checkNow: CheckSignature = ({ key, bytes, signature, wrong }) => {
  if (!verify(null, bytes, key.key, signature)) throw wrong()
}

/** Runs something that verifies, with signatures checked in one of two ways. Nothing that `read` returns gets out before all of them are right. */
export type Checked = <T>(read: (check: CheckSignature) => T) => Promise<T>

/** Without threads: what happens and when depends on nothing outside, as simulations want it. */
export const inTurn: Checked = async (read) => read(checkNow)

/**
 * Reads with every signature left for later, then checks them in libuv's threads: a check takes longer than all else that is done for a record, and needs nothing
 * of the process. Resolves with what was read only when all signatures are right; rejects like `read`, or with the first wrong one.
 */
export const inPool: Checked = async (read) => {
  const left: SignatureToCheck[] = []
  const result = read((given) => void left.push(given))
  await Promise.all(left.map(checkLater))
  return result
}

function checkLater({ key, bytes, signature, wrong }: SignatureToCheck): Promise<void> {
  return new Promise((resolve, reject) => {
    verify(null, bytes, key.key, signature, (error, isRight) => {
      if (error) reject(error)
      else if (isRight) resolve()
      else reject(wrong())
    })
  })
}

/** How a signature is made; the same bytes either way. */
export type Sign = (signer: Signer, bytes: Uint8Array) => Promise<Buffer>

/** Without threads, as simulations want it, and where there are few of them. */
export const signInTurn: Sign = async (signer, bytes) => signer.sign(bytes)

export const signInPool: Sign = (signer, bytes) => signer.signInPool(bytes)
