/** Threads that run histories side by side, and one that plants a bug first. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Outcome } from './run.ts'
import type { Hire, Job } from './worker.ts'

/** One history takes a second at most; a world that takes this long goes round in circles. */
const stuckMs = 60_000

export class Hand {
  private readonly worker: Worker
  private isGone = false

  constructor(hire: Hire = {}) {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: hire })
    this.worker.on('exit', () => {
      this.isGone = true
    })
  }

  get isLost(): boolean {
    return this.isGone
  }

  /** Rejects where the thread dies: the simulation itself is broken, or a planted bug breaks out of it. */
  async run(job: Job): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    const timer = setTimeout(() => {
      void this.worker.terminate()
      resolve(stuck)
    }, stuckMs)
    this.worker.once('message', resolve)
    this.worker.once('error', reject)
    this.worker.postMessage(job)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.worker.off('message', resolve)
      this.worker.off('error', reject)
    }
  }

  async dismiss(): Promise<void> {
    this.isGone = true
    await this.worker.terminate()
  }
}

const stuck: Outcome = {
  failure: { at: 0, violations: ['the world goes round in circles'] },
  facts: new Map(),
  story: [],
}

/** Does `work` for each of `items`, as many at a time as there are threads to do it; stops giving out new ones when `work` answers false. */
export async function share<T>(
  items: readonly T[],
  work: (item: T, thread: number) => Promise<boolean>,
  threads = availableParallelism(),
): Promise<void> {
  let next = 0
  let isOver = false
  const one = async (thread: number) => {
    while (!isOver && next < items.length) {
      const item = items[next] as T
      next += 1
      if (!(await work(item, thread))) isOver = true
    }
  }
  await Promise.all(Array.from({ length: Math.min(threads, items.length) }, (_, at) => one(at)))
}
