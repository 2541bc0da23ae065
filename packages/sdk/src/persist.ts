/** Trying again: only what may help (retryable errors), with growing pauses, and never beyond a time. */
import { isHoldpointError } from '@holdpoint/contracts'
import type { Surroundings } from './surroundings.ts'

/** Short enough that a restart behind an edge is hardly felt, long enough not to be part of its trouble. */
const pauseFirstMs = 100
const pauseMaxMs = 5_000

export interface Persistence {
  /** No attempt begins after this moment. */
  readonly untilMs: number
  readonly signal?: AbortSignal
  readonly surroundings: Surroundings
}

/** What `work` gives at last; its last error where time is up or the signal aborts, its first one that trying again cannot help. */
export async function persist<T>(
  work: (attempt: number) => Promise<T>,
  { untilMs, signal, surroundings }: Persistence,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      const pauseMs = pauseBefore(attempt, surroundings)
      const isOver = signal?.aborted || surroundings.nowMs() + pauseMs > untilMs
      if (!isRetryable(error) || isOver) throw error
      await surroundings.sleep(pauseMs, signal)
      if (signal?.aborted) throw error
    }
  }
}

export function isRetryable(error: unknown): boolean {
  return isHoldpointError(error) && error.kind === 'retryable'
}

/** Half of it is left to chance, so that clients that failed together don't come back together. */
export function pauseBefore(attempt: number, { randomBytes }: Surroundings): number {
  const fullMs = Math.min(pauseMaxMs, pauseFirstMs * 2 ** (attempt - 1))
  const [byte = 0] = randomBytes(1)
  return fullMs / 2 + (fullMs / 2) * (byte / 255)
}
