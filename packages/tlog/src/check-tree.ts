/**
 * Recomputes a tree from the files it is made of: entries → leaf hashes → every tile → root. The writer runs it over what it has just written before it signs,
 * and anybody runs it over a whole log (`from` 0). It shares no state with the code that grew the tree.
 */
import { type Bytes, equalBytes } from './bytes.ts'
import { TlogError } from './error.ts'
import { hashesOf, rootFromTiles } from './from-tiles.ts'
import { type Hash, hashBytes, leafHash, perfectRoot } from './hash.ts'
import {
  decodeBundle,
  levelCount,
  type TileId,
  tilePath,
  tilesOfLevel,
  tileWidth,
  widthAt,
} from './tile.ts'

/** Bytes of one file of the log, undefined where it is not there. */
export type ReadFile = (path: string) => Promise<Bytes | undefined>

export interface TreeCheck {
  readonly read: ReadFile
  readonly size: number
  readonly root: Hash
  /** Tiles that end at or before this entry are taken as they are; they were checked when the tree had this size. */
  readonly from?: number
  /** Every entry from the first checked tile on, in order. */
  readonly onEntry?: (entry: Bytes, index: number) => void | Promise<void>
}

/** Throws `missing` where a file is not there, `unverified` or `malformed` where one is wrong; the message names it. */
export async function checkTree({ read, size, root, from = 0, onEntry }: TreeCheck): Promise<void> {
  for (const id of tilesOfLevel(0, size, from)) {
    const tile = await readTile(read, id)
    const entries = await readBundle(read, { ...id, level: 'entries' })
    const leaves = hashesOf(tile, 0, id.width)
    for (const [i, entry] of entries.entries()) {
      requireEqual(leafHash(entry), leaves[i], id)
      await onEntry?.(entry, id.index * tileWidth + i)
    }
  }
  for (let level = 1; level < levelCount(size); level += 1) await checkLevel(level)
  const found = await rootFromTiles(size, (id) => readTile(read, id))
  if (!equalBytes(found, root)) {
    throw new TlogError('unverified', `the tiles do not lead to the root of the tree of ${size}`)
  }

  async function checkLevel(level: number): Promise<void> {
    const covered = Math.floor(from / tileWidth ** level)
    for (const id of tilesOfLevel(level, size, covered)) {
      const hashes = hashesOf(await readTile(read, id), 0, id.width)
      for (const [i, hash] of hashes.entries()) {
        const index = id.index * tileWidth + i
        if (index < covered) continue
        const below = await readTile(read, { level: level - 1, index, width: tileWidth })
        requireEqual(perfectRoot(hashesOf(below, 0, tileWidth)), hash, id)
      }
    }
  }
}

/** Root that the log had when it was `oldSize` long, out of the tiles of its present `size`. */
export async function rootBefore(oldSize: number, size: number, read: ReadFile): Promise<Hash> {
  return await rootFromTiles(oldSize, (id) => {
    const width = widthAt(id.level, id.index, size)
    return readTile(read, { ...id, width })
  })
}

/** A tile of exactly its width. A full one stands in for a partial one that was cleared away. */
export async function readTile(read: ReadFile, id: TileId): Promise<Bytes> {
  const bytes = await read(tilePath(id))
  if (bytes) return requireLength(bytes, id)
  const full = { ...id, width: tileWidth }
  const instead = id.width < tileWidth ? await read(tilePath(full)) : undefined
  if (!instead) throw new TlogError('missing', `${tilePath(id)} is not there`)
  return requireLength(instead, full).subarray(0, id.width * hashBytes)
}

/** The entries of a bundle, as many as `width` says. */
export async function readBundle(read: ReadFile, id: TileId): Promise<Bytes[]> {
  const bytes = await read(tilePath(id))
  if (bytes) return decode(bytes, id)
  const full = { ...id, width: tileWidth }
  const instead = id.width < tileWidth ? await read(tilePath(full)) : undefined
  if (!instead) throw new TlogError('missing', `${tilePath(id)} is not there`)
  return decode(instead, full).slice(0, id.width)
}

function decode(bytes: Bytes, id: TileId): Bytes[] {
  try {
    return decodeBundle(bytes, id.width)
  } catch (cause) {
    throw new TlogError('malformed', `${tilePath(id)} is not a bundle of ${id.width}`, cause)
  }
}

function requireLength(bytes: Bytes, id: TileId): Bytes {
  if (bytes.length !== id.width * hashBytes) {
    throw new TlogError('malformed', `${tilePath(id)} has ${bytes.length} bytes`)
  }
  return bytes
}

function requireEqual(computed: Hash, found: Hash | undefined, id: TileId): void {
  if (!found || !equalBytes(computed, found)) {
    throw new TlogError('unverified', `${tilePath(id)} does not match what is under it`)
  }
}
