/** Whether one more may be sent, with what was sent before. Pure; the Redis script does the same. */
import type { Rate } from '../channel/port.ts'

/** When one more fits in: at once (`nowMs` or before), or later. `sentMs`: times of what was sent, in any order. */
export function fitsAtMs(sentMs: readonly number[], rates: readonly Rate[], nowMs: number): number {
  const waits = rates.map(({ count, spanMs }) => {
    const within = sentMs.filter((atMs) => atMs > nowMs - spanMs).toSorted((one, two) => two - one)
    const nth = within[count - 1]
    return nth === undefined ? 0 : nth + spanMs
  })
  return Math.max(0, ...waits)
}
