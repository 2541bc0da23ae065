/** Opens long runs of one alphabet: base64 and base64url, base32, hex, base85, bits; in one piece or wrapped. Cheap tests first: most long words are none. */
import { ALNUM, BASE64, DASH, is } from '../chars.ts'
import type { Edits } from '../view.ts'
import { asText, mayBeText } from './as-text.ts'

/** Eight characters of text, without padding. */
const runCharsMin = 11
/** Pieces of a run that was cut up are at least this long. */
const pieceCharsMin = 4
/** The last piece of base64 has at least this. */
const tailCharsMin = 2
/** Longer runs are files; the rest of one is decoded as a run of its own. */
const runCharsMax = 512 * 1024
/** So much is decoded to see whether it is text: divisible by what any of the encodings takes at once. */
const headChars = 32
const token = ALNUM | BASE64 | DASH
const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Adds what each run decodes to. Linear: nothing is looked at more than a few times. */
export function addLongRuns(text: string, edits: Edits): void {
  // Up to here pieces were put together in vain.
  let apartUntil = 0
  let i = 0
  while (i < text.length) {
    const code = text.charCodeAt(i)
    if (!is(code, token)) {
      i = code === 0x3c && text.charCodeAt(i + 1) === 0x7e ? addBase85(text, i, edits) : i + 1
      continue
    }
    const first = pieceEnd(text, i)
    const gathered = i < apartUntil ? undefined : gather(text, i, first)
    const end = gathered === undefined ? 0 : addGathered(gathered, text, i, edits)
    if (end === 0) addPiece(text, i, first, edits)
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
function addGathered(gathered: Gathered, text: string, start: number, edits: Edits): number {
  const from = dataUrlStart(text, start)
  for (const { run, end } of [gathered, gathered.previous])
    if (run.length >= runCharsMin && addDecoded(run, from, end, edits)) return end
  return 0
}

function addPiece(text: string, start: number, end: number, edits: Edits): void {
  const piece = text.slice(start, end)
  if (piece.length < runCharsMin) return
  if (!addDecoded(piece, dataUrlStart(text, start), end, edits)) addParts(piece, start, edits)
}

function pieceEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + runCharsMax)
  let i = from
  while (i < limit && is(text.charCodeAt(i), token)) i++
  return i
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
  let now: Run = { end: first, run: text.slice(start, first) }
  let gathered: Gathered | undefined
  let size = first - start
  let between: string | undefined
  while (size >= pieceCharsMin && now.run.length < runCharsMax && !now.run.endsWith('=')) {
    const gap = gapEnd(text, now.end)
    const signs = text.slice(now.end, gap)
    if (signs === '' || (between !== undefined && signs !== between)) break
    const next = pieceEnd(text, gap)
    const length = next - gap
    const isBroken = signs.includes('\n')
    if (between === undefined && length > size && isBroken) size = length
    // A word behind a run is no piece of it.
    const isWord = length < size && between === undefined && !isBroken
    if (isWord || length > size || length < tailCharsMin) break
    gathered = { previous: now, end: next, run: now.run + text.slice(gap, next) }
    if (length < size) break
    now = gathered
    between = signs
  }
  return gathered
}

function gapEnd(text: string, at: number): number {
  let i = at
  while (i - at < 24 && i < text.length && ' \t\r\n>|#*"\'\\'.includes(text.charAt(i))) i++
  return i
}

/** `key=` in front of a run belongs to the run's alphabet, and so do the parts of a path. */
function addParts(run: string, start: number, edits: Edits): void {
  let from = 0
  for (const part of run.split(/(?<!=)=(?!=)|[/_-]/)) {
    // What follows an equals sign goes on to the end; parts of a path stand alone.
    const rest = run.slice(from)
    if (run.charAt(from - 1) === '=' && addDecoded(rest, start + from, start + run.length, edits))
      return
    if (part.length >= runCharsMin && from > 0)
      addDecoded(part, start + from, start + from + part.length, edits)
    from += part.length + 1
  }
}

function addDecoded(run: string, start: number, end: number, edits: Edits): boolean {
  const text = decodeRun(run)
  if (text === undefined) return false
  edits.add(start, end, text)
  return true
}

function decodeRun(run: string): string | undefined {
  if (run.length < runCharsMin) return undefined
  const kind = kindOf(run)
  if (kind === undefined) return undefined
  const body = kind === 'hex' && /^0[xX]/.test(run) ? run.slice(2) : run
  const head = bytesOf(kind, body.slice(0, headChars))
  if (!mayBeText(head)) return undefined
  return asText(bytesOf(kind, body))
}

type Kind = 'hex' | 'base64' | 'base32' | 'bits'

function kindOf(run: string): Kind | undefined {
  const bare = run.replace(/=+$/, '')
  if (/^[01]+$/.test(bare)) return bare.length % 8 === 0 ? 'bits' : undefined
  if (bare.length % 2 === 0 && /^(?:0[xX])?[0-9A-Fa-f]+$/.test(bare)) return 'hex'
  if (/^(?:[A-Z2-7]+|[a-z2-7]+)$/.test(bare)) return bare.length % 8 === 1 ? undefined : 'base32'
  if (bare.length % 4 === 1) return undefined
  // Words and paths seldom mix cases the way base64 of text does.
  return /[A-Z]/.test(bare) && /[a-z]/.test(bare) ? 'base64' : undefined
}

function bytesOf(kind: Kind, run: string): Buffer {
  switch (kind) {
    case 'hex':
    case 'base64':
      return Buffer.from(run, kind)
    case 'base32':
      return bits(run.toUpperCase().replace(/=+$/, ''), 5, (char) => base32Letters.indexOf(char))
    case 'bits':
      return bits(run, 1, Number)
  }
}

function bits(run: string, each: number, read: (char: string) => number): Buffer {
  const bytes = Buffer.alloc((run.length * each) >> 3)
  let held = 0
  let count = 0
  let at = 0
  for (let i = 0; i < run.length; i++) {
    held = ((held << each) | read(run.charAt(i))) & 0xffff
    count += each
    if (count < 8) continue
    count -= 8
    bytes[at++] = held >> count
  }
  return bytes
}

/** `<~ … ~>`, as Adobe writes it. Returns where to go on. */
function addBase85(text: string, at: number, edits: Edits): number {
  const close = text.slice(at, at + runCharsMax).indexOf('~>')
  const body = close < 0 ? '' : text.slice(at + 2, at + close).replace(/\s/g, '')
  if (body === '' || !/^[!-uz]+$/.test(body)) return at + 2
  const decoded = asText(base85(body))
  if (decoded !== undefined) edits.add(at, at + close + 2, decoded)
  return at + close + 2
}

function base85(body: string): Buffer {
  const bytes: number[] = []
  const full = body.replaceAll('z', '!!!!!')
  for (let i = 0; i < full.length; i += 5) {
    const group = full.slice(i, i + 5)
    let word = 0
    for (const char of group.padEnd(5, 'u')) word = word * 85 + char.charCodeAt(0) - 33
    for (let n = 0; n < group.length - 1; n++) bytes.push(Math.floor(word / 256 ** (3 - n)) % 256)
  }
  return Buffer.from(bytes)
}
