/** From overlapping findings to spans that can be masked: overlaps become one span, named by the surest of them. Nothing any of them covers stays visible. */
import { type EntityType, types } from './types.ts'

/** A finding on one text, in positions of the original. */
export interface Spot {
  readonly start: number
  readonly end: number
  readonly type: EntityType
  readonly score: number
  readonly detector: string
  /** The value as its tag is made from it: equal values, equal canonical forms. */
  readonly canonical: string
}

export function resolve(spots: readonly Spot[]): Spot[] {
  if (spots.length < 2) return [...spots]
  const sorted = [...spots].sort((a, b) => a.start - b.start || b.end - a.end)
  const resolved: Spot[] = []
  for (const spot of sorted) {
    const last = resolved[resolved.length - 1]
    if (last !== undefined && spot.start < last.end)
      resolved[resolved.length - 1] = join(last, spot)
    else resolved.push(spot)
  }
  return resolved
}

function join(a: Spot, b: Spot): Spot {
  const leader = compare(a, b) >= 0 ? a : b
  return { ...leader, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) }
}

/** Secrets before personal data inside them, then by score, then by length, then by how specific the type is. */
function compare(a: Spot, b: Spot): number {
  const credential = (spot: Spot): number => (types[spot.type].label === 'credentials' ? 1 : 0)
  return (
    credential(a) - credential(b) ||
    a.score - b.score ||
    a.end - a.start - (b.end - b.start) ||
    types[a.type].rank - types[b.type].rank
  )
}
