/** Files of a log that its checkpoint does not need: partial tiles of earlier checkpoints, and what was written ahead. They may not contradict it. */
import {
  type Bytes,
  encodeBundle,
  equalBytes,
  parseTilePath,
  readBundle,
  readTile,
  type TileId,
  TlogError,
  widthAt,
} from '@holdpoint/tlog'
import type { LogFiles } from './files.ts'
import type { Report } from './report.ts'

/** `seen`: paths that have been checked already. */
export async function checkStrays(
  files: LogFiles,
  size: number,
  seen: ReadonlySet<string>,
  report: Report,
): Promise<void> {
  for (const path of (await files.list?.('tile')) ?? []) {
    if (seen.has(path)) continue
    const id = parseTilePath(path)
    if (!id) throw new TlogError('malformed', `${path} is no file of a log`)
    const width = widthAt(id.level, id.index, size)
    if (id.width > width) {
      report.counts.filesAhead += 1
      if (width === 0) continue
    }
    const found = await files.read(path)
    if (!found) continue
    const common = Math.min(width, id.width)
    const truth = await prefixOf(files, { ...id, width }, common)
    const isSame =
      id.width > width
        ? equalBytes(found.subarray(0, truth.length), truth)
        : equalBytes(found, truth)
    if (!isSame) throw new TlogError('unverified', `${path} contradicts the checkpoint`)
  }
}

/** What the first `count` items of a checked tile look like. */
async function prefixOf({ read }: LogFiles, id: TileId, count: number): Promise<Bytes> {
  if (id.level === 'entries') return encodeBundle((await readBundle(read, id)).slice(0, count))
  return (await readTile(read, id)).subarray(0, count * 32)
}
