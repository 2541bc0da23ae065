/** The shape of a token as a small program: literals and runs of one alphabet, read in one direction without going back, so linear by construction. */
import { HoldpointError } from '@holdpoint/contracts'
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
  TILDE,
  UPPER,
  URL_SIGN,
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
  /** What needs no escape in a URL. */
  unreserved: ALNUM | DASH | DOT | TILDE,
  /** Both forms of base64, and dots. */
  wide: ALNUM | DASH | DOT | BASE64 | TILDE,
  /** The rest of a URL. */
  url: ALNUM | DASH | DOT | BASE64 | TILDE | URL_SIGN,
} as const
export type Alphabet = keyof typeof alphabets

/** Longest run that is still read: what follows belongs to the token as well, whatever the documentation says of its length. */
const runCharsMax = 1024

export interface Run {
  readonly run: Alphabet
  readonly min: number
  readonly max: number
}
export type Segment = { readonly literal: string } | Run
export type Shape = readonly Segment[]

const uuid = '<hexAny:8>-<hexAny:4>-<hexAny:4>-<hexAny:4>-<hexAny:12>'
const hole = /<([A-Za-z0-9]+):(\d+)(\+|-\d+)?>/g

/** `ghp_<base62:36+>`: literal text, and in brackets an alphabet with a count: `:32` exactly, `:32+` at least, `:32-40` between. `<uuid>` is one. */
export function parseShape(text: string): Shape {
  const source = text.replaceAll('<uuid>', uuid)
  const shape: Segment[] = []
  let from = 0
  for (const found of source.matchAll(hole)) {
    if (found.index > from) shape.push({ literal: source.slice(from, found.index) })
    shape.push(runOf(found[1] ?? '', found[2] ?? '', found[3]))
    from = found.index + found[0].length
  }
  if (from < source.length) shape.push({ literal: source.slice(from) })
  const isBroken = shape.some((part) => 'literal' in part && /[<>\s]/.test(part.literal))
  if (isBroken || shape.length === 0) throw new HoldpointError('HP_INTERNAL', { shape: text })
  return shape
}

function runOf(alphabet: string, min: string, more: string | undefined): Run {
  if (!Object.hasOwn(alphabets, alphabet)) throw new HoldpointError('HP_INTERNAL', { alphabet })
  const max = more === undefined ? Number(min) : more === '+' ? runCharsMax : Number(more.slice(1))
  return { run: alphabet as Alphabet, min: Number(min), max }
}

/** End of the shape that begins at `at`, or -1. A run of bounded length must end where its alphabet, and any word, ends. Of a longer run so much is read. */
export function matchShape(shape: Shape, text: string, at: number, readMax = runCharsMax): number {
  let i = at
  let last: Segment | undefined
  for (const segment of shape) {
    last = segment
    if ('literal' in segment) {
      if (!text.startsWith(segment.literal, i)) return -1
      i += segment.literal.length
      continue
    }
    const isOpen = segment.max === runCharsMax
    const max = isOpen ? Math.max(segment.min, readMax) : segment.max
    const end = Math.min(text.length, i + max)
    const start = i
    while (i < end && is(text.charCodeAt(i), alphabets[segment.run])) i++
    if (i - start < segment.min) return -1
  }
  if (last !== undefined && 'run' in last && last.max < runCharsMax)
    if (is(text.charCodeAt(i), alphabets[last.run] | ALNUM)) return -1
  return i
}

/** Start of the shape that ends before `at`, or -1: read from right to left. */
export function matchBack(shape: Shape, text: string, at: number): number {
  let i = at
  for (let index = shape.length - 1; index >= 0; index--) {
    const segment = shape[index]
    if (segment === undefined) continue
    if ('literal' in segment) {
      i -= segment.literal.length
      if (i < 0 || !text.startsWith(segment.literal, i)) return -1
      continue
    }
    const from = Math.max(0, i - segment.max)
    const end = i
    while (i > from && is(text.charCodeAt(i - 1), alphabets[segment.run])) i--
    if (end - i < segment.min) return -1
  }
  const first = shape[0]
  if (first !== undefined && 'run' in first && first.max < runCharsMax)
    if (is(text.charCodeAt(i - 1), alphabets[first.run] | ALNUM)) return -1
  return i
}

/** Characters of an alphabet, for the entropy that can be expected of it. */
export function sizeOf(alphabet: Alphabet): number {
  let size = 0
  for (let code = 0; code < 128; code++) if (is(code, alphabets[alphabet])) size++
  return size
}
