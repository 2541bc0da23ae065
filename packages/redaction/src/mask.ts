/** Puts placeholders where the findings are, escapes brackets of the original, and says where the findings stand in the result. */
import { escapeBrackets, placeholder } from '@holdpoint/contracts'
import type { Spot } from './resolve.ts'
import type { RevealOf } from './reveal.ts'
import type { TagOf } from './tag.ts'

export interface MaskedSpan {
  readonly spot: Spot
  readonly start: number
  readonly end: number
}

export interface MaskedText {
  readonly text: string
  readonly spans: readonly MaskedSpan[]
}

/** `spots` are in order and do not overlap. */
export function mask(
  text: string,
  spots: readonly Spot[],
  tagOf: TagOf,
  revealOf: RevealOf = () => undefined,
): MaskedText {
  if (spots.length === 0) return { text: escapeBrackets(text), spans: [] }
  let masked = ''
  let at = 0
  const spans: MaskedSpan[] = []
  for (const spot of spots) {
    masked += escapeBrackets(text.slice(at, spot.start))
    const start = masked.length
    masked += placeholder(spot.type, tagOf(spot.type, spot.canonical), revealOf(spot))
    spans.push({ spot, start, end: masked.length })
    at = spot.end
  }
  return { text: masked + escapeBrackets(text.slice(at)), spans }
}
