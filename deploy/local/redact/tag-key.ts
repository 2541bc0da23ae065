/** The key under which tags are made, from a file as a deployment has it: base64url text. */
import { readText, Unreadable } from '../policy/outcome.ts'

const bytesMin = 16

export function readKey(path: string): Uint8Array {
  const text = readText(path).trim()
  const bytes = Buffer.from(text, 'base64url')
  if (!/^[\w-]+$/.test(text) || bytes.length < bytesMin)
    throw new Unreadable(`${path}: must be base64url of at least ${bytesMin} bytes`)
  return bytes
}
