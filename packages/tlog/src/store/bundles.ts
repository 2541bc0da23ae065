/** Entries out of full bundles; neighbours are read together, so the last few bundles are kept. */
import type { Bytes } from '../bytes.ts'
import { type ReadFile, readBundle } from '../check-tree.ts'
import { tileWidth } from '../tile.ts'

/** 256 entries of a kilobyte or two each. */
const bundlesMax = 8

export class Bundles {
  private readonly read: ReadFile
  private readonly known = new Map<number, readonly Bytes[]>()

  constructor(read: ReadFile) {
    this.read = read
  }

  async entry(index: number): Promise<Bytes> {
    const at = Math.floor(index / tileWidth)
    const bundle = this.known.get(at) ?? (await this.load(at))
    return bundle[index % tileWidth] as Bytes
  }

  private async load(index: number): Promise<readonly Bytes[]> {
    const entries = await readBundle(this.read, { level: 'entries', index, width: tileWidth })
    if (this.known.size >= bundlesMax) this.known.clear()
    this.known.set(index, entries)
    return entries
  }
}
