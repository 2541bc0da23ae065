/** Full tiles in memory: they never change, and every proof walks through the same few. */
import { type Bytes, parseTilePath, tileWidth } from '@holdpoint/tlog'

/** 8 KiB each. */
const tilesMax = 512

export class TileCache {
  private readonly load: (path: string) => Promise<Bytes | undefined>
  private readonly tiles = new Map<string, Bytes>()

  constructor(load: (path: string) => Promise<Bytes | undefined>) {
    this.load = load
  }

  async read(path: string): Promise<Bytes | undefined> {
    const known = this.tiles.get(path)
    if (known) {
      // Last used, last to go.
      this.tiles.delete(path)
      this.tiles.set(path, known)
      return known
    }
    const bytes = await this.load(path)
    const id = parseTilePath(path)
    if (bytes && id?.width === tileWidth && id.level !== 'entries') this.keep(path, bytes)
    return bytes
  }

  private keep(path: string, bytes: Bytes): void {
    const [oldest] = this.tiles.keys()
    if (oldest !== undefined && this.tiles.size >= tilesMax) this.tiles.delete(oldest)
    this.tiles.set(path, bytes)
  }
}
