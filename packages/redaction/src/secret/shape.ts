/** The shape of a token as a small program: literals and runs of one alphabet, read from left to right without going back, so linear by construction. */
import {
  ALNUM,
  BASE32_DIGIT,
  BASE64,
  DASH,
  DIGIT,
  DOT,
  HEX_LOWER,
  HEX_UPPER,
  is,
  LOWER,
  UPPER,
} from '../chars.ts'

export const alphabets = {
  digits: DIGIT,
  hex: DIGIT | HEX_LOWER,
  hexAny: DIGIT | HEX_LOWER | HEX_UPPER,
  base32: UPPER | BASE32_DIGIT,
  base36: DIGIT | LOWER,
  upper36: DIGIT | UPPER,
  base62: ALNUM,
  base64: ALNUM | BASE64,
  base64url: ALNUM | DASH,
  /** base64url with dots: tokens of several parts. */
  dotted: ALNUM | DASH | DOT,
} as const
export type Alphabet = keyof typeof alphabets

/** Longest run that is still read: what follows belongs to the token as well, whatever the documentation says of its length. */
const runCharsMax = 1024

export type Segment =
  | { readonly literal: string }
  /** `exact`: not one character more may follow in this alphabet. */
  | {
      readonly run: Alphabet
      readonly min: number
      readonly max: number
      readonly exact: boolean
    }
export type Shape = readonly Segment[]

export const lit = (literal: string): Segment => ({ literal })
/** At least `min` characters, and all that follow: for tokens with a telling prefix. */
export const run = (alphabet: Alphabet, min: number): Segment => ({
  run: alphabet,
  min,
  max: runCharsMax,
  exact: false,
})
/** Exactly so many characters, then another segment or something outside the alphabet. */
export const exactly = (alphabet: Alphabet, count: number): Segment => ({
  run: alphabet,
  min: count,
  max: count,
  exact: true,
})

/** End of the shape that begins at `at`, or -1. */
export function matchShape(shape: Shape, text: string, at: number): number {
  let i = at
  for (const [index, segment] of shape.entries()) {
    if ('literal' in segment) {
      if (!text.startsWith(segment.literal, i)) return -1
      i += segment.literal.length
      continue
    }
    const classes = alphabets[segment.run]
    const end = Math.min(text.length, i + segment.max)
    const start = i
    while (i < end && is(text.charCodeAt(i), classes)) i++
    if (i - start < segment.min) return -1
    const isLast = index === shape.length - 1
    if (segment.exact && isLast && is(text.charCodeAt(i), classes)) return -1
  }
  return i
}
