/**
 * Strict I-JSON (RFC 7493): accepts only what every parser in every language reads as the same value, so that redactor, reviewer and executor see one action.
 * The text is checked in one linear pass without recursion; the value itself comes from the platform's parser.
 */
import { isUtf8 } from 'node:buffer'
import { HoldpointError } from './errors.ts'
import { scanJson } from './json-scan.ts'
import { intakeBytesMax, jsonDepthMax } from './limits.ts'

export interface JsonLimits {
  /** Default `intakeBytesMax`. */
  readonly bytesMax?: number
  /** Levels of arrays and objects; default `jsonDepthMax`. */
  readonly depthMax?: number
}

const byteOrderMark = '\ufeff'
const replacement = '\ufffd'
const replacementBytes = Buffer.from(replacement)

/**
 * The value of a JSON text. Throws HP_TOO_LARGE, HP_JSON_SYNTAX (with the byte), HP_JSON_DEPTH, HP_JSON_DUPLICATE_KEY, HP_JSON_SURROGATE,
 * HP_JSON_NONCHARACTER or HP_JSON_NUMBER (with a JSON Pointer as `field`). A key `__proto__` becomes a property like any other.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): unknown {
  const bytesMax = limits.bytesMax ?? intakeBytesMax
  if (bytes.length > bytesMax) {
    throw new HoldpointError('HP_TOO_LARGE', { bytes: bytes.length, limit: bytesMax })
  }
  const text = decodeUtf8(bytes)
  if (text.startsWith(byteOrderMark)) {
    throw new HoldpointError('HP_JSON_SYNTAX', { at: 0, rule: 'starts with a byte order mark' })
  }
  scanJson(text, limits.depthMax ?? jsonDepthMax)
  return JSON.parse(text)
}

function decodeUtf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (isUtf8(bytes)) return text
  throw new HoldpointError('HP_JSON_SYNTAX', { at: firstBad(bytes, text), rule: 'is not UTF-8' })
}

/** The byte where lossy decoding put a replacement character that was not sent. */
function firstBad(bytes: Uint8Array, lossy: string): number {
  let at = 0
  let from = 0
  for (;;) {
    const next = lossy.indexOf(replacement, from)
    if (next < 0) return at
    at += Buffer.byteLength(lossy.slice(from, next))
    if (!replacementBytes.equals(bytes.subarray(at, at + replacementBytes.length))) return at
    at += replacementBytes.length
    from = next + 1
  }
}
