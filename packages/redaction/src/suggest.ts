/**
 * What somebody else takes for a finding. It can only add: our own findings stay as they are, type, extent and tag, and what is suggested beside or around
 * them is masked as well.
 */
import { canonical } from './canonical.ts'
import type { Scanned } from './link.ts'
import type { Spot } from './resolve.ts'
import type { EntityType } from './types.ts'

/** In UTF-16 units of the text. */
export interface Suggestion {
  readonly start: number
  readonly end: number
  readonly type: EntityType
  readonly score: number
  /** Name of a rule, never a value. */
  readonly detector: string
}

export type Suggest = (text: string) => readonly Suggestion[]

/** What is left of a suggestion beside our own findings, and shorter than this, is punctuation or an initial. */
const charsMin = 2
/** Below it a character stays visible in half: the second unit of a surrogate pair. */
const [lowFirst, lowLast] = [0xdc00, 0xdfff]

/** After linking: spots are in order and do not overlap, and so they are afterwards. Keys and numbers are left to ourselves. */
export function addSuggestions(texts: readonly Scanned[], suggest: Suggest): void {
  for (const scanned of texts) {
    const { text, kind } = scanned.leaf
    if (kind !== 'string') continue
    const suggestions = [...suggest(text)].sort((a, b) => a.start - b.start || b.end - a.end)
    for (const suggestion of suggestions) scanned.spots = add(text, scanned.spots, suggestion)
  }
}

function add(text: string, spots: readonly Spot[], suggestion: Suggestion): Spot[] {
  const start = isSecondHalf(text, suggestion.start) ? suggestion.start - 1 : suggestion.start
  const end = isSecondHalf(text, suggestion.end) ? suggestion.end + 1 : suggestion.end
  const added: Spot[] = []
  let at = Math.max(0, start)
  for (const spot of spots) {
    if (spot.end <= at) continue
    if (spot.start >= end) break
    addGap(added, text, at, spot.start, suggestion)
    at = spot.end
  }
  addGap(added, text, at, Math.min(end, text.length), suggestion)
  return [...spots, ...added].sort((a, b) => a.start - b.start)
}

function addGap(
  added: Spot[],
  text: string,
  from: number,
  to: number,
  { type, score, detector }: Suggestion,
): void {
  if (to <= from) return
  const part = text.slice(from, to)
  const start = from + part.length - part.trimStart().length
  const end = start + part.trim().length
  if (end - start < charsMin) return
  const found = canonical(type, text.slice(start, end))
  added.push({ start, end, type, score, detector, canonical: found })
}

function isSecondHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= lowFirst && unit <= lowLast
}
