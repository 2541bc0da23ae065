/** Verification of inclusion and consistency paths: pure, needs nothing but the path and the roots. */
import { equalBytes } from './bytes.ts'
import { TlogError } from './error.ts'
import { emptyRoot, type Hash, hashBytes, nodeHash } from './hash.ts'
import { inclusionPlan, split } from './plan.ts'

/** Root that a leaf hash at `index` leads to in a tree of `size` along `path`; refuses paths of another length. */
export function rootFromInclusion(
  leaf: Hash,
  index: number,
  size: number,
  path: readonly Hash[],
): Hash {
  const plan = inclusionPlan(index, size)
  requireHashes(path, plan.length)
  return path.reduce((hash, sibling, i) => {
    const first = plan[i]?.[0]
    const isLeft = first !== undefined && first.index * 2 ** first.height <= index
    return isLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
  }, leaf)
}

/** Throws `unverified` unless the leaf hash stands at `index` of the tree of `size` with this root. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  path: readonly Hash[],
  root: Hash,
): void {
  if (!equalBytes(rootFromInclusion(leaf, index, size, path), root)) {
    throw new TlogError('unverified', `leaf ${index} is not in the tree of ${size}`)
  }
}

/** Throws `unverified` unless the tree of `oldSize` is the beginning of the tree of `size`. */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Hash,
  size: number,
  root: Hash,
  path: readonly Hash[],
): void {
  const fault = `the tree of ${size} does not begin with the tree of ${oldSize}`
  if (oldSize > size) throw new TlogError('malformed', fault)
  if (oldSize === 0 || oldSize === size) {
    requireHashes(path, 0)
    const isSame = equalBytes(oldRoot, oldSize === 0 ? emptyRoot : root)
    if (!isSame) throw new TlogError('unverified', fault)
    return
  }
  const rest = [...path]
  const roots = walk(0, size, { oldSize, oldRoot, take: () => takeHash(rest) })
  if (rest.length > 0) throw new TlogError('malformed', 'a proof has hashes too many')
  if (!equalBytes(roots.older, oldRoot) || !equalBytes(roots.newer, root)) {
    throw new TlogError('unverified', fault)
  }
}

interface Walk {
  readonly oldSize: number
  readonly oldRoot: Hash
  /** The next hash of the path, leaf side first. */
  readonly take: () => Hash
}

/** Both roots of the leaves `[start, end)`: of what the old tree has of them, and of all. */
function walk(start: number, end: number, from: Walk): { older: Hash; newer: Hash } {
  if (end === from.oldSize) {
    const hash = start === 0 ? from.oldRoot : from.take()
    return { older: hash, newer: hash }
  }
  const middle = start + split(end - start)
  if (from.oldSize <= middle) {
    const left = walk(start, middle, from)
    return { older: left.older, newer: nodeHash(left.newer, from.take()) }
  }
  const right = walk(middle, end, from)
  const left = from.take()
  return { older: nodeHash(left, right.older), newer: nodeHash(left, right.newer) }
}

function takeHash(rest: Hash[]): Hash {
  const hash = rest.shift()
  if (hash?.length !== hashBytes) throw new TlogError('malformed', 'a proof is cut short')
  return hash
}

function requireHashes(path: readonly Hash[], count: number): void {
  if (path.length !== count || path.some((hash) => hash.length !== hashBytes)) {
    throw new TlogError('malformed', `a proof of ${path.length} hashes where ${count} are needed`)
  }
}
