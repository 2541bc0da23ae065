/** Waits for a condition, with a deadline. */

import { setTimeout as sleep } from 'node:timers/promises'
import { HoldpointError } from '@holdpoint/contracts'

/** Short enough not to be felt, long enough to cost nothing. */
const pollMs = 20

export interface WaitOptions {
  readonly deadlineMs: number
  /** What is waited for; ends up in the error: "gave up waiting for … after 5000 ms". */
  readonly what: string
  /** Default 20 ms. */
  readonly everyMs?: number
}

/**
 * Calls `condition` until it gives something else than undefined, null or false, and resolves with that. A throw counts as "not yet", and the last one becomes
 * the cause of the error at the deadline.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + options.deadlineMs
  let last: unknown
  do {
    try {
      const value = await condition()
      if (value !== undefined && value !== null && value !== false) {
        return value as Exclude<T, undefined | null | false>
      }
    } catch (cause) {
      last = cause
    }
    await sleep(options.everyMs ?? pollMs)
  } while (performance.now() < end)
  const what = `gave up waiting for ${options.what} after ${options.deadlineMs} ms`
  throw new HoldpointError('HP_SETUP', { what }, last)
}
