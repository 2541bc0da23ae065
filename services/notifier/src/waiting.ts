/** Waits for what the gate says to a command. The projection wakes every replica, so it does not matter which one reads that partition. */
import type { ChangeNotice, CommandResult, Projection } from './projection/port.ts'

/** Long enough for a takeover of the slot; after that the caller asks again under the same key and finds the result. */
export const resultWaitMs = 10_000
/** A notice may be missed while a connection is lost; look again after this long in any case. */
const lookAgainMs = 500

export interface Patience {
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Undefined: none came in time. `act` writes a command that has no result yet. */
export function resultOf(
  projection: Projection,
  partition: number,
  commandId: string,
  act: () => Promise<void>,
  patience: Patience,
): Promise<CommandResult | undefined> {
  const isMine = ({ answered }: ChangeNotice) => answered?.includes(commandId) ?? true
  const look = () => projection.result(partition, commandId)
  return seenOnce({ projection, isMine, look, act, isNew: true }, patience)
}

interface Wait<T> {
  readonly projection: Projection
  /** Whether a change is worth looking at. */
  readonly isMine: (notice: ChangeNotice) => boolean
  readonly look: () => Promise<T | undefined>
  /** Done once the wait has begun, so that no answer can come in between. */
  readonly act: () => Promise<void>
  /** There is nothing to be seen before a notice comes. */
  readonly isNew?: boolean
}

/** What `look` finds, as soon as it finds something; undefined when that takes too long. */
export async function seenOnce<T>(
  { projection, isMine, look, act, isNew = false }: Wait<T>,
  { clock, sleep }: Patience,
): Promise<T | undefined> {
  let wake = Promise.withResolvers<void>()
  const stop = projection.onChange((notice) => {
    if (isMine(notice)) wake.resolve()
  })
  try {
    const deadlineMs = clock() + resultWaitMs
    await act()
    for (let mayBeThere = !isNew; ; mayBeThere = true) {
      const { promise } = wake
      const found = mayBeThere ? await look() : undefined
      const leftMs = deadlineMs - clock()
      if (found !== undefined || leftMs <= 0) return found
      await Promise.race([promise, sleep(Math.min(leftMs, lookAgainMs))])
      wake = Promise.withResolvers<void>()
    }
  } finally {
    stop()
  }
}
