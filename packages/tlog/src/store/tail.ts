/** The right edge of the tree as files: entries and hashes that are not in full, published tiles yet. */
import { type Bytes, concat } from '../bytes.ts'
import { type ReadFile, readBundle, readTile } from '../check-tree.ts'
import { hashesOf } from '../from-tiles.ts'
import { type Hash, perfectRoot } from '../hash.ts'
import {
  encodeBundle,
  levelCount,
  type TileId,
  tilePath,
  tilesOfLevel,
  tileWidth,
  widthAt,
} from '../tile.ts'
import type { NewFile } from './disk.ts'

/** Items of one level from a tile's border on. */
interface Row<T> {
  first: number
  readonly items: T[]
}

export class Tail {
  private readonly entries: Row<Bytes> = { first: 0, items: [] }
  private readonly levels: Row<Hash>[] = []

  /** From the tiles of a tree of `size`. */
  static async load(size: number, read: ReadFile): Promise<Tail> {
    const tail = new Tail()
    for (let level = 0; level < levelCount(size); level += 1) {
      const width = Math.floor(size / tileWidth ** level)
      const first = width - (width % tileWidth)
      const id = { level, index: first / tileWidth, width: width % tileWidth }
      const items = id.width === 0 ? [] : hashesOf(await readTile(read, id), 0, id.width)
      tail.levels[level] = { first, items }
      if (level > 0) continue
      tail.entries.first = first
      if (id.width > 0)
        tail.entries.items.push(...(await readBundle(read, { ...id, level: 'entries' })))
    }
    return tail
  }

  get size(): number {
    return this.entries.first + this.entries.items.length
  }

  push(entry: Bytes, leaf: Hash): void {
    this.entries.items.push(entry)
    this.pushHash(0, leaf)
  }

  /** Undefined where the entry is in a full bundle on disk. */
  entry(index: number): Bytes | undefined {
    return index < this.entries.first ? undefined : this.entries.items[index - this.entries.first]
  }

  /** Tiles and bundles that a tree of our size has and one of `published` had not. */
  files(published: number): NewFile[] {
    const files: NewFile[] = []
    for (const [level, row] of this.levels.entries()) {
      for (const id of this.newTiles(level, row.first, published)) {
        files.push({ path: tilePath(id), bytes: concat(...slice(row, id)) })
      }
    }
    for (const id of this.newTiles('entries', this.entries.first, published)) {
      files.push({ path: tilePath(id), bytes: encodeBundle(slice(this.entries, id)) })
    }
    return files
  }

  /** Forgets what lies in full tiles of the published tree. */
  settle(published: number): void {
    drop(this.entries, published)
    for (const [level, row] of this.levels.entries()) drop(row, published / tileWidth ** level)
  }

  private pushHash(level: number, hash: Hash): void {
    const row = this.levels[level] ?? { first: 0, items: [] }
    this.levels[level] = row
    row.items.push(hash)
    if ((row.first + row.items.length) % tileWidth === 0) {
      this.pushHash(level + 1, perfectRoot(row.items.slice(-tileWidth)))
    }
  }

  private newTiles(level: TileId['level'], first: number, published: number): TileId[] {
    return [...tilesOfLevel(level, this.size, first)].filter(
      (id) => widthAt(level, id.index, published) !== id.width,
    )
  }
}

function slice<T>(row: Row<T>, { index, width }: TileId): T[] {
  const from = index * tileWidth - row.first
  return row.items.slice(from, from + width)
}

function drop<T>(row: Row<T>, published: number): void {
  const border = Math.floor(published / tileWidth) * tileWidth
  if (border <= row.first) return
  row.items.splice(0, border - row.first)
  row.first = border
}
