/** Chance that repeats itself: integers only, so that every machine draws the same. */

export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** From 0 to `below` − 1. */
  int(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  /** Of at least one item. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T
  }

  percent(share: number): boolean {
    return this.int(100) < share
  }
}
