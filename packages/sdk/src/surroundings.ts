/** Clock, randomness and waiting, so that everything else is told what time it is. The real ones are the default; tests bring their own. */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

export interface Surroundings {
  nowMs(): number
  /** Resolves after this long, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  randomBytes(count: number): Uint8Array
}

export const realSurroundings: Surroundings = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    if (signal?.aborted) return
    // Only an abort can reject it, and whoever waits looks at the signal.
    await delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined)
  },
  randomBytes,
}
