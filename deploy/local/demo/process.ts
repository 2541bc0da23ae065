/** The end of the channel to the runner, in the demo's processes. */

import type { Tell } from './message.ts'

export const tellParent: Tell = (report) => {
  process.send?.(report, () => {})
}

/** Resolves at SIGTERM, or when the runner is gone. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('disconnect', () => resolve())
  })
}
