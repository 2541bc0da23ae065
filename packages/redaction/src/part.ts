/** One part of a call while it is worked on: its leaves with what was found on them, or the reason why it could not be scanned. */
import { isBinary } from './binary.ts'
import type { Hint } from './hint.ts'
import type { Limits } from './limits.ts'
import type { Scanned } from './link.ts'
import { joinPieces } from './pieces.ts'
import type { Wanted } from './reader.ts'
import { resolve, type Spot } from './resolve.ts'
import { scanText } from './scan-text.ts'
import { type Leaf, unitsOf, type Wall, walk } from './walk.ts'

/** Numbers of fewer or more digits are looked at only where a key asks. */
const numberDigitsMin = 9
const numberDigitsMax = 19
/** What a value or key costs however short it is, in characters looked at: its path, what its key says. */
const leafUnits = 16
const cleanKeysMax = 4096
const cleanKeyCharsMax = 64

export interface PartLeaf extends Scanned {
  /** Why nobody looked: the leaf is masked whole. */
  readonly unscanned?: 'limit-string' | 'limit-encoding' | 'binary'
}

export interface Part {
  readonly path: string
  readonly value: unknown
  readonly leaves: (PartLeaf | Wall)[]
  /** Over a limit of the whole part. */
  overflow?: 'limit-work' | 'limit-findings'
  work: number
}

/** Keys in which nothing was found: they repeat from value to value. Holds names of fields, never anything that was masked. */
export class CleanKeys {
  private readonly works = new Map<string, number>()

  /** What scanning it cost; charged again, so that no result depends on what came before. */
  workOf(key: string): number | undefined {
    return this.works.get(key)
  }

  add(key: string, work: number): void {
    if (key.length > cleanKeyCharsMax) return
    if (this.works.size >= cleanKeysMax) this.works.clear()
    this.works.set(key, work)
  }
}

export function scanPart(
  path: string,
  value: unknown,
  limits: Limits,
  wanted: Wanted,
  cleanKeys = new CleanKeys(),
): Part {
  const part: Part = { path, value, leaves: [], work: 0 }
  let budget = limits.workBaseMax
  walk(value, path, limits, (leaf) => {
    if (leaf.kind === 'wall') {
      part.leaves.push(leaf)
      budget -= 1
    } else {
      budget += unitsOf(leaf) * limits.workPerUnitMax
      part.leaves.push(scanLeaf(leaf, part, limits, wanted, cleanKeys, budget - part.work))
    }
    if (part.work > budget) part.overflow = 'limit-work'
    return part.overflow === undefined
  })
  if (part.leaves.length > 1) part.work += joinPieces(part.leaves.filter((leaf) => 'leaf' in leaf))
  return part
}

function scanLeaf(
  leaf: Leaf,
  part: Part,
  limits: Limits,
  wanted: Wanted,
  cleanKeys: CleanKeys,
  workMax: number,
): PartLeaf {
  if (leaf.text.length > limits.stringUnitsMax)
    return { leaf, spots: [], unscanned: 'limit-string' }
  part.work += unitsOf(leaf) + leafUnits
  const known = leaf.kind === 'key' ? cleanKeys.workOf(leaf.text) : undefined
  if (known !== undefined) {
    part.work += known
    return { leaf, spots: [] }
  }
  // A number under `tokens` counts them.
  const { hint: said, isCounter } = leaf.sense
  const hint = leaf.kind === 'number' && said?.rule === 'text' ? undefined : said
  if (leaf.kind === 'number' && wanted.custom === undefined && !isWorthScanning(leaf, hint))
    return { leaf, spots: [] }
  if (isBinary(leaf.text)) return { leaf, spots: [], unscanned: 'binary' }
  const { spots, work, isTooDeep, isSpent } = scanText(
    leaf.text,
    { hint, isCounter },
    wanted,
    workMax,
  )
  part.work += work
  if (isSpent) part.overflow = 'limit-work'
  if (isTooDeep) return { leaf, spots: [], unscanned: 'limit-encoding' }
  if (leaf.kind === 'key' && spots.length === 0) cleanKeys.add(leaf.text, work)
  return { leaf, spots: leaf.kind === 'number' ? whole(leaf, spots) : spots }
}

/** Half a number is no number: what is found in one masks it, sign and fraction included. */
function whole({ text }: Leaf, spots: readonly Spot[]): Spot[] {
  return resolve(spots.map((spot) => ({ ...spot, start: 0, end: text.length })))
}

function isWorthScanning(leaf: Leaf, hint: Hint | undefined): boolean {
  const digits = leaf.text.replace(/\D/g, '').length
  return hint !== undefined || (digits >= numberDigitsMin && digits <= numberDigitsMax)
}

/** After linking, which joined overlaps: the number of findings is held against the limit. */
export function settle(part: Part, limits: Limits): void {
  let total = 0
  for (const leaf of part.leaves) {
    if ('kind' in leaf) {
      total++
      continue
    }
    total += leaf.unscanned === undefined ? leaf.spots.length : 1
  }
  if (total > limits.findingsMax) part.overflow = 'limit-findings'
}
