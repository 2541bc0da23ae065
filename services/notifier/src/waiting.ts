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

/** `act` is done once the wait has begun, so that no answer can come in between. Undefined: none came in time. */
export async function resultOf(
  projection: Projection,
  partition: number,
  commandId: string,
  act: () => Promise<void>,
  { clock, sleep }: Patience,
): Promise<CommandResult | undefined> {
  let wake = Promise.withResolvers<void>()
  const stop = projection.onChange((notice) => {
    if (notice.partition === partition) wake.resolve()
  })
  try {
    const deadlineMs = clock() + resultWaitMs
    await act()
    for (;;) {
      const result = await projection.result(partition, commandId)
      const leftMs = deadlineMs - clock()
      if (result !== undefined || leftMs <= 0) return result
      await Promise.race([wake.promise, sleep(Math.min(leftMs, lookAgainMs))])
      wake = Promise.withResolvers<void>()
    }
  } finally {
    stop()
  }
}
