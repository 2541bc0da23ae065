/** RFC 6962 §2.1 word for word, slow and recursive: what the tests hold everything else against. Not exported. */
import { type Bytes, utf8 } from './bytes.ts'
import type { ReadFile } from './check-tree.ts'
import { emptyRoot, type Hash, leafHash, nodeHash } from './hash.ts'
import { encodeBundle, levelCount, tilePath, tilesOfLevel, tileWidth } from './tile.ts'

/** The entries of the known answers: "0", "1", … */
export const countingEntries = (size: number): Bytes[] =>
  Array.from({ length: size }, (_, i) => utf8(String(i)))

export function treeHash(leaves: readonly Hash[]): Hash {
  const [only] = leaves
  if (only === undefined) return emptyRoot
  if (leaves.length === 1) return only
  const k = splitPoint(leaves.length)
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

export function inclusionPath(index: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return []
  const k = splitPoint(leaves.length)
  return index < k
    ? [...inclusionPath(index, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...inclusionPath(index - k, leaves.slice(k)), treeHash(leaves.slice(0, k))]
}

export function consistencyPath(oldSize: number, leaves: readonly Hash[], whole = true): Hash[] {
  if (oldSize === leaves.length) return whole ? [] : [treeHash(leaves)]
  const k = splitPoint(leaves.length)
  return oldSize <= k
    ? [...consistencyPath(oldSize, leaves.slice(0, k), whole), treeHash(leaves.slice(k))]
    : [...consistencyPath(oldSize - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))]
}

/** Every file of a log with these entries, by path. */
export function filesOf(entries: readonly Bytes[]): Map<string, Bytes> {
  const files = new Map<string, Bytes>()
  const size = entries.length
  let row = entries.map(leafHash)
  for (let level = 0; level < levelCount(size); level += 1) {
    for (const id of tilesOfLevel(level, size)) {
      const hashes = row.slice(id.index * tileWidth, id.index * tileWidth + id.width)
      files.set(tilePath(id), new Uint8Array(Buffer.concat(hashes)))
      if (level > 0) continue
      const held = entries.slice(id.index * tileWidth, id.index * tileWidth + id.width)
      files.set(tilePath({ ...id, level: 'entries' }), encodeBundle(held))
    }
    const full = Math.floor(row.length / tileWidth)
    row = Array.from({ length: full }, (_, i) =>
      treeHash(row.slice(i * tileWidth, (i + 1) * tileWidth)),
    )
  }
  return files
}

export const reader =
  (files: ReadonlyMap<string, Bytes>): ReadFile =>
  async (path) =>
    files.get(path)

function splitPoint(count: number): number {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}
