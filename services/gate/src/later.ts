/** Timers that are due in the store and must be looked at again later: frozen time was added to them. In memory alone; a successor finds them due again. */

interface Entry {
  readonly id: string
  readonly atMs: number
}

export class Later {
  /** Sorted only when something is taken: they come in their thousands when something thaws. */
  private entries: Entry[] = []
  private isSorted = true
  private earliestMs = Number.POSITIVE_INFINITY

  /** When the first of them is due; Infinity where there are none. */
  get firstMs(): number {
    return this.earliestMs
  }

  add(id: string, atMs: number): void {
    this.entries.push({ id, atMs })
    this.isSorted = false
    this.earliestMs = Math.min(this.earliestMs, atMs)
  }

  /** Removes what is due, earliest first. */
  take(nowMs: number, countMax: number): string[] {
    if (this.earliestMs > nowMs) return []
    if (!this.isSorted) this.entries.sort((a, b) => b.atMs - a.atMs)
    this.isSorted = true
    const taken: string[] = []
    while (taken.length < countMax && (this.entries.at(-1)?.atMs ?? Infinity) <= nowMs) {
      taken.push(this.entries.pop()?.id ?? '')
    }
    this.earliestMs = this.entries.at(-1)?.atMs ?? Number.POSITIVE_INFINITY
    return [...new Set(taken)]
  }

  clear(): void {
    this.entries = []
    this.isSorted = true
    this.earliestMs = Number.POSITIVE_INFINITY
  }
}
