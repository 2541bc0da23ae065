/** Layout of C2SP tlog-tiles v0.1.0: which files make up a tree, what they are called, and how entries lie in a bundle. */
import { type Bytes, concat } from './bytes.ts'
import { TlogError } from './error.ts'

/** Hashes of a full tile, and entries of a full bundle. */
export const tileWidth = 256
/** Levels of the tree in one tile. */
export const tileHeight = 8
/** Bundles carry lengths in 16 bits. */
export const entryBytesMax = 0xffff
/** Levels are 0…63 by the format; a tree of safe integers needs 7. */
const levelMax = 63
const pathPattern =
  /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

export interface TileId {
  /** Height in tiles; `entries` is the bundle of the same place at level 0. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1…256; below 256 it is a partial tile. */
  readonly width: number
}

/** Width of the tile at this place in a tree of `size`: 0 where there is none. */
export function widthAt(level: TileId['level'], index: number, size: number): number {
  const hashes = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth))
}

/** Every tile of one level of a tree of `size`, from the one that holds hash `from` on. */
export function* tilesOfLevel(
  level: TileId['level'],
  size: number,
  from = 0,
): Generator<TileId, void> {
  for (let index = Math.floor(from / tileWidth); ; index += 1) {
    const width = widthAt(level, index, size)
    if (width === 0) return
    yield { level, index, width }
  }
}

/** Tiles that a tree of `size` has in full and one of `from` had not. */
export function* filledTiles(from: number, size: number): Generator<TileId, void> {
  for (let level = 0; level < levelCount(size); level += 1) {
    const entries = tileWidth ** (level + 1)
    for (let index = Math.floor(from / entries); index < Math.floor(size / entries); index += 1) {
      yield { level, index, width: tileWidth }
      if (level === 0) yield { level: 'entries', index, width: tileWidth }
    }
  }
}

/** Levels of a tree of `size` that have any tile. */
export function levelCount(size: number): number {
  let count = 0
  while (widthAt(count, 0, size) > 0) count += 1
  return count
}

export function tilePath({ level, index, width }: TileId): string {
  const groups: string[] = []
  for (let rest = index, last = true; last || rest > 0; last = false) {
    groups.unshift(`${last ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`)
    rest = Math.floor(rest / 1000)
  }
  const suffix = width === tileWidth ? '' : `.p/${width}`
  return `tile/${level}/${groups.join('/')}${suffix}`
}

/** Undefined where the path is not one that `tilePath` makes. */
export function parseTilePath(path: string): TileId | undefined {
  const match = pathPattern.exec(path)
  if (!match) return undefined
  const [, level = '', number = '', width] = match
  const id: TileId = {
    level: level === 'entries' ? level : Number(level),
    index: Number(number.replace(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  }
  const isKnown = id.level === 'entries' || id.level <= levelMax
  return isKnown && Number.isSafeInteger(id.index) && tilePath(id) === path ? id : undefined
}

/** Each entry behind its length in two bytes, big endian. */
export function encodeBundle(entries: readonly Bytes[]): Bytes {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > entryBytesMax) {
        throw new TlogError('malformed', `an entry of ${entry.length} bytes, over ${entryBytesMax}`)
      }
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/** Exactly `count` entries and nothing behind them. Entries are views into `bundle`. */
export function decodeBundle(bundle: Bytes, count: number): Bytes[] {
  const entries: Bytes[] = []
  let at = 0
  while (entries.length < count) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0)
    if (at + 2 + length > bundle.length) throw new TlogError('malformed', 'a bundle is cut short')
    entries.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  if (at !== bundle.length)
    throw new TlogError('malformed', 'a bundle has bytes behind its entries')
  return entries
}
