/** Waits for what the gate says to a command. The projection wakes every replica, so it does not matter which one reads that partition. */
import type { CommandResult, Projection } from './projection/port.ts'

/** Long enough for a takeover of the slot; after that the caller asks again under the same key and finds the result. */
export const resultWaitMs = 10_000
/** A notice may be missed while a connection is lost; look again after this long in any case. */
const lookAgainMs = 500

export interface Patience {
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Undefined: none came in time. */
export function resultOf(
  projection: Projection,
  partition: number,
  commandId: string,
  act: () => Promise<void>,
  patience: Patience,
): Promise<CommandResult | undefined> {
  const isMine = (changed: number) => changed === partition
  const look = () => projection.result(partition, commandId)
  return seenOnce({ projection, isMine, look, act }, patience)
}

interface Wait<T> {
  readonly projection: Projection
  /** Whether a change of this partition is worth looking at. */
  readonly isMine: (partition: number) => boolean
  readonly look: () => Promise<T | undefined>
  /** Done once the wait has begun, so that no answer can come in between. */
  readonly act: () => Promise<void>
}

/** What `look` finds, as soon as it finds something; undefined when that takes too long. */
export async function seenOnce<T>(
  { projection, isMine, look, act }: Wait<T>,
  { clock, sleep }: Patience,
): Promise<T | undefined> {
  let wake = Promise.withResolvers<void>()
  const stop = projection.onChange(({ partition }) => {
    if (isMine(partition)) wake.resolve()
  })
  try {
    const deadlineMs = clock() + resultWaitMs
    await act()
    for (;;) {
      const { promise } = wake
      const found = await look()
      const leftMs = deadlineMs - clock()
      if (found !== undefined || leftMs <= 0) return found
      await Promise.race([promise, sleep(Math.min(leftMs, lookAgainMs))])
      wake = Promise.withResolvers<void>()
    }
  } finally {
    stop()
  }
}
