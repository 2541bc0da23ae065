/** What a log's directory says when it is opened: files and write-ahead log are held against each other, and any disagreement is a refusal. */
import { equalBytes, fromBase64, toBase64 } from '../bytes.ts'
import { readTile } from '../check-tree.ts'
import { openCheckpoint } from '../checkpoint.ts'
import { TlogError } from '../error.ts'
import { peaksFromTiles, rootFromTiles } from '../from-tiles.ts'
import { Frontier } from '../frontier.ts'
import { emptyRoot, leafHash } from '../hash.ts'
import type { NoteVerifier } from '../note-key.ts'
import { decodeBundle } from '../tile.ts'
import type { Disk } from './disk.ts'
import type { Published, SideFile, SourcePosition } from './port.ts'
import { Tail } from './tail.ts'
import { Wal } from './wal.ts'
import type { BaseHeader, BatchHeader } from './wal-record.ts'
import type { ScannedSegment } from './wal-scan.ts'

export interface Recovered {
  readonly frontier: Frontier
  readonly tail: Tail
  readonly positions: readonly SourcePosition[]
  /** Side files of the write-ahead log, which may not have reached their places. */
  readonly sideFiles: readonly SideFile[]
  /** Entries up to here are in tiles for certain. */
  readonly tiledSize: number
  /** Undefined in a new log. */
  readonly published: Published | undefined
}

const noBase: BaseHeader = {
  kind: 'base',
  epoch: 0,
  size: 0,
  root: toBase64(emptyRoot),
  positions: [],
}

export async function recoverLog(
  disk: Disk,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<Recovered> {
  const scanned = await Wal.recover(disk)
  const published = await readCheckpoint(disk, origin, verifiers)
  // A writer that died while it made a new log may have left an empty checkpoint.
  if (!scanned && ((published?.size ?? 0) > 0 || (await disk.list('tile')).length > 0)) {
    throw refuse('there are tiles or a checkpoint, but no write-ahead log')
  }
  const segment: ScannedSegment = scanned ?? { base: noBase, batches: [], tornBytes: 0 }
  const { base, batches } = segment
  const frontier = await loadFrontier(disk, base)
  const tail = await Tail.load(base.size, (path) => disk.read(path))
  const roots = new Map([[base.size, fromBase64(base.root)]])
  const sideFiles: SideFile[] = []
  for (const { header, body } of batches) {
    replay(header, body, { frontier, tail, sideFiles })
    roots.set(frontier.size, frontier.root())
  }
  await requirePublished(disk, published, frontier.size, roots, base.size)
  const positions = batches.at(-1)?.header.positions ?? base.positions
  return { frontier, tail, positions, sideFiles, tiledSize: base.size, published }
}

async function readCheckpoint(
  disk: Disk,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Promise<Published | undefined> {
  const note = await disk.read('checkpoint')
  if (!note) return undefined
  const { size, root, origin: found } = await openCheckpoint(note, verifiers)
  if (found !== origin) throw refuse('the checkpoint is of another log')
  return { size, root, note }
}

async function loadFrontier(disk: Disk, base: BaseHeader): Promise<Frontier> {
  const peaks = await peaksFromTiles(base.size, (id) => readTile((path) => disk.read(path), id))
  const frontier = Frontier.from(base.size, peaks)
  if (toBase64(frontier.root()) !== base.root) {
    throw refuse(`the tiles do not lead to the root of ${base.size} entries that was recorded`)
  }
  return frontier
}

function replay(
  header: BatchHeader,
  body: Buffer,
  into: { frontier: Frontier; tail: Tail; sideFiles: SideFile[] },
): void {
  let at = body.length - header.files.reduce((sum, file) => sum + file.length, 0)
  for (const entry of decodeBundle(body.subarray(0, at), header.count)) {
    const leaf = leafHash(entry)
    into.frontier.push(leaf)
    into.tail.push(entry, leaf)
  }
  if (toBase64(into.frontier.root()) !== header.root) throw refuse('a record has another root')
  for (const { path, length } of header.files) {
    into.sideFiles.push({ path, bytes: body.subarray(at, at + length) })
    at += length
  }
}

async function requirePublished(
  disk: Disk,
  published: Published | undefined,
  size: number,
  roots: ReadonlyMap<number, Uint8Array>,
  baseSize: number,
): Promise<void> {
  if (!published) {
    // A new log is published, empty, before anything is appended.
    if (size > 0) throw refuse('the checkpoint is gone')
    return
  }
  if (published.size > size) {
    throw refuse(
      `the checkpoint covers ${published.size} entries, the write-ahead log ends at ${size}`,
    )
  }
  const read = (path: string) => disk.read(path)
  const root =
    published.size < baseSize
      ? await rootFromTiles(published.size, (id) => readTile(read, id))
      : roots.get(published.size)
  if (!root || !equalBytes(root, published.root)) {
    throw refuse(`the checkpoint at ${published.size} has another root than the entries`)
  }
}

const refuse = (rule: string) => new TlogError('refused', rule)
