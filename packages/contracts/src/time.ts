/** Times in text: RFC 3339, as events and the agents' contract carry them. */
import { IsDateTime } from 'typebox/format'

const secondsAndZone = /^[^[\]]{19}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/i

/** True for a date-time that names one moment: a real day, a zone, no leap second (few clocks have one), no zone name behind it. */
export function isRfc3339(text: string): boolean {
  return (
    secondsAndZone.test(text) && IsDateTime(text) && Number.isFinite(Date.parse(text.toUpperCase()))
  )
}

/** Milliseconds since the epoch, or undefined where the text is no date-time. */
export function timeOf(text: string): number | undefined {
  return isRfc3339(text) ? Date.parse(text.toUpperCase()) : undefined
}

/** A moment as `ce_time` has it; milliseconds, UTC. */
export function rfc3339(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
