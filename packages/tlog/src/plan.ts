/**
 * Which hashes a root or a proof is made of (RFC 6962 §2.1.1 and §2.1.2). A plan is worked out from sizes alone; its hashes are then taken from tiles, so the
 * same plan serves memory, files and HTTP.
 */
import { TlogError } from './error.ts'

/** The perfect tree over leaves `[index · 2^height, (index + 1) · 2^height)`. */
export interface Subtree {
  readonly height: number
  readonly index: number
}

/** One hash: the fold of perfect subtrees that stand side by side. */
export type Span = readonly Subtree[]

/** The root of a tree of `size`. */
export const rootPlan = (size: number): Span => span(0, size)

/** Inclusion path of leaf `index` in a tree of `size`, the leaf's sibling first. */
export function inclusionPlan(index: number, size: number): Span[] {
  requireSizes(index, size - 1)
  const path: Span[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    if (index < middle) {
      path.unshift(span(middle, end))
      end = middle
    } else {
      path.unshift(span(start, middle))
      start = middle
    }
  }
  return path
}

/** Consistency path from a tree of `oldSize` to one of `size`; empty where there is nothing to show. */
export function consistencyPlan(oldSize: number, size: number): Span[] {
  requireSizes(oldSize, size)
  if (oldSize === 0 || oldSize === size) return []
  const path: Span[] = []
  let [start, end] = [0, size]
  // Down to the part of the new tree that is exactly the old tree's last subtree.
  while (end !== oldSize) {
    const middle = start + split(end - start)
    if (oldSize <= middle) {
      path.unshift(span(middle, end))
      end = middle
    } else {
      path.unshift(span(start, middle))
      start = middle
    }
  }
  // The verifier knows the old root already; it is that part where nothing stands to its left.
  return start === 0 ? path : [span(start, end), ...path]
}

/** Largest power of two strictly smaller than `count`. */
export function split(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

/** `start` is a multiple of the highest subtree, as every split of a tree leaves it. */
function span(start: number, end: number): Subtree[] {
  const subtrees: Subtree[] = []
  let at = start
  while (at < end) {
    let [height, width] = [0, 1]
    while (width * 2 <= end - at) {
      width *= 2
      height += 1
    }
    subtrees.push({ height, index: at / width })
    at += width
  }
  return subtrees
}

function requireSizes(inner: number, outer: number): void {
  const areCounts = Number.isSafeInteger(inner) && Number.isSafeInteger(outer) && inner >= 0
  if (!areCounts || inner > outer) {
    throw new TlogError('malformed', `no proof of ${inner} up to ${outer}`)
  }
}
