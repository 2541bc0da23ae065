/** What the tagger knows about a word: itself, its ending, its neighbours, and how the word before was tagged. Known names are seen by what they can be. */
import { ACTS, COMPANY, FAMILY, GIVEN, HONORIFIC, ORDINARY, PARTICLE } from './gazetteer.ts'
import { INFLECTED, type Tokens, WORD } from './token.ts'

export const OUTSIDE = 0
export const BEGIN = 1
export const INSIDE = 2
export const tagCount = 3

/** Power of two: rows of the weight table. */
export const featureRows = 1 << 17
const rowMask = featureRows - 1
export const featureCount = 30

/** Of a word before the text or behind it. */
const edge = 0x5bd1e995
const edgeKind = 511
const names = GIVEN | FAMILY
/** Tokens on either side that features see. */
const reach = 2

/** What `featuresAt` reads for the tokens in [from, to), made once for all that look at them. */
export function prepare(tokens: Tokens, from: number, to: number): void {
  for (let i = from - reach; i < to + reach; i++) {
    if (i < 0) continue
    tokens.looks[i] = wordAt(tokens, i)
    tokens.sorts[i] = kindAt(tokens, i)
  }
}

/** Fills `out` with the rows for token `i`; `before` is the tag of the token before it. */
export function featuresAt(tokens: Tokens, i: number, before: number, out: Int32Array): void {
  const { shapes, meanings, endings } = tokens
  const { looks, sorts } = tokens
  const word = looks[i] ?? 0
  const left = i > 0 ? (looks[i - 1] ?? 0) : edge
  const right = looks[i + 1] ?? 0
  const left2 = i > 1 ? (looks[i - 2] ?? 0) : edge
  const right2 = looks[i + 2] ?? 0
  const shape = shapes[i] ?? 0
  const kind = sorts[i] ?? 0
  const kindLeft = i > 0 ? (sorts[i - 1] ?? 0) : edgeKind
  const kindRight = sorts[i + 1] ?? 0
  const kindRight2 = sorts[i + 2] ?? 0
  const kindLeft2 = i > 1 ? (sorts[i - 2] ?? 0) : edgeKind
  const sense = senseOf(meanings[i] ?? 0)
  const role = ((meanings[i] ?? 0) << 3) | shape
  const ending = endings[i] ?? 0
  // What stands behind the last token is of another text.
  const endingRight = i + 1 < tokens.count ? (endings[i + 1] ?? 0) & 0xfffff : 0
  out[0] = row(1, word, 0)
  out[1] = row(2, left, 0)
  out[2] = row(3, right, 0)
  out[3] = row(4, left2, 0)
  out[4] = row(5, right2, 0)
  out[5] = row(6, left, kind)
  out[6] = row(7, right, kind)
  out[7] = row(8, left2, left)
  out[8] = row(9, right, right2)
  out[9] = row(10, kind, 0)
  out[10] = row(11, kindLeft, kind)
  out[11] = row(12, kind, kindRight)
  out[12] = row(13, kindLeft, (kind << 9) ^ kindRight)
  out[13] = row(14, kind, (kindRight << 9) ^ kindRight2)
  out[14] = row(15, before, kind)
  out[15] = row(16, before, (kindLeft << 9) ^ kind)
  out[16] = row(17, before, left)
  out[17] = row(18, before, right)
  out[18] = row(19, before, (kind << 9) ^ kindRight)
  out[19] = row(20, ending, shape)
  out[20] = row(21, ending & 0xfffff, shape)
  out[21] = row(22, role, before)
  out[22] = row(23, sense, (left << 1) ^ right)
  out[23] = row(24, word, left)
  out[24] = row(25, word, right)
  out[25] = row(26, before, (left2 << 1) ^ left)
  out[27] = row(28, endingRight, kind)
  out[28] = row(29, endingRight, (kindLeft << 9) ^ kind)
  out[29] = row(30, kindLeft, left2)
  out[26] = row(27, kindLeft2, (kindLeft << 9) ^ kind)
}

/** A word that is only a name says nothing more than that: what was learnt of one holds for all. */
function wordAt(tokens: Tokens, i: number): number {
  if (i < 0 || i >= tokens.count) return edge
  const meaning = tokens.meanings[i] ?? 0
  const hash = tokens.hashes[i] ?? 0
  if (tokens.kinds[i] !== WORD) return Math.imul((tokens.kinds[i] ?? 0) + 77, hash | 1) ^ hash
  if ((meaning & (names | INFLECTED)) !== 0 && (meaning & (ORDINARY | ACTS | HONORIFIC)) === 0)
    return 0x11 + (meaning & names)
  return hash
}

/** Kind, shape and sense in nine bits or so. */
function kindAt(tokens: Tokens, i: number): number {
  if (i < 0 || i >= tokens.count) return edgeKind
  const kind = tokens.kinds[i] ?? 0
  if (kind !== WORD) return kind === 5 ? 256 + ((tokens.hashes[i] ?? 0) & 127) : kind
  return 16 + (tokens.shapes[i] ?? 0) * 32 + senseOf(tokens.meanings[i] ?? 0)
}

/** The many things a word can be, in five bits. */
function senseOf(meaning: number): number {
  if ((meaning & HONORIFIC) !== 0) return 1
  if ((meaning & PARTICLE) !== 0) return (meaning & names) !== 0 ? 2 : 3
  if ((meaning & COMPANY) !== 0) return 4
  if ((meaning & ACTS) !== 0) return 5
  if ((meaning & INFLECTED) !== 0) return 6
  return 8 + (meaning & 15)
}

function row(kind: number, a: number, b: number): number {
  let hash = Math.imul(kind * 0x9e3779b1, 0x85ebca6b) ^ a
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ b
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & rowMask
}
