/** From tags to names: what the tagger took apart is joined, what only looks like a name is dropped. */
import { BEGIN, INSIDE, OUTSIDE } from './feature.ts'
import { COMPANY, FAMILY, GIVEN, HONORIFIC, ORDINARY, PARTICLE, PLACE } from './gazetteer.ts'
import {
  CASELESS,
  INFLECTED,
  INITIAL,
  LOWER_CASE,
  NUMBER,
  SIGN,
  TITLE_CASE,
  type Tokens,
  UPPER_CASE,
  WORD,
} from './token.ts'

const names = GIVEN | FAMILY
const words = ORDINARY | PLACE
/** Shorter unknown words are pieces of something. */
const unknownUnitsMin = 4
/** A single name that is a word or a place needs more than a narrow win, in weight units. */
const doubtMargin = 40

export interface NameSpan {
  /** Tokens, `to` exclusive. */
  readonly from: number
  readonly to: number
}

/** Calls `emit` for every name in [from, to). */
export function spans(
  tokens: Tokens,
  tags: Uint8Array,
  margins: Int32Array,
  from: number,
  to: number,
  emit: (from: number, to: number) => void,
): void {
  for (let i = from; i < to; i++) {
    if (tags[i] !== BEGIN) continue
    let end = i + 1
    while (end < to && goesOn(tokens, tags, end, to)) end++
    judge(tokens, margins, i, end, emit)
    i = end - 1
  }
}

/** Inside, or beginning again with nothing but a space between, or a capitalised word between two parts. */
function goesOn(tokens: Tokens, tags: Uint8Array, i: number, to: number): boolean {
  if (tags[i] === INSIDE) return true
  if (!isWord(tokens, i) || !isWord(tokens, i - 1)) return false
  if (tags[i] === BEGIN) return true
  return i + 1 < to && tags[i + 1] !== OUTSIDE && isWord(tokens, i + 1) && isBridge(tokens, i)
}

function isBridge(tokens: Tokens, i: number): boolean {
  const shape = tokens.shapes[i]
  if (shape === LOWER_CASE) return ((tokens.meanings[i] ?? 0) & PARTICLE) !== 0
  return shape !== CASELESS && ((tokens.meanings[i] ?? 0) & (ORDINARY | COMPANY | HONORIFIC)) === 0
}

function judge(
  tokens: Tokens,
  margins: Int32Array,
  begin: number,
  close: number,
  emit: (from: number, to: number) => void,
): void {
  let [from, to] = trimSigns(tokens, begin, close)
  if (from >= to) return
  const isMixed = hasCapital(tokens, from, to)
  if (isMixed) [from, to] = trimLower(tokens, from, to)
  if (from >= to) return
  const isCut = to < close && tokens.kinds[to] === WORD
  if (to - from === 1) {
    if (isDoubtful(tokens, margins, from, isCut)) return
    ;[from, to] = widen(tokens, from, to)
    if (from >= to) return
  } else if (!hasName(tokens, from, to)) return
  if (isCompany(tokens, to)) return
  emit(from, to)
}

/** Signs belong to a name only between its words, or after an initial. */
function trimSigns(tokens: Tokens, begin: number, close: number): [number, number] {
  let from = begin
  let to = close
  while (to > from && tokens.kinds[to - 1] === SIGN) {
    if (tokens.hashes[to - 1] === 0x2e && to - 1 > from && tokens.shapes[to - 2] === INITIAL) break
    to--
  }
  while (from < to && tokens.kinds[from] === SIGN) from++
  return [from, to]
}

/** In `Jack cable` the second word is none of the name; only particles are small in the midst of one. */
function trimLower(tokens: Tokens, begin: number, close: number): [number, number] {
  let from = begin
  let to = close
  while (to > from && tokens.kinds[to - 1] === WORD && tokens.shapes[to - 1] === LOWER_CASE) to--
  while (from < to && isSmallWord(tokens, from)) from++
  return trimSigns(tokens, from, to)
}

function isSmallWord(tokens: Tokens, i: number): boolean {
  return (
    tokens.kinds[i] === WORD &&
    tokens.shapes[i] === LOWER_CASE &&
    ((tokens.meanings[i] ?? 0) & PARTICLE) === 0
  )
}

function hasCapital(tokens: Tokens, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if (
      tokens.kinds[i] === WORD &&
      tokens.shapes[i] !== LOWER_CASE &&
      tokens.shapes[i] !== CASELESS
    )
      return true
  return false
}

