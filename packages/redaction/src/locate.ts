/** Where the findings of a part stand in the original. For whoever has it before them: paths may hold what was found in keys. */
import { type Finding, unscannedType } from '@holdpoint/contracts'
import type { Part } from './part.ts'

/** A finding without positions covers the value at its path and everything below. */
export function locate(part: Part): Finding[] {
  if (part.overflow !== undefined) return [unscanned(part.path, part.overflow)]
  return part.leaves.flatMap((leaf) => {
    if ('kind' in leaf) return [unscanned(leaf.path, leaf.reason)]
    const { path, kind } = leaf.leaf
    if (leaf.unscanned !== undefined) return [unscanned(path, leaf.unscanned)]
    const place = kind === 'key' ? { in: 'key' as const } : {}
    return leaf.spots.map(({ start, end, type, score, detector }) => ({
      path,
      start,
      end,
      ...place,
      type,
      score,
      detector,
    }))
  })
}

function unscanned(path: string, reason: string): Finding {
  return { path, type: unscannedType, score: 1, detector: reason }
}
