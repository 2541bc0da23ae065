/** Trying again: only what can help to repeat, later each time, with jitter so that many don't come back at once. */
import { isHoldpointError } from '@holdpoint/contracts'

export interface Backoff {
  readonly firstMs: number
  /** No delay is longer. */
  readonly mostMs: number
}

export interface RetryOptions extends Backoff {
  /** How often in all; default: until the signal says stop. */
  readonly attemptsMax?: number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** 0 to 1. */
  readonly random: () => number
  readonly signal?: AbortSignal
  /** Called before each wait. */
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void
}

/** Delay before attempt `attempt + 1` (the first is 1): doubles up to the most, of which between half and all is waited. */
export function delayOf(attempt: number, { firstMs, mostMs }: Backoff, random: number): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(whole * (0.5 + random / 2))
}

/** The operation's result. Rejects with its error where that is not retryable, attempts have run out, or the signal is aborted. */
export async function retry<T>(operation: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attemptsMax = Number.POSITIVE_INFINITY, sleep, random, signal, onRetry } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation()
    } catch (error) {
      const isRetryable = isHoldpointError(error) && error.kind === 'retryable'
      if (!isRetryable || attempt >= attemptsMax || signal?.aborted) throw error
      const delayMs = delayOf(attempt, options, random())
      onRetry?.(error, attempt, delayMs)
      await sleep(delayMs, signal)
      if (signal?.aborted) throw error
    }
  }
}
