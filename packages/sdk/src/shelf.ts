/** Grants that stand frozen at the gate: kept in memory, bounded by bytes, and asked for again until they are thawed, claimed by others, or over. */
import type { Release } from './release.ts'

/** Of a process; an action of 256 KiB takes about 600 KiB here, with its view and its seal. */
export const shelfBytesMax = 64 * 1024 * 1024

export class Shelf {
  readonly #bytesMax: number
  #releases: Release[] = []
  #bytes = 0

  constructor(bytesMax: number = shelfBytesMax) {
    this.#bytesMax = bytesMax
  }

  /** False: there is no room. */
  put(release: Release): boolean {
    const bytes = sizeOf(release)
    if (this.#bytes + bytes > this.#bytesMax) return false
    this.#releases.push(release)
    this.#bytes += bytes
    return true
  }

  /** Takes all of them off. */
  clear(): Release[] {
    const releases = this.#releases
    this.#releases = []
    this.#bytes = 0
    return releases
  }
}

function sizeOf({ issued }: Release): number {
  return issued.sealed.length + JSON.stringify(issued.action).length
}
