/** Token buckets by name: how often somebody may ask this process. In memory, so two processes allow twice as much, and a restart forgets. */

/** Names remembered; beyond that whoever asked longest ago is forgotten, which gives them a full bucket. */
const namesMax = 10_000
const secondMs = 1000

export interface Rate {
  readonly perSecond: number
  /** Saved up while nothing is asked. */
  readonly burst: number
}

export interface Allowance {
  readonly isAllowed: boolean
  /** Whole requests left right now. */
  readonly remaining: number
  /** Until one more is allowed; 0 if it is now. */
  readonly waitMs: number
}

interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

export class RateLimit {
  readonly rate: Rate
  readonly #clock: () => number
  /** In the order of the last request. */
  readonly #buckets = new Map<string, Bucket>()

  constructor(rate: Rate, clock: () => number) {
    this.rate = rate
    this.#clock = clock
  }

  take(name: string): Allowance {
    const { perSecond } = this.rate
    const before = this.#tokens(name)
    const isAllowed = before >= 1
    const tokens = isAllowed ? before - 1 : before
    this.#keep(name, tokens)
    const waitMs = tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * secondMs)
    return { isAllowed, remaining: Math.floor(tokens), waitMs }
  }

  get size(): number {
    return this.#buckets.size
  }

  #tokens(name: string): number {
    const { perSecond, burst } = this.rate
    const bucket = this.#buckets.get(name)
    if (!bucket) return burst
    // A clock that goes back gives nothing.
    const passedMs = Math.max(0, this.#clock() - bucket.atMs)
    return Math.min(burst, bucket.tokens + (passedMs / secondMs) * perSecond)
  }

  #keep(name: string, tokens: number): void {
    this.#buckets.delete(name)
    this.#buckets.set(name, { tokens, atMs: this.#clock() })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > namesMax && oldest !== undefined) this.#buckets.delete(oldest)
  }
}
