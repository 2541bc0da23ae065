/** Opens `begin 644 name … end`, text as uuencode writes it: a line begins with the count of its bytes, four characters hold three bytes. */
import { BREAK } from '../survey.ts'
import { asText } from './as-text.ts'
import { type Opened, runCharsMax } from './opened.ts'

const header = /\bbegin [0-7]{3,4} [^\n]{1,120}\r?\n/g
const bytesPerLineMax = 45
/** A space or a grave stands for zero. */
const zero = 0x20
const six = 0x3f

/** Whether such a file may begin in the text. */
export function mayBeUuencoded(text: string, flags: number): boolean {
  return (flags & BREAK) !== 0 && text.includes('begin ') && text.search(header) >= 0
}

export function addUuencoded(text: string, edits: Opened): void {
  header.lastIndex = 0
  for (let found = header.exec(text); found !== null; found = header.exec(text)) {
    const { bytes, end } = readLines(text, header.lastIndex)
    const shown = bytes.length === 0 ? undefined : asText(Buffer.from(bytes), edits.allowance)
    if (shown !== undefined) edits.add(found.index, end, shown)
    header.lastIndex = Math.max(header.lastIndex, end)
  }
}

function readLines(text: string, from: number): { bytes: number[]; end: number } {
  const bytes: number[] = []
  const limit = Math.min(text.length, from + runCharsMax)
  let at = from
  while (at < limit) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next
    const count = (text.charCodeAt(at) - zero) & six
    const chars = Math.ceil(count / 3) * 4
    if (count === 0 || count > bytesPerLineMax || !isLine(text, at, end, chars)) break
    addLine(text, at + 1, count, bytes)
    at = end + 1
  }
  const tail = /^(?:[`\u0020]\r?\n)?end\b/.exec(text.slice(at, at + 8))
  return {
    bytes,
    end: Math.min(text.length, tail === null ? Math.max(from, at - 1) : at + tail[0].length),
  }
}

/** Spaces at the end of a line get lost on the way, and a check sign may be added. */
function isLine(text: string, at: number, end: number, chars: number): boolean {
  const length = end - at - (text.charCodeAt(end - 1) === 0x0d ? 1 : 0)
  if (length > chars + 3 || length < chars - 2) return false
  for (let i = at; i < at + length; i++) {
    const code = text.charCodeAt(i)
    if (code < zero || code > 0x60) return false
  }
  return true
}

function addLine(text: string, from: number, count: number, bytes: number[]): void {
  for (let done = 0, i = from; done < count; done += 3, i += 4) {
    const word =
      sixBits(text, i, 18) |
      sixBits(text, i + 1, 12) |
      sixBits(text, i + 2, 6) |
      sixBits(text, i + 3, 0)
    for (let n = 0; n < 3 && done + n < count; n++) bytes.push((word >> (16 - 8 * n)) & 0xff)
  }
}

function sixBits(text: string, at: number, shift: number): number {
  const code = text.charCodeAt(at)
  const value = code >= zero && code <= 0x60 ? (code - zero) & six : 0
  return value << shift
}
