/** Bytes and their text forms. Decoding is strict: there is one text for any bytes, so that no byte of a signed file can vary unnoticed. */
import { TlogError } from './error.ts'

export type Bytes = Uint8Array

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** `String.fromCharCode` takes its characters as arguments; engines bound how many. */
const charsPerCall = 8192

export const utf8 = (text: string): Bytes => encoder.encode(text)

export function fromUtf8(bytes: Bytes): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new TlogError('malformed', 'not UTF-8', cause)
  }
}

export function concat(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function equalBytes(left: Bytes, right: Bytes): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i])
}

export function toBase64(bytes: Bytes): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += charsPerCall) {
    binary += String.fromCharCode(...bytes.subarray(at, at + charsPerCall))
  }
  return btoa(binary)
}

/** Standard alphabet with padding; spare bits must be zero. */
export function fromBase64(text: string): Bytes {
  let binary: string
  try {
    binary = atob(text)
  } catch (cause) {
    throw new TlogError('malformed', 'not base64', cause)
  }
  if (btoa(binary) !== text) throw new TlogError('malformed', 'not canonical base64')
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

export function toHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
