/** Opens characters that are written one by one as numbers: `6a 6f 68`, `0x6a, 0x6f`, `106,111,104`, `01101010 01101111`, `chr(106) . chr(111)`. */
import { ALNUM, DIGIT, is, skip } from '../chars.ts'
import type { Edits } from '../view.ts'
import { asText } from './as-text.ts'

const itemsMin = 7
const itemCharsMax = 10
const gapCharsMax = 12
/** A list is read up to here; what follows is a list of its own. */
const itemsMax = 64 * 1024
/** Around a list of codes: the call that makes characters of them. */
const callOpen = /[A-Za-z_.]{0,40}[([]{1,2}\s?$/
const callClose = /^\s?[)\]]{1,2}/
const callCharsMax = 44

interface Item {
  readonly start: number
  readonly end: number
}

export function addCodeLists(text: string, edits: Edits): void {
  addLists(text, ALNUM, edits)
  addLists(text, DIGIT, edits)
}

/** Lists of runs in the class with the same signs between them throughout. */
function addLists(text: string, classes: number, edits: Edits): void {
  let at = 0
  while (at < text.length) {
    if (!is(text.charCodeAt(at), classes)) {
      at++
      continue
    }
    const { items, kinds } = readList(text, at, classes)
    const last = items[items.length - 1]
    if (last === undefined) {
      at = skip(text, at, classes, text.length)
      continue
    }
    const shown =
      items.length < itemsMin
        ? undefined
        : decode(
            items.map(({ start, end }) => text.slice(start, end)),
            kinds,
          )
    if (shown !== undefined) addWhole(text, at, last.end, shown, edits)
    // The last item may begin another list.
    at = items.length > 1 && shown === undefined ? last.start : last.end
  }
}

const HEX_PAIR = 1
const BITS = 2
const DECIMAL = 4
const OCTAL = 8

/** What the item may be; none: a word. */
function kindsOf(item: string): number {
  if (item.length > itemCharsMax) return 0
  return (
    (/^(?:0x)?[0-9a-f]{2}$/i.test(item) ? HEX_PAIR : 0) |
    (/^(?:0b)?[01]{8}$/.test(item) ? BITS : 0) |
    (/^(?:3[2-9]|[4-9]\d|1\d\d|2[0-4]\d|25[0-5]|10|13|9)$/.test(item) ? DECIMAL : 0) |
    (/^0?[0-3][0-7]{2}$/.test(item) ? OCTAL : 0)
  )
}

function readList(text: string, at: number, classes: number): { items: Item[]; kinds: number } {
  const items: Item[] = []
  let gap = ''
  let start = at
  let kinds = HEX_PAIR | BITS | DECIMAL | OCTAL
  while (items.length < itemsMax) {
    const end = skip(text, start, classes, text.length)
    const both = kinds & kindsOf(text.slice(start, end))
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
function decode(items: readonly string[], kinds: number): string | undefined {
  const readings = [
    kinds & DECIMAL ? Buffer.from(items.map(Number)) : undefined,
    kinds & HEX_PAIR ? Buffer.from(items.map((item) => item.slice(-2)).join(''), 'hex') : undefined,
    kinds & OCTAL ? Buffer.from(items.map((item) => Number.parseInt(item, 8))) : undefined,
    kinds & BITS ? Buffer.from(items.map((item) => Number.parseInt(item.slice(-8), 2))) : undefined,
  ]
  const texts = readings.flatMap((bytes) => (bytes && asText(bytes)) ?? [])
  return texts.find(isMostlyWords) ?? texts[0]
}

function isMostlyWords(text: string): boolean {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length * 2 > text.length
}

function addWhole(text: string, from: number, to: number, shown: string, edits: Edits): void {
  const open = callOpen.exec(text.slice(Math.max(0, from - callCharsMax), from))?.[0] ?? ''
  const close = open === '' ? '' : (callClose.exec(text.slice(to, to + 4))?.[0] ?? '')
  edits.add(from - open.length, to + close.length, shown)
}
