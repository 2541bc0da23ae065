/** Opens long runs of one alphabet: base64 and base64url, base32, hex, base85, bits; in one piece or wrapped. Cheap tests first: most long words are none. */
import { ALNUM, BASE64, DASH, is, skip } from '../chars.ts'
import { type Allowance, asText, mayBeText } from './as-text.ts'
import { addBase85 } from './base85.ts'
import { type Opened, runCharsMax } from './opened.ts'

/** Eight characters of text, without padding. */
const runCharsMin = 11
/** Pieces of a run that was cut up are at least this long. */
const pieceCharsMin = 4
/** The last piece of base64 has at least this. */
const tailCharsMin = 2
/** What stands between pieces. */
const apart = /[^A-Za-z0-9+/=_-]+/g
/** So much is decoded to see whether it is text. */
const headBytes = 12
const token = ALNUM | BASE64 | DASH
const padding = 0x3d
/** What parts of paths and queries end with. */
const partEnds = new Uint8Array(128)
for (const char of '/_-=') partEnds[char.charCodeAt(0)] = 1
const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Adds what each run decodes to. Linear: nothing is looked at more than a few times. */
export function addLongRuns(text: string, edits: Opened): void {
  // Up to here pieces were put together in vain.
  let apartUntil = 0
  let i = 0
  while (i < text.length) {
    const code = text.charCodeAt(i)
    if (!is(code, token)) {
      i = code === 0x3c && text.charCodeAt(i + 1) === 0x7e ? addBase85(text, i, edits) : i + 1
      continue
    }
    const first = skip(text, i, token, runCharsMax)
    const gathered = i >= apartUntil && mayGoOn(text, i, first) ? gather(text, i, first) : undefined
    const end = gathered === undefined ? 0 : addGathered(gathered, text, i, edits)
    if (end === 0 && first - i >= runCharsMin) addPiece(text, i, first, edits)
    apartUntil = Math.max(apartUntil, gathered?.end ?? 0)
    i = Math.max(end, first)
  }
}

/** `data:text/plain;base64,` before a run: the address is one with it. */
const dataUrl = /data:[\w/+.;=-]{0,64},$/i
const dataUrlCharsMax = 70

function dataUrlStart(text: string, start: number): number {
  if (text.charAt(start - 1) !== ',') return start
  const match = dataUrl.exec(text.slice(Math.max(0, start - dataUrlCharsMax), start))
  return start - (match?.[0].length ?? 0)
}

/** Returns the end of the run, or 0. */
function addGathered(gathered: Gathered, text: string, start: number, edits: Opened): number {
  const from = dataUrlStart(text, start)
  for (const { run, end } of [gathered, gathered.previous])
    if (run.length >= runCharsMin && addDecoded(run, 0, run.length, from, end, edits)) return end
  return 0
}

function addPiece(text: string, start: number, end: number, edits: Opened): void {
  if (!addDecoded(text, start, end, dataUrlStart(text, start), end, edits))
    addParts(text, start, end, edits)
}

interface Run {
  readonly end: number
  readonly run: string
}

interface Gathered extends Run {
  /** Without its last piece, which may be a word that follows. */
  readonly previous: Run
}

/** Pieces of one length, the last one shorter, with the same spaces or line breaks (and marks of quoting) between them. Behind a line break the first may be shorter too. Undefined where there is one piece. */
function gather(text: string, start: number, first: number): Gathered | undefined {
  // Put together at the end, and only where it is long enough: a text of short words is thousands of pieces.
  let pieces = 1
  let end = first
  let previousEnd = first
  let chars = first - start
  let size = chars
  let between: string | undefined
  while (size >= pieceCharsMin && chars < runCharsMax && text.charCodeAt(end - 1) !== padding) {
    const gap = gapEnd(text, end)
    if (gap === end) break
    const isAgain = between !== undefined && text.startsWith(between, end)
    if (between !== undefined && !(isAgain && gap - end === between.length)) break
    const signs = between ?? text.slice(end, gap)
    const next = skip(text, gap, token, runCharsMax)
    const length = next - gap
    const isBroken = signs.includes('\n')
    if (between === undefined && length > size && isBroken) size = length
    // A word behind a run is no piece of it.
    const isWord = length < size && between === undefined && !isBroken
    if (isWord || length > size || length < tailCharsMin) break
    pieces++
    previousEnd = end
    end = next
    chars += length
    if (length < size) break
    between = signs
  }
  if (pieces === 1) return undefined
  const isLong = chars >= runCharsMin
  const run = isLong ? text.slice(start, end).replace(apart, '') : ''
  const before = isLong ? text.slice(start, previousEnd).replace(apart, '') : ''
  return { end, run, previous: { end: previousEnd, run: before } }
}

/** Most words end the search at once: the next is no piece of the same run. */
function mayGoOn(text: string, start: number, end: number): boolean {
  const size = end - start
  if (size < pieceCharsMin) return false
  const gap = gapEnd(text, end)
  if (gap === end) return false
  const length = skip(text, gap, token, size + 1) - gap
  return length === size || text.slice(end, gap).includes('\n')
}

const gaps = new Uint8Array(128)
for (const char of ' \t\r\n>|#*"\'\\') gaps[char.charCodeAt(0)] = 1

function gapEnd(text: string, at: number): number {
  let i = at
  while (i - at < 24 && gaps[text.charCodeAt(i)] === 1) i++
  return i
}

