/** People's names in running text: a gate of known names, titles and unknown capitalised pairs; around it the tagger decides. */

import { BEGIN, INSIDE } from '../name/feature.ts'
import { ACTS, FAMILY, GIVEN, HONORIFIC, ORDINARY, PLACE } from '../name/gazetteer.ts'
import { loadWeights, tag } from '../name/tagger.ts'
import {
  CASELESS,
  INFLECTED,
  INNER_CAPITAL,
  LOWER_CASE,
  MAIL,
  SIGN,
  TITLE_CASE,
  Tokens,
  UPPER_CASE,
  WORD,
} from '../name/token.ts'
import type { Sheet } from '../sheet.ts'

const tokensMax = 1024
/** Tokens read again at the start of the next stretch, so that no name is cut there. */
const tokensAgain = 24
/** How far around a gate the tagger looks, in characters. */
const windowUnits = 40
const names = GIVEN | FAMILY
const base = 0.6
/** `ed`, as the tokens keep their ends. */
const pastEnding = (0x65 << 10) ^ 0x64

const tokens = new Tokens(tokensMax)
const tags = new Uint8Array(tokensMax)
const margins = new Int32Array(tokensMax)
const weights = loadWeights()

export function scanNames(sheet: Sheet): void {
  const { text } = sheet
  let from = 0
  for (;;) {
    const end = tokens.read(text, from)
    tagStretch(sheet)
    sheet.work += end - from
    if (end >= text.length || tokens.count <= tokensAgain) return
    from = tokens.starts[tokens.count - tokensAgain] ?? end
  }
}

/** Tags every window around a gate; windows that touch are one. */
function tagStretch(sheet: Sheet): void {
  const { count, starts, ends } = tokens
  let done = 0
  for (let i = 0; i < count; i++) {
    if (!isGate(i)) continue
    let from = i
    while (from > done && (starts[i] ?? 0) - (ends[from - 1] ?? 0) < windowUnits) from--
    let to = i + 1
    let last = i
    for (; to < count && (starts[to] ?? 0) - (ends[last] ?? 0) < windowUnits; to++)
      if (isGate(to)) last = to
    tag(tokens, weights, from, to, tags, margins)
    sheet.work += (ends[to - 1] ?? 0) - (starts[from] ?? 0)
    emit(sheet, from, to)
    done = to
    i = to - 1
  }
}

/** Whether a name may be near. */
function isGate(i: number): boolean {
  if (tokens.kinds[i] !== WORD) return false
  const meaning = tokens.meanings[i] ?? 0
  const shape = tokens.shapes[i] ?? 0
  if (shape === LOWER_CASE) return isLowerPair(i, meaning)
  if ((meaning & (names | HONORIFIC)) !== 0) return true
  if (shape === CASELESS) return false
  if ((meaning & INFLECTED) !== 0) return isUnknown(i + 1) || isUnknown(i - 1)
  if ((meaning & PLACE) !== 0) return isActing(i + 1)
  return isUnknown(i) && (isUnknown(i + 1) || isBesideName(i))
}

/** `London approved`: what only people do. */
function isActing(i: number): boolean {
  if (i >= tokens.count || tokens.shapes[i] !== LOWER_CASE) return false
  return (tokens.meanings[i] ?? 0) >= ACTS || ((tokens.endings[i] ?? 0) & 0xfffff) === pastEnding
}

function isBesideName(i: number): boolean {
  const isNext = i + 1 < tokens.count && tokens.kinds[i + 1] === MAIL
  return isNext || (i + 2 < tokens.count && tokens.kinds[i + 2] === MAIL)
}

/** `anna kowalska`: only names, twice. */
function isLowerPair(i: number, meaning: number): boolean {
  if ((meaning & names) === 0 || (meaning & (ORDINARY | PLACE)) !== 0) return false
  const next = i + 1 < tokens.count ? (tokens.meanings[i + 1] ?? 0) : 0
  return (next & names) !== 0 && (next & (ORDINARY | PLACE)) === 0
}

/** A capitalised word that is no word we know. */
function isUnknown(i: number): boolean {
  if (i < 0 || i >= tokens.count || tokens.kinds[i] !== WORD) return false
  const shape = tokens.shapes[i]
  if (shape !== TITLE_CASE && shape !== INNER_CAPITAL) return false
  return ((tokens.meanings[i] ?? 0) & ~(names | INFLECTED)) === 0
}

function emit(sheet: Sheet, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    if (tags[i] !== BEGIN) continue
    let end = i + 1
    while (end < to && (tags[end] === INSIDE || (tags[end] === BEGIN && isSpaceBetween(end)))) end++
    emitOne(sheet, i, end)
    i = end - 1
  }
}

/** Two names with nothing but a space between are one. */
function isSpaceBetween(i: number): boolean {
  return tokens.kinds[i - 1] === WORD && tokens.kinds[i] === WORD
}

/** Signs belong to a name only between its words, or after an initial. */
function emitOne(sheet: Sheet, from: number, to: number): void {
  let first = from
  let last = to - 1
  while (last >= first && tokens.kinds[last] === SIGN) {
    if (tokens.hashes[last] === 0x2e && last > first && isInitial(last - 1)) break
    last--
  }
  while (first <= last && tokens.kinds[first] === SIGN) first++
  if (first > last || (first === last && (isInitial(first) || isAcronym(first)))) return
  const start = tokens.starts[first] ?? 0
  sheet.addFirm('PERSON', start, tokens.ends[last] ?? start, base, 'name/tagger')
}

/** Capitals alone that are no known name: `MRN`. */
function isAcronym(i: number): boolean {
  return tokens.shapes[i] === UPPER_CASE && ((tokens.meanings[i] ?? 0) & names) === 0
}

function isInitial(i: number): boolean {
  return (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) === 1
}
