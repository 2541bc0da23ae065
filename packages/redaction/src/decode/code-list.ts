/** Opens characters that are written one by one as numbers: `6a 6f 68`, `0x6a, 0x6f`, `106,111,104`, `01101010 01101111`, `chr(106) . chr(111)`. */
import { ALNUM, DIGIT, HEX_LOWER, HEX_UPPER, is, skip } from '../chars.ts'
import { type Allowance, asText } from './as-text.ts'
import type { Opened } from './opened.ts'

const itemsMin = 7
const gapCharsMax = 12
/** A list is read up to here; what follows is a list of its own. */
const itemsMax = 64 * 1024
const HEX = DIGIT | HEX_LOWER | HEX_UPPER
/** Around a list of codes: the call that makes characters of them. */
const callOpen = /[A-Za-z_.]{0,40}[([]{1,2}\s?$/
const callClose = /^\s?[)\]]{1,2}/
const callCharsMax = 44

interface Item {
  readonly start: number
  readonly end: number
}

export function addCodeLists(text: string, edits: Opened): void {
  addLists(text, ALNUM, edits)
  addLists(text, DIGIT, edits)
}

/** Lists of runs in the class with the same signs between them throughout. */
function addLists(text: string, classes: number, edits: Opened): void {
  let at = 0
  while (at < text.length) {
    if (!is(text.charCodeAt(at), classes)) {
      at++
      continue
    }
    const wordEnd = skip(text, at, classes, text.length)
    if (!goesOn(text, at, wordEnd, classes)) {
      at = wordEnd
      continue
    }
    const { items, kinds } = readList(text, at, classes)
    const last = items[items.length - 1]
    if (last === undefined) {
      at = wordEnd
      continue
    }
    const shown =
      items.length < itemsMin
        ? undefined
        : decode(
            items.map(({ start, end }) => text.slice(start, end)),
            kinds,
            edits.allowance,
          )
    if (shown !== undefined) addWhole(text, at, last.end, shown, edits)
    // The last item may begin another list.
    at = items.length > 1 && shown === undefined ? last.start : last.end
  }
}

/** The word may be a code, and what stands behind the signs after it too. */
function goesOn(text: string, at: number, end: number, classes: number): boolean {
  const kinds = kindsOf(text, at, end)
  if (kinds === 0) return false
  let next = end
  while (next < text.length && next - end < gapCharsMax && !is(text.charCodeAt(next), classes))
    next++
  return (kinds & kindsOf(text, next, skip(text, next, classes, text.length))) !== 0
}

const HEX_PAIR = 1
const BITS = 2
const DECIMAL = 4
const OCTAL = 8

/** What the item in [start, end) may be; none: a word. Asked for each word of a text, so without expressions. */
function kindsOf(text: string, start: number, end: number): number {
  switch (end - start) {
    case 1:
      return text.charCodeAt(start) === 0x39 ? DECIMAL : 0
    case 2:
      return (areAll(text, start, end, HEX) ? HEX_PAIR : 0) | decimalOf(text, start, end)
    case 3:
    case 4:
      return hexOf(text, start, end) | decimalOf(text, start, end) | octalOf(text, start, end)
    case 8:
    case 10:
      return bitsOf(text, start, end)
    default:
      return 0
  }
}

/** `0x6a` */
function hexOf(text: string, start: number, end: number): number {
  const isPrefixed = text.startsWith('0x', start) || text.startsWith('0X', start)
  return isPrefixed && end - start === 4 && areAll(text, start + 2, end, HEX) ? HEX_PAIR : 0
}

/** A printable character or a line's end, or the second half of the bytes. */
function decimalOf(text: string, start: number, end: number): number {
  if (end - start > 3 || !areAll(text, start, end, DIGIT)) return 0
  if (text.charCodeAt(start) === 0x30) return 0
  const value = Number(text.slice(start, end))
  return (value >= 32 && value < 256) || value === 10 || value === 13 ? DECIMAL : 0
}

/** `152`, `0152` */
function octalOf(text: string, start: number, end: number): number {
  const from = end - 3
  if (from > start && text.charCodeAt(start) !== 0x30) return 0
  if (text.charCodeAt(from) > 0x33) return 0
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x30 || code > 0x37) return 0
  }
  return OCTAL
}

/** `01101010`, `0b01101010` */
function bitsOf(text: string, start: number, end: number): number {
  if (end - start === 10 && !text.startsWith('0b', start)) return 0
  for (let i = end - 8; i < end; i++) if ((text.charCodeAt(i) | 1) !== 0x31) return 0
  return BITS
}

function areAll(text: string, start: number, end: number, classes: number): boolean {
  for (let i = start; i < end; i++) if (!is(text.charCodeAt(i), classes)) return false
  return true
}

function readList(text: string, at: number, classes: number): { items: Item[]; kinds: number } {
  const items: Item[] = []
  let gap = ''
  let start = at
  let kinds = HEX_PAIR | BITS | DECIMAL | OCTAL
  while (items.length < itemsMax) {
    const end = skip(text, start, classes, text.length)
    const both = kinds & kindsOf(text, start, end)
    if (both === 0) break
    kinds = both
    items.push({ start, end })
    if (items.length === 1) {
      let next = end
      while (next < text.length && next - end < gapCharsMax && !is(text.charCodeAt(next), classes))
        next++
      gap = text.slice(end, next)
    }
    start = end + gap.length
    if (gap === '' || !text.startsWith(gap, end) || !is(text.charCodeAt(start), classes)) break
  }
  return { items, kinds }
}

/** Where two readings are possible, the one that is more like text. */
function decode(items: readonly string[], kinds: number, allowance: Allowance): string | undefined {
  const readings = [
    kinds & DECIMAL ? Buffer.from(items.map(Number)) : undefined,
    kinds & HEX_PAIR ? Buffer.from(items.map((item) => item.slice(-2)).join(''), 'hex') : undefined,
    kinds & OCTAL ? Buffer.from(items.map((item) => Number.parseInt(item, 8))) : undefined,
    kinds & BITS ? Buffer.from(items.map((item) => Number.parseInt(item.slice(-8), 2))) : undefined,
  ]
  const texts = readings.flatMap((bytes) => (bytes && asText(bytes, allowance)) ?? [])
  return texts.find(isMostlyWords) ?? texts[0]
}

function isMostlyWords(text: string): boolean {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length * 2 > text.length
}

function addWhole(text: string, from: number, to: number, shown: string, edits: Opened): void {
  const open = callOpen.exec(text.slice(Math.max(0, from - callCharsMax), from))?.[0] ?? ''
  const close = open === '' ? '' : (callClose.exec(text.slice(to, to + 4))?.[0] ?? '')
  edits.add(from - open.length, to + close.length, shown)
}
