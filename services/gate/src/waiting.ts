/** Bounded waits of the HTTP edges: look, sleep until a slot says that something changed, look again. */
import type { SlotStore } from '@holdpoint/store'

/** Hints can be missed; look again after this long in any case. */
const lookAgainMs = 500
/** Longest wait that a caller may ask for, in seconds: below the timeouts that proxies and clients commonly have. */
export const waitSecondsMax = 55

export interface Patience {
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Resolves with the first answer that is not undefined, or undefined at the deadline. `slot` undefined: any slot wakes. */
export async function waitFor<T>(
  store: Pick<SlotStore, 'onApplied'>,
  slot: number | undefined,
  look: () => Promise<T | undefined>,
  deadlineMs: number,
  { clock, sleep }: Patience,
): Promise<T | undefined> {
  let wake: (() => void) | undefined
  let isStale = false
  const stop = store.onApplied((applied) => {
    if (slot !== undefined && applied !== slot) return
    isStale = true
    wake?.()
  })
  try {
    for (;;) {
      isStale = false
      const found = await look()
      if (found !== undefined) return found
      const leftMs = deadlineMs - clock()
      if (leftMs <= 0) return undefined
      if (isStale) continue
      await Promise.race([
        new Promise<void>((resolve) => {
          wake = resolve
        }),
        sleep(Math.min(leftMs, lookAgainMs)),
      ])
    }
  } finally {
    stop()
  }
}
