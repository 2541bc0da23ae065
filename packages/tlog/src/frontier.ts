/** The right edge of a growing tree: the perfect subtrees that make it up. Enough to append and to know the root, in a few dozen hashes. */
import { foldRight, type Hash, nodeHash } from './hash.ts'

export class Frontier {
  private constructor(count: number, peaks: Hash[]) {
    this.count = count
    this.peaks = peaks
  }

  private count: number
  /** One per set bit of `count`, higher subtrees first. */
  private readonly peaks: Hash[]

  static empty(): Frontier {
    return new Frontier(0, [])
  }

  /** `peaks`: roots of the perfect subtrees of a tree of `size`, left to right. */
  static from(size: number, peaks: readonly Hash[]): Frontier {
    return new Frontier(size, [...peaks])
  }

  get size(): number {
    return this.count
  }

  copy(): Frontier {
    return new Frontier(this.count, [...this.peaks])
  }

  push(leaf: Hash): void {
    let hash = leaf
    // Each trailing one bit of the size is a subtree that this leaf completes to the next height.
    for (let rest = this.count; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      hash = nodeHash(this.peaks.pop() as Hash, hash)
    }
    this.peaks.push(hash)
    this.count += 1
  }

  root(): Hash {
    return foldRight(this.peaks)
  }
}