/** `key=` in front of a run belongs to the run's alphabet, and so do the parts of a path. */
function addParts(text: string, start: number, end: number, edits: Opened): void {
  const assigned = lastAssignment(text, start, end - 3) + 1
  if (assigned > start && addDecoded(text, assigned, end, assigned, end, edits)) return
  let from = start
  for (let i = start; i <= end; i++) {
    if (i < end && partEnds[text.charCodeAt(i)] !== 1) continue
    const isPart = i - from >= runCharsMin && i - from < end - start
    if (isPart) addDecoded(text, from, i, from, i, edits)
    from = i + 1
  }
}

/** Position of the last `=` at or before `at`, or one before `start`. */
function lastAssignment(text: string, start: number, at: number): number {
  let i = at
  while (i >= start && text.charCodeAt(i) !== padding) i--
  return i
}

/** Of `text` the run in [from, to) becomes what it decodes to; in the edit it reaches from `start` to `end`. */
function addDecoded(
  text: string,
  from: number,
  to: number,
  start: number,
  end: number,
  edits: Opened,
): boolean {
  const shown = decodeRun(text, from, to, edits.allowance)
  if (shown === undefined) return false
  edits.add(start, end, shown)
  return true
}

const NOT_BITS = 1
const NOT_HEX = 2
const NOT_UPPER_32 = 4
const NOT_LOWER_32 = 8
const HAS_UPPER = 16
const HAS_LOWER = 32
/** What each character says about the run that it stands in. */
const traits = new Uint8Array(128)
/** Its value as a digit of base64, of base32 and of hex. */
const digits = {
  base64: new Uint8Array(128),
  base32: new Uint8Array(128),
  hex: new Uint8Array(128),
}
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  const upper = base32Letters.indexOf(char)
  const lower = base32Letters.toLowerCase().indexOf(char)
  traits[code] =
    (/[01]/.test(char) ? 0 : NOT_BITS) |
    (/[0-9A-Fa-f]/.test(char) ? 0 : NOT_HEX) |
    (upper < 0 ? NOT_UPPER_32 : 0) |
    (lower < 0 ? NOT_LOWER_32 : 0) |
    (/[A-Z]/.test(char) ? HAS_UPPER : 0) |
    (/[a-z]/.test(char) ? HAS_LOWER : 0)
  digits.base64[code] = Math.max(
    0,
    base64Letters.indexOf(char === '-' ? '+' : char === '_' ? '/' : char),
  )
  digits.base32[code] = Math.max(0, upper, lower)
  digits.hex[code] = Math.max(0, '0123456789abcdef'.indexOf(char.toLowerCase()))
}

type Kind = 'hex' | 'base64' | 'base32' | 'bits'

function decodeRun(
  text: string,
  start: number,
  end: number,
  allowance: Allowance,
): string | undefined {
  if (end - start < runCharsMin) return undefined
  let to = end
  while (to > start && text.charCodeAt(to - 1) === padding) to--
  const isPrefixed = text.charCodeAt(start) === 0x30 && (text.charCodeAt(start + 1) | 32) === 0x78
  const from = isPrefixed ? start + 2 : start
  const kind = kindOf(text, from, to, isPrefixed)
  if (kind === undefined || !hasTextHead(kind, text, from, to)) return undefined
  return asText(bytesOf(kind, text.slice(from, to)), allowance)
}

function kindOf(text: string, from: number, to: number, isPrefixed: boolean): Kind | undefined {
  let seen = 0
  for (let i = from; i < to; i++) seen |= traits[text.charCodeAt(i)] ?? 0
  const size = to - from
  if ((seen & NOT_BITS) === 0) return size % 8 === 0 ? 'bits' : undefined
  if ((seen & NOT_HEX) === 0 && size % 2 === 0) return 'hex'
  if (isPrefixed) return undefined
  if ((seen & NOT_UPPER_32) === 0 || (seen & NOT_LOWER_32) === 0)
    return size % 8 === 1 ? undefined : 'base32'
  if (size % 4 === 1) return undefined
  // Words and paths seldom mix cases the way base64 of text does.
  return (seen & HAS_UPPER) !== 0 && (seen & HAS_LOWER) !== 0 ? 'base64' : undefined
}

const head = new Uint8Array(headBytes)
const bitsOf = { hex: 4, base64: 6, base32: 5, bits: 1 } as const

/** Decodes the first bytes alone, without making anything. */
function hasTextHead(kind: Kind, text: string, from: number, to: number): boolean {
  const each = bitsOf[kind]
  const table = kind === 'bits' ? digits.hex : digits[kind]
  let held = 0
  let count = 0
  let at = 0
  for (let i = from; i < to && at < headBytes; i++) {
    held = ((held << each) | (table[text.charCodeAt(i)] ?? 0)) & 0xffff
    count += each
    if (count < 8) continue
    count -= 8
    head[at++] = held >> count
  }
  return mayBeText(head, at)
}

function bytesOf(kind: Kind, run: string): Buffer {
  switch (kind) {
    case 'hex':
    case 'base64':
      return Buffer.from(run, kind)
    case 'base32':
    case 'bits':
      return unpack(run, bitsOf[kind], kind === 'bits' ? digits.hex : digits.base32)
  }
}

function unpack(run: string, each: number, table: Uint8Array): Buffer {
  const bytes = Buffer.alloc((run.length * each) >> 3)
  let held = 0
  let count = 0
  let at = 0
  for (let i = 0; i < run.length; i++) {
    held = ((held << each) | (table[run.charCodeAt(i)] ?? 0)) & 0xffff
    count += each
    if (count < 8) continue
    count -= 8
    bytes[at++] = held >> count
  }
  return bytes
}
