/** From decoded bytes to text, if they are any: UTF-8, UTF-16, or one of them compressed. Most encoded runs hold no text, and the first bytes tell. */
import { isUtf8 } from 'node:buffer'
import { gunzipSync, inflateSync } from 'node:zlib'

const bytesMin = 6
/** What a compressed run may unfold to; more is not opened. */
const unfoldedBytesMax = 256 * 1024
/** What all compressed runs of one text may unfold to, for each of its characters and at least: honest text shrinks to a tenth. */
const unfoldedPerCharMax = 8
const unfoldedBaseMax = 64 * 1024
/** Second byte of a zlib stream (RFC 1950) by level of compression. */
const zlibLevels = [0x01, 0x5e, 0x9c, 0xda]

/** What the compressed runs of one text may unfold to: a few bytes can unfold to thousands, and a text holds many runs. */
export class Allowance {
  /** A run would have unfolded to more than was left: nobody has seen what it holds. */
  isSpent = false
  private bytes: number

  constructor(chars: number) {
    this.bytes = unfoldedBaseMax + chars * unfoldedPerCharMax
  }

  get left(): number {
    return Math.min(this.bytes, unfoldedBytesMax)
  }

  take(bytes: number): void {
    this.bytes -= bytes
  }
}

export function asText(bytes: Buffer, allowance: Allowance): string | undefined {
  if (bytes.length < bytesMin) return undefined
  return asUtf8(bytes) ?? asUtf16(bytes) ?? asCompressed(bytes, allowance)
}

/** Whether the rest is worth decoding: the first `count` bytes begin a text, or something compressed. */
export function mayBeText(head: Uint8Array, count = head.length): boolean {
  if (isCompressed(head)) return true
  let zeros = 0
  let isUtf8Head = true
  for (let i = 0; i < count; i++) {
    const byte = head[i] ?? 0
    if (byte === 0) zeros++
    else if (isControl(byte) || (byte >= 0x80 && !continues(head, i, count))) isUtf8Head = false
    if (!isUtf8Head && zeros === 0 && i > 1) return false
  }
  return zeros === 0 ? isUtf8Head : isHalfEmpty(head.subarray(0, count))
}

/** The byte goes on or begins a character of UTF-8, or the mark that UTF-16 begins with. */
function continues(head: Uint8Array, at: number, count: number): boolean {
  const byte = head[at] ?? 0
  if (byte < 0xc0) return at > 0 && (head[at - 1] ?? 0) >= 0x80
  if (byte >= 0xfe) return at < 2
  return byte >= 0xc2 && byte < 0xf5 && (at + 1 === count || ((head[at + 1] ?? 0) & 0xc0) === 0x80)
}

function asUtf8(bytes: Buffer): string | undefined {
  for (const byte of bytes) if (isControl(byte)) return undefined
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

function isControl(byte: number): boolean {
  return (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127
}

function asUtf16(bytes: Buffer): string | undefined {
  if (bytes.length % 2 !== 0 || !isHalfEmpty(bytes)) return undefined
  const isLittle = bytes[1] === 0 || bytes[0] === 0xff
  const text = (isLittle ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this asks for control characters
  return /[\0-\x08\x0e-\x1f]/.test(text) ? undefined : text
}

/** Every other byte of Latin text in UTF-16 is zero. */
function isHalfEmpty(bytes: Uint8Array): boolean {
  let zeros = 0
  for (const byte of bytes) if (byte === 0) zeros++
  return zeros * 5 >= bytes.length * 2 && zeros * 10 <= bytes.length * 6
}

function isCompressed(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x1f) return bytes[1] === 0x8b
  return bytes[0] === 0x78 && zlibLevels.includes(bytes[1] ?? 0)
}

function asCompressed(bytes: Buffer, allowance: Allowance): string | undefined {
  if (!isCompressed(bytes)) return undefined
  const options = { maxOutputLength: Math.max(1, allowance.left) }
  try {
    const unfolded = bytes[0] === 0x1f ? gunzipSync(bytes, options) : inflateSync(bytes, options)
    allowance.take(unfolded.length)
    return asUtf8(unfolded)
  } catch (error) {
    allowance.isSpent ||= error instanceof RangeError
    return undefined
  }
}
