/** Hashes of a plan out of tiles. */
import type { Bytes } from './bytes.ts'
import { TlogError } from './error.ts'
import { foldRight, type Hash, hashBytes, perfectRoot } from './hash.ts'
import { consistencyPlan, inclusionPlan, rootPlan, type Span, type Subtree } from './plan.ts'
import { type TileId, tileHeight, tilePath, tileWidth, widthAt } from './tile.ts'

/** Bytes of one tile; rejects where there is none. Bundles are not asked for. */
export type ReadTile = (id: TileId) => Promise<Bytes>

export async function rootFromTiles(size: number, read: ReadTile): Promise<Hash> {
  const [root] = await hashesFromTiles([rootPlan(size)], size, read)
  return root as Hash
}

/** Roots of the perfect subtrees of a tree of `size`, left to right: what a Frontier goes on from. */
export async function peaksFromTiles(size: number, read: ReadTile): Promise<Hash[]> {
  return await hashesFromTiles(
    rootPlan(size).map((subtree) => [subtree]),
    size,
    read,
  )
}

/** Inclusion path of leaf `index` in the tree of `size`. */
export async function proveInclusion(index: number, size: number, read: ReadTile): Promise<Hash[]> {
  return await hashesFromTiles(inclusionPlan(index, size), size, read)
}

export async function proveConsistency(
  oldSize: number,
  size: number,
  read: ReadTile,
): Promise<Hash[]> {
  return await hashesFromTiles(consistencyPlan(oldSize, size), size, read)
}

async function hashesFromTiles(
  plan: readonly Span[],
  size: number,
  read: ReadTile,
): Promise<Hash[]> {
  const ids = new Map(plan.flat().map((subtree) => [tilePath(tileOf(subtree, size)), subtree]))
  const tiles = new Map<string, Bytes>()
  for (const [path, subtree] of ids) {
    const id = tileOf(subtree, size)
    const tile = await read(id)
    if (tile.length < id.width * hashBytes) throw new TlogError('malformed', `${path} is too short`)
    tiles.set(path, tile)
  }
  const hashOf = (subtree: Subtree): Hash => {
    const tile = tiles.get(tilePath(tileOf(subtree, size))) as Bytes
    return subtreeHash(subtree, tile)
  }
  return plan.map((span) => foldRight(span.map(hashOf)))
}

/** The tile that holds the hashes under this subtree's root, as wide as the tree makes it. */
function tileOf({ height, index }: Subtree, size: number): TileId {
  const level = Math.floor(height / tileHeight)
  const tile = Math.floor((index * 2 ** (height % tileHeight)) / tileWidth)
  return { level, index: tile, width: widthAt(level, tile, size) }
}

function subtreeHash({ height, index }: Subtree, tile: Bytes): Hash {
  const count = 2 ** (height % tileHeight)
  const first = (index * count) % tileWidth
  return perfectRoot(hashesOf(tile, first, count))
}

/** `count` hashes of a tile, from `first` on; views into it. */
export function hashesOf(tile: Bytes, first: number, count: number): Hash[] {
  return Array.from({ length: count }, (_, i) =>
    tile.subarray((first + i) * hashBytes, (first + i + 1) * hashBytes),
  )
}
