/** The two primitives a log needs, where there is no Node: browsers and other runtimes with Web Crypto. */
import type { Bytes } from './bytes.ts'

export { sha256 } from './sha256.ts'

/** `publicKey`: 32 raw bytes. False also where key or signature are not well formed. */
export async function verifyEd25519(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('raw', copy(publicKey), 'Ed25519', false, ['verify'])
  return await subtle.verify('Ed25519', key, copy(signature), copy(message))
}

/** Web Crypto takes no views of shared memory. */
function copy(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
