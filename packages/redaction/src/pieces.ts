/** One value over several members: `{card1: '4111', card2: '1111', …}`, `['4111', '1111', …]`. Each piece says nothing alone. */
import { canonical } from './canonical.ts'
import { DIGIT, is } from './chars.ts'
import { senseOf } from './hint.ts'
import { lastToken } from './pointer.ts'
import type { Spot } from './resolve.ts'
import type { EntityType } from './types.ts'
import { cardPrefix } from './validate/card-prefix.ts'
import { ibanChecks, ibanLength } from './validate/iban.ts'
import { luhn } from './validate/luhn.ts'
import type { Leaf } from './walk.ts'
import { wholeValue } from './whole-value.ts'

/** As many groups as the longest IBAN is printed in. */
const piecesMax = 9
const pieceCharsMax = 10
const score = 0.85
const joinable: ReadonlySet<EntityType> = new Set<EntityType>([
  'CARD',
  'IBAN',
  'US_SSN',
  'US_ITIN',
  'NATIONAL_ID',
  'PHONE',
  'BANK_ACCOUNT',
])

interface Scanned {
  readonly leaf: Leaf
  spots: Spot[]
}

interface Row {
  readonly key: string
  readonly pieces: Scanned[]
}

/** Adds a finding to every piece of a value that is one when put together. Answers the work done. */
export function joinPieces(leaves: readonly Scanned[]): number {
  let work = 0
  for (const { key, pieces } of rowsOf(leaves)) {
    if (pieces.length < 2 || pieces.length > piecesMax) continue
    const whole = pieces.map(({ leaf }) => leaf.text).join('')
    work += whole.length
    const type = typeOf(whole, key)
    if (type === undefined) continue
    for (const piece of pieces) {
      const spot = { start: 0, end: piece.leaf.text.length, type, score, detector: 'pieces' }
      piece.spots = [...piece.spots, { ...spot, canonical: canonical(type, whole) }]
    }
  }
  return work
}

/** Members whose names differ in their last number only, and items of one list, in order. */
function rowsOf(leaves: readonly Scanned[]): Iterable<Row> {
  const rows = new Map<string, Row>()
  for (const scanned of leaves) {
    const { kind, text, path } = scanned.leaf
    if (kind === 'key' || text.length > pieceCharsMax || !endsInDigit(path)) continue
    if (!/^[\dA-Z]{1,10}$/.test(text)) continue
    const token = lastToken(path)
    const stem = token.replace(/[_ -]?\d{1,2}$/, '')
    if (stem === token) continue
    const parent = path.slice(0, path.length - token.length - 1)
    const name = `${parent}/${stem}`
    const row = rows.get(name) ?? { key: stem === '' ? lastToken(parent) : stem, pieces: [] }
    row.pieces.push(scanned)
    rows.set(name, row)
  }
  return rows.values()
}

function endsInDigit(path: string): boolean {
  return is(path.charCodeAt(path.length - 1), DIGIT)
}

function typeOf(whole: string, key: string): EntityType | undefined {
  if (/^\d{13,19}$/.test(whole) && cardPrefix(whole) === 'strong' && luhn(whole)) return 'CARD'
  if (ibanLength(whole.slice(0, 2)) === whole.length && ibanChecks(whole)) return 'IBAN'
  const { hint } = senseOf(key)
  if (hint === undefined || !joinable.has(hint.type)) return undefined
  return wholeValue(whole, hint) === undefined ? undefined : hint.type
}
