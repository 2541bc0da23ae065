import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bytes, toHex, utf8 } from './bytes.ts'
import { readTile } from './check-tree.ts'
import { peaksFromTiles, proveConsistency, proveInclusion, rootFromTiles } from './from-tiles.ts'
import { Frontier } from './frontier.ts'
import { emptyRoot, type Hash, leafHash } from './hash.ts'
import { consistencyPlan, inclusionPlan } from './plan.ts'
import {
  consistencyPath,
  countingEntries,
  filesOf,
  inclusionPath,
  reader,
  treeHash,
} from './reference-tree.ts'
import type { TileId } from './tile.ts'
import { verifyConsistency, verifyInclusion } from './verify.ts'

const smallMax = 25
const hexes = (hashes: readonly Hash[]) => hashes.map(toHex)
const tilesOf = (files: Map<string, Bytes>) => (id: TileId) => readTile(reader(files), id)

function flip(bytes: Bytes, bit = 0): Bytes {
  const changed = Uint8Array.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

describe('inclusion', () => {
  test('every leaf of every small tree is proven, and nothing else is', async () => {
    for (let size = 1; size <= smallMax; size += 1) {
      const leaves = countingEntries(size).map(leafHash)
      const [root, read] = [treeHash(leaves), tilesOf(filesOf(countingEntries(size)))]
      for (const [index, leaf] of leaves.entries()) {
        const path = await proveInclusion(index, size, read)
        expect(hexes(path)).toEqual(hexes(inclusionPath(index, leaves)))
        verifyInclusion(leaf, index, size, path, root)
        for (const [other, otherLeaf] of leaves.entries()) {
          if (other === index) continue
          expect(() => verifyInclusion(otherLeaf, index, size, path, root)).toThrow()
          expect(() => verifyInclusion(leaf, other, size, path, root)).toThrow()
        }
      }
    }
  })

  test('a changed, missing, added or swapped hash is refused', async () => {
    const [size, index] = [21, 13]
    const leaves = countingEntries(size).map(leafHash)
    const [root, leaf] = [treeHash(leaves), leaves[index] as Hash]
    const path = inclusionPath(index, leaves)
    const check = (changed: Hash[]) => () => verifyInclusion(leaf, index, size, changed, root)
    for (const i of path.keys()) {
      expect(check(path.with(i, flip(path[i] as Hash, 8 * i)))).toThrow(/not in the tree/)
      expect(check(path.toSpliced(i, 1))).toThrow(/hashes where/)
    }
    expect(check([...path, root])).toThrow(/hashes where/)
    expect(check(path.toReversed())).toThrow(/not in the tree/)
    expect(check(path.with(0, new Uint8Array(31)))).toThrow(/hashes where/)
    expect(() => verifyInclusion(leaf, index, size, path, flip(root))).toThrow(/not in the tree/)
    expect(() => verifyInclusion(flip(leaf), index, size, path, root)).toThrow(/not in the tree/)
  })

  test.each([
    [0, 0],
    [5, 5],
    [-1, 5],
    [0.5, 5],
    [0, Number.NaN],
    [0, 2 ** 60],
  ])('there is no proof of leaf %d in a tree of %d', (index, size) => {
    expect(() => inclusionPlan(index, size)).toThrow(/no proof/)
  })
})

describe('consistency', () => {
  test('every pair of small sizes is proven, and no other pair by the same path', async () => {
    const leaves = countingEntries(smallMax).map(leafHash)
    const roots = Array.from({ length: smallMax + 1 }, (_, n) => treeHash(leaves.slice(0, n)))
    const rootOf = (size: number) => roots[size] as Hash
    for (let size = 0; size <= smallMax; size += 1) {
      const read = tilesOf(filesOf(countingEntries(size)))
      for (let old = 0; old <= size; old += 1) {
        const path = await proveConsistency(old, size, read)
        if (old > 0) expect(hexes(path)).toEqual(hexes(consistencyPath(old, leaves.slice(0, size))))
        verifyConsistency(old, rootOf(old), size, rootOf(size), path)
        if (old === 0) continue
        const check = (o: number, n: number) => () =>
          verifyConsistency(old, rootOf(o), size, rootOf(n), path)
        expect(check(old - 1, size)).toThrow()
        expect(check(old, size - 1)).toThrow()
      }
    }
  })

  test('a changed, missing or added hash is refused', () => {
    const leaves = countingEntries(21).map(leafHash)
    const [older, newer] = [treeHash(leaves.slice(0, 13)), treeHash(leaves)]
    const path = consistencyPath(13, leaves)
    const check = (changed: Hash[]) => () => verifyConsistency(13, older, 21, newer, changed)
    for (const i of path.keys()) {
      expect(check(path.with(i, flip(path[i] as Hash)))).toThrow(/does not begin/)
      expect(check(path.toSpliced(i, 1))).toThrow()
    }
    expect(check([...path, newer])).toThrow(/too many/)
    expect(check([])).toThrow(/cut short/)
  })

  test('a log that shrank, or has another root at the same size, is refused', () => {
    const leaves = countingEntries(5).map(leafHash)
    const root = treeHash(leaves)
    expect(() => verifyConsistency(6, root, 5, root, [])).toThrow(/does not begin/)
    expect(() => verifyConsistency(5, flip(root), 5, root, [])).toThrow(/does not begin/)
    expect(() => verifyConsistency(0, flip(emptyRoot), 5, root, [])).toThrow(/does not begin/)
    expect(() => verifyConsistency(0, emptyRoot, 5, root, [root])).toThrow(/hashes where/)
    expect(() => consistencyPlan(6, 5)).toThrow(/no proof/)
  })
})

describe('trees of several levels of tiles', () => {
  const size = 70_000
  const entries = countingEntries(size)
  const leaves = entries.map(leafHash)
  const read = tilesOf(filesOf(entries))

  test('roots, peaks and proofs come out of tiles alone', async () => {
    const frontier = Frontier.empty()
    for (const entry of entries) frontier.push(leafHash(entry))
    const root = frontier.root()
    expect(toHex(await rootFromTiles(size, read))).toBe(toHex(root))
    const loaded = Frontier.from(size, await peaksFromTiles(size, read))
    loaded.push(leafHash(utf8('more')))
    frontier.push(leafHash(utf8('more')))
    expect(toHex(loaded.root())).toBe(toHex(frontier.root()))
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: size - 1 }),
        fc.integer({ min: 1, max: size }),
        async (i, old) => {
          const path = await proveInclusion(i, size, read)
          verifyInclusion(leafHash(entries[i] as Bytes), i, size, path, root)
          const oldRoot = treeHash(leaves.slice(0, old))
          verifyConsistency(old, oldRoot, size, root, await proveConsistency(old, size, read))
        },
      ),
      { numRuns: 12 },
    )
  })
})