/** Alone: an initial, an acronym, or a word that won narrowly. */
function isDoubtful(tokens: Tokens, margins: Int32Array, i: number, isCut: boolean): boolean {
  const shape = tokens.shapes[i]
  const meaning = tokens.meanings[i] ?? 0
  if (shape === INITIAL) return true
  if (shape === UPPER_CASE && (meaning & names) === 0) return true
  if (isInDate(tokens, i) || isInPath(tokens, i, (meaning & names) !== 0)) return true
  if (meaning === 0 && unitsOf(tokens, i) < unknownUnitsMin) return !isTitled(tokens, i)
  if ((meaning & words) === 0) return false
  return isCut || (margins[i] ?? 0) < doubtMargin || isFollowedByThing(tokens, i + 1)
}

/** Between slashes without spaces, or an unknown word at one: a part of a path or of a token in pieces. */
function isInPath(tokens: Tokens, i: number, isKnown: boolean): boolean {
  const isLeft = isSlash(tokens, i - 1) && tokens.ends[i - 1] === tokens.starts[i]
  const isRight = isSlash(tokens, i + 1) && tokens.starts[i + 1] === tokens.ends[i]
  return isKnown ? isLeft && isRight : isLeft || isRight
}

function isSlash(tokens: Tokens, i: number): boolean {
  return i >= 0 && i < tokens.count && tokens.kinds[i] === SIGN && tokens.hashes[i] === 0x2f
}

function isTitled(tokens: Tokens, i: number): boolean {
  return i > 0 && ((tokens.meanings[i - 1] ?? 0) & HONORIFIC) !== 0
}

function unitsOf(tokens: Tokens, i: number): number {
  return (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0)
}

/** `04/Mar/2031`: a sign and a number on either side. */
function isInDate(tokens: Tokens, i: number): boolean {
  return isNumberPast(tokens, i, -1) && isNumberPast(tokens, i, 1)
}

function isNumberPast(tokens: Tokens, i: number, step: 1 | -1): boolean {
  const at = i + 2 * step
  if (at < 0 || at >= tokens.count) return false
  return tokens.kinds[i + step] === SIGN && tokens.kinds[at] === NUMBER
}

/** `Blue Anvil`, `Grant Thornton`: a capitalised word that goes on where the name should end. */
function isFollowedByThing(tokens: Tokens, i: number): boolean {
  if (!isWord(tokens, i)) return false
  const shape = tokens.shapes[i]
  return shape !== LOWER_CASE && shape !== CASELESS && ((tokens.meanings[i] ?? 0) & names) === 0
}

/** The other part of a pair, where it is not known: a capitalised word that is no word, or a small one beside a small name. */
function widen(tokens: Tokens, begin: number, close: number): [number, number] {
  let from = begin
  let to = close
  const shape = tokens.shapes[from] ?? 0
  const meaning = tokens.meanings[from] ?? 0
  if (shape === LOWER_CASE) return isUnknown(tokens, to, LOWER_CASE) ? [from, to + 1] : [to, to]
  if (shape === CASELESS) {
    const isFamily = (meaning & names) === FAMILY
    return isFamily && isUnknown(tokens, from - 1, CASELESS) ? [from - 1, to] : [from, to]
  }
  if (isUnknown(tokens, to, TITLE_CASE)) to++
  else if (isUnknown(tokens, from - 1, TITLE_CASE) && !isLineStart(tokens, from - 1)) from--
  return [from, to]
}

/** The first word of a line has its capital from there, unless it is no word at all. */
function isLineStart(tokens: Tokens, i: number): boolean {
  return i > 0 && tokens.kinds[i - 1] !== WORD && ((tokens.meanings[i] ?? 0) & names) === 0
}

function isUnknown(tokens: Tokens, i: number, shape: number): boolean {
  return (
    isWord(tokens, i) && tokens.shapes[i] === shape && ((tokens.meanings[i] ?? 0) & ~names) === 0
  )
}

/** Several words, and each of them known as something else: a firm, a place, a title of a page. */
function hasName(tokens: Tokens, from: number, to: number): boolean {
  let others = 0
  for (let i = from; i < to; i++) {
    if (tokens.kinds[i] !== WORD) continue
    const meaning = tokens.meanings[i] ?? 0
    if ((meaning & (names | INFLECTED)) !== 0) return true
    if ((meaning & (words | COMPANY)) !== 0) others++
  }
  return others === 0
}

/** What follows says that the whole is a firm: `Miller Logistics`. */
function isCompany(tokens: Tokens, i: number): boolean {
  if (!isWord(tokens, i) || tokens.shapes[i] === LOWER_CASE) return false
  const meaning = tokens.meanings[i] ?? 0
  return (meaning & COMPANY) !== 0 && (meaning & names) === 0
}

function isWord(tokens: Tokens, i: number): boolean {
  return i >= 0 && i < tokens.count && tokens.kinds[i] === WORD
}
