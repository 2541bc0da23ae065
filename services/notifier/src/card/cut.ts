/**
 * Cutting text that does not fit: between graphemes, never inside a placeholder or a visible code, and never inside an escape, since sizes are those of the
 * escaped text. What was cut is said in our own words. Pure.
 */
import type { Foreign, Line } from './card.ts'
import { piecesOf } from './inert.ts'

/** A grapheme that is longer is a tower of marks: it may be cut between its characters. */
const graphemeCharsMax = 32
/** Of what is shown of a long text, this share is its beginning; the rest is its end. */
const headShare = 0.7
/** Room for the words that say how much is left out. */
const noteSizeMax = 48

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How much room a piece of text takes in its sink, escaped. Must add up: size(a + b) = size(a) + size(b). */
export type SizeOf = (text: string) => number

const lengthOf: SizeOf = (text) => text.length

/** The beginning of the text, as much as there is room for, and how many characters are left out. */
export function cut(
  text: string,
  sizeMax: number,
  sizeOf: SizeOf = lengthOf,
): { readonly text: string; readonly omitted: number } {
  if (sizeOf(text) <= sizeMax) return { text, omitted: 0 }
  let size = 0
  let kept = 0
  for (const atom of atomsOf(text, sizeMax)) {
    size += sizeOf(atom)
    if (size > sizeMax) break
    kept += atom.length
  }
  return { text: text.slice(0, kept), omitted: charsOf(text.slice(kept)) }
}

/**
 * A line in so much room, with what is left out said in words: at its end, or for `middle` (long values, whose end may matter as much) in between. Sizes of our
 * own words count as they are.
 */
export function cutLine(
  line: Line,
  sizeMax: number,
  sizeOf: SizeOf = lengthOf,
  where: 'end' | 'middle' = 'end',
): { readonly line: Line; readonly omitted: number } {
  const total = line.reduce((sum, part) => sum + sizeOfPart(part, sizeOf), 0)
  if (total <= sizeMax) return { line, omitted: 0 }
  const room = Math.max(0, sizeMax - noteSizeMax)
  const headRoom = where === 'end' ? room : Math.floor(room * headShare)
  const head = headOf(line, headRoom, sizeOf)
  const tail = where === 'end' ? [] : tailOf(line, room - headRoom, sizeOf)
  const omitted = charsIn(line) - charsIn(head) - charsIn(tail)
  return { line: [...head, noteOf(omitted, tail.length > 0), ...tail], omitted }
}

/** `… 4,210 more characters` */
export function noteOf(omitted: number, isBetween = false): string {
  const words = `… ${omitted.toLocaleString('en')} more character${omitted === 1 ? '' : 's'}`
  return isBetween ? ` ${words} … ` : ` ${words}`
}

function headOf(line: Line, sizeMax: number, sizeOf: SizeOf): Line {
  const head: (string | Foreign)[] = []
  let left = sizeMax
  for (const part of line) {
    const size = sizeOfPart(part, sizeOf)
    if (size <= left) {
      head.push(part)
      left -= size
      continue
    }
    const { text } = cut(textOf(part), left, typeof part === 'string' ? lengthOf : sizeOf)
    if (text !== '') head.push(typeof part === 'string' ? text : { foreign: text })
    break
  }
  return head
}

/** The end of the line's last part: ends of earlier parts are not its end. */
function tailOf(line: Line, sizeMax: number, sizeOf: SizeOf): Line {
  const last = line.at(-1)
  if (last === undefined || typeof last === 'string') return []
  let size = 0
  let from = last.foreign.length
  for (const atom of lastAtomsOf(last.foreign, sizeMax).toReversed()) {
    size += sizeOf(atom)
    if (size > sizeMax) break
    from -= atom.length
  }
  return from === last.foreign.length ? [] : [{ foreign: last.foreign.slice(from) }]
}

/** What may not be cut any further, for so many characters and a little more: no escape is shorter than what it stands for. */
function* atomsOf(text: string, charsMax: number): Generator<string> {
  for (const piece of piecesOf(text)) {
    if (piece.kind === 'whole') yield piece.text
    else yield* graphemesOf(piece.text.slice(0, charsMax + 2 * graphemeCharsMax))
  }
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) {
    if (segment.length > graphemeCharsMax) yield* segment
    else yield segment
  }
}

/** The same for the end of the text, so much of it and a little more; a beginning that is cut anyhow may be uneven. */
function lastAtomsOf(text: string, charsMax: number): string[] {
  const atoms: string[] = []
  let chars = 0
  for (const piece of piecesOf(text).toReversed()) {
    if (chars > charsMax) break
    const near =
      piece.kind === 'whole' ? piece.text : piece.text.slice(-charsMax - graphemeCharsMax)
    const own = piece.kind === 'whole' ? [near] : [...graphemesOf(near)]
    atoms.unshift(...(near.length < piece.text.length ? own.slice(1) : own))
    chars += near.length
  }
  return atoms
}

const textOf = (part: string | Foreign): string => (typeof part === 'string' ? part : part.foreign)
const sizeOfPart = (part: string | Foreign, sizeOf: SizeOf): number =>
  typeof part === 'string' ? part.length : sizeOf(part.foreign)
const charsIn = (line: Line): number => line.reduce((sum, part) => sum + charsOf(textOf(part)), 0)

/** Characters as people would count them, near enough: code points, and a placeholder or code as one. */
function charsOf(text: string): number {
  return piecesOf(text).reduce(
    (sum, piece) => sum + (piece.kind === 'whole' ? 1 : codePointsIn(piece.text)),
    0,
  )
}

function codePointsIn(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    // The second half of a pair is no character of its own; lone ones are codes by now.
    if (unit < 0xdc00 || unit > 0xdfff) count += 1
  }
  return count
}
