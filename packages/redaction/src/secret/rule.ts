/** Rows about providers, written as text, read into rules. What the text looks like is shown in rules.ts. */
import { HoldpointError } from '@holdpoint/contracts'
import { type Check, checks } from './check.ts'
import { parseShape, type Segment, type Shape, sizeOf } from './shape.ts'

/** Share of the entropy that random characters of the shape's alphabets would have. */
const entropyShare = 0.6
/** A shorter literal must begin a word: it may be the end of one. */
const wordStartCharsMax = 8
/** Behind a mark of so many characters letters and digits of any kind count: it is nobody's word, and providers change from one alphabet to the next. */
const tolerantCharsMin = 7
/** Behind a provider's name the same holds for a layout with so many signs inside. */
const tolerantSignsMin = 2
const narrow: ReadonlySet<string> = new Set(['hex', 'hexAny', 'base32', 'base36', 'upper36'])

export interface SecretRule {
  readonly id: string
  readonly provider: string
  /** Where the shape stands, and was read; or `unread:` and where the provider writes of it, or `shown:` and the same, where tokens in public have it. */
  readonly source: string
  readonly shape: Shape
  /** Lower case. What the automaton looks for: the shape's own literal, or the words in front of it. */
  readonly keywords: readonly string[]
  /** Which segment of the shape is its keyword; absent where keywords stand in front of it. */
  readonly anchor?: number
  /** The shape in front of the anchor and behind it. */
  readonly before: Shape
  readonly after: Shape
  readonly isWordStart: boolean
  /** After so many characters the keyword repeats itself, so that in a run of it only the first place is its start; 0 for most. */
  readonly period: number
  /** The shape has signs of its own, so that no other needs to stand in front of it. */
  readonly isTelling: boolean
  /** Bits per character of the runs. */
  readonly entropyMin: number
  readonly check?: Check
}

interface Row {
  readonly provider: string
  readonly source: string
  readonly rules: SecretRule[]
  entropyMin?: number
  check?: Check
}

export function readTable(table: string): SecretRule[] {
  const rows: Row[] = []
  for (const line of table.split('\n')) {
    if (line.trim() === '') continue
    const words = line.trim().split(/\s+/)
    const row = rows[rows.length - 1]
    if (!line.startsWith('    '))
      rows.push({ provider: words[0] ?? '', source: words[1] ?? '', rules: [] })
    else if (row !== undefined) readLine(row, words)
  }
  return rows.flatMap(({ rules }) => rules)
}

function readLine(row: Row, words: readonly string[]): void {
  switch (words[0]) {
    case 'entropy':
      row.entropyMin = Number(words[1])
      return
    case 'check':
      row.check = checkOf(words[1] ?? '')
      return
    case 'mark':
      for (const word of words.slice(1)) add(row, parseShape(word), [])
      return
    case 'near': {
      const colon = words.findIndex((word) => word.endsWith(':'))
      const keywords = words.slice(1, colon + 1).map((word) => word.replace(/:$/, ''))
      for (const word of words.slice(colon + 1)) add(row, parseShape(word), keywords)
      return
    }
    default:
      throw new HoldpointError('HP_INTERNAL', { row: row.provider, word: words[0] ?? '' })
  }
}

function checkOf(name: string): Check {
  if (Object.hasOwn(checks, name)) return name as Check
  throw new HoldpointError('HP_INTERNAL', { check: name })
}

function add(row: Row, documented: Shape, near: readonly string[]): void {
  const isMark = near.length === 0
  const anchor = anchorOf(documented)
  const literal = documented[anchor]
  const text = literal !== undefined && 'literal' in literal ? literal.literal : ''
  const shape = isTolerant(documented, isMark ? anchor : -1) ? documented.map(tolerant) : documented
  if (isMark && text === '') throw new HoldpointError('HP_INTERNAL', { row: row.provider })
  const number = row.rules.length + 1
  row.rules.push({
    id: number === 1 ? row.provider : `${row.provider}-${number}`,
    provider: row.provider,
    source: row.source,
    shape,
    keywords: isMark ? [text.toLowerCase()] : near,
    ...(isMark ? { anchor } : {}),
    before: shape.slice(0, Math.max(0, anchor)),
    after: shape.slice(anchor + 1),
    isWordStart: isMark && anchor === 0 && text.length < wordStartCharsMax,
    period: isMark && anchor === 0 ? periodOf(text) : 0,
    isTelling: shape.some((part) => 'literal' in part && part.literal !== '-'),
    entropyMin: row.entropyMin ?? expectedEntropy(documented) * entropyShare,
    ...(row.check === undefined ? {} : { check: row.check }),
  })
}

/** `anchor`: which part is the mark; -1 where a provider's name stands in front instead. */
function isTolerant(shape: Shape, anchor: number): boolean {
  const literals = shape.flatMap((part) => ('literal' in part ? part.literal : []))
  if (anchor < 0) return literals.length >= tolerantSignsMin
  return anchor === 0 && (literals[0]?.length ?? 0) >= tolerantCharsMin
}

function tolerant(part: Segment): Segment {
  return 'run' in part && narrow.has(part.run) ? { ...part, run: 'base62' } : part
}

/** Smallest shift of at most half its length by which the text covers itself, or 0. */
function periodOf(text: string): number {
  for (let shift = 1; shift * 2 <= text.length; shift++)
    if (text.startsWith(text.slice(shift))) return shift
  return 0
}

/** The longest literal. */
function anchorOf(shape: Shape): number {
  let best = -1
  let length = 0
  for (const [index, segment] of shape.entries()) {
    if (!('literal' in segment) || segment.literal.length <= length) continue
    best = index
    length = segment.literal.length
  }
  return best
}

function expectedEntropy(shape: Shape): number {
  let chars = 0
  let bits = 0
  for (const segment of shape) {
    if ('literal' in segment) continue
    chars += segment.min
    bits += segment.min * Math.log2(Math.max(1, Math.min(sizeOf(segment.run), segment.min)))
  }
  return chars === 0 ? 0 : bits / chars
}
