/** Time and order of a simulated world: everything that waits, waits here, and what is due happens in random order, one thing at a time. */
import type { Random } from './random.ts'

interface Waiting {
  readonly atMs: number
  readonly run: () => void
}

export class Scheduler {
  nowMs: number
  private readonly waiting: Waiting[] = []

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  schedule(run: () => void, delayMs: number): void {
    this.waiting.push({ atMs: this.nowMs + delayMs, run })
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.schedule(resolve, ms))
  }

  /** Does one thing that is due, and everything that follows at once. False: there is nothing. */
  async step(random: Random): Promise<boolean> {
    const due = this.waiting.filter(({ atMs }) => atMs <= this.nowMs)
    const next = random.pick(due)
    if (!next) return false
    this.waiting.splice(this.waiting.indexOf(next), 1)
    next.run()
    await rest()
    return true
  }

  /** Up to so many steps. True: nothing is due any more. */
  async steps(random: Random, countMax: number): Promise<boolean> {
    for (let count = 0; count < countMax; count += 1) {
      if (!(await this.step(random))) return true
    }
    return false
  }
}

/** Promises of the in-memory ports settle in microtasks; when an immediate comes, they are through. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
