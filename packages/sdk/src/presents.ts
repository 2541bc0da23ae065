/**
 * Whether a masked view is an original with some parts hidden and nothing else changed: what the reviewer saw is what would run. Doubt means no: a view that
 * takes too much work to compare does not present anything.
 */
import { isPlaceholder, presentsText, splitPlaceholders } from '@holdpoint/contracts'

/** Work is counted in characters and members looked at. A plain view costs what it is long; only many masked keys of one object multiply it. */
const workMax = 8 * 1024 * 1024

type Members = Readonly<Record<string, unknown>>

/** Both are JSON values. A placeholder alone stands for any value but the empty text; inside a text or a key, for one character or more. */
export function presents(original: unknown, masked: unknown): boolean {
  return new Comparison().holds(original, masked)
}

class Comparison {
  #workLeft = workMax

  holds(original: unknown, masked: unknown): boolean {
    if (typeof masked === 'string') return this.#text(original, masked)
    if (!this.#spend(1)) return false
    if (Array.isArray(masked)) {
      return (
        Array.isArray(original) &&
        original.length === masked.length &&
        masked.every((item, at) => this.holds(original[at], item))
      )
    }
    if (isMembers(masked)) return isMembers(original) && this.#members(original, masked)
    return original === masked
  }

  #text(original: unknown, masked: string): boolean {
    if (typeof original !== 'string') return this.#spend(1) && isPlaceholder(masked)
    return this.#spend(1 + original.length + masked.length) && presentsText(original, masked)
  }

  #members(original: Members, masked: Members): boolean {
    const keys = new Set(Object.keys(original))
    const hidden: (readonly [pattern: string, value: unknown])[] = []
    const entries = Object.entries(masked)
    if (entries.length !== keys.size) return false
    for (const [pattern, value] of entries) {
      const key = literalKey(pattern)
      if (key === undefined) hidden.push([pattern, value])
      else if (!keys.delete(key) || !this.holds(original[key], value)) return false
    }
    return this.#assign(original, [...keys], hidden)
  }

  /**
   * Masked keys may fit several of the original's: there must be a way to give each its own. Augmenting paths (Kuhn), breadth first: cubic in the masked keys
   * of one object at worst, and linear where they stand in the order of the original.
   */
  #assign(
    original: Members,
    keys: readonly string[],
    hidden: readonly (readonly [string, unknown])[],
  ): boolean {
    const verdicts = new Map<number, boolean>()
    const fits = (masked: number, at: number): boolean => {
      if (!this.#spend(1)) return false
      const pair = masked * keys.length + at
      const known = verdicts.get(pair)
      if (known !== undefined) return known
      const [pattern, value] = hidden[masked] ?? ['', undefined]
      const key = keys[at] ?? ''
      const verdict = this.#text(key, pattern) && this.holds(original[key], value)
      verdicts.set(pair, verdict)
      return verdict
    }
    const assignment = new Assignment(keys.length, fits)
    return hidden.every((_, masked) => assignment.place(masked))
  }

  #spend(work: number): boolean {
    this.#workLeft -= work
    return this.#workLeft >= 0
  }
}

/** As many left as right, each left placed on a right that fits it; placing one may move others. */
class Assignment {
  readonly #size: number
  readonly #fits: (left: number, right: number) => boolean
  readonly #leftOf = new Map<number, number>()
  readonly #rightOf = new Map<number, number>()

  constructor(size: number, fits: (left: number, right: number) => boolean) {
    this.#size = size
    this.#fits = fits
  }

  place(start: number): boolean {
    const reachedFrom = new Map<number, number>()
    const queue = [start]
    for (const left of queue) {
      for (let step = 0; step < this.#size; step++) {
        const right = (left + step) % this.#size
        if (reachedFrom.has(right) || !this.#fits(left, right)) continue
        reachedFrom.set(right, left)
        const holder = this.#leftOf.get(right)
        if (holder === undefined) {
          this.#shift(right, reachedFrom)
          return true
        }
        queue.push(holder)
      }
    }
    return false
  }

  /** Everybody on the path to the free place moves up by one. */
  #shift(free: number, reachedFrom: ReadonlyMap<number, number>): void {
    let right: number | undefined = free
    while (right !== undefined) {
      const left = reachedFrom.get(right)
      if (left === undefined) return
      const former = this.#rightOf.get(left)
      this.#leftOf.set(right, left)
      this.#rightOf.set(left, right)
      right = former
    }
  }
}

/** The original's key where nothing of it is masked; undefined also where it is no masked text at all, which fits no key. */
function literalKey(pattern: string): string | undefined {
  const parts = splitPlaceholders(pattern)
  if (parts === undefined) return undefined
  let key = ''
  for (const part of parts) {
    if (part.kind !== 'text') return undefined
    key += part.text
  }
  return key
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
