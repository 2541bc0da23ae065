/** Stops asking a service that is down: after some failures in a row there is one probe at a time, later and later, until one gets through. Pure. */
import { type Backoff, delayOf } from '@holdpoint/service'
import type { Health } from './port.ts'

/** Fewer may be messages that a service does not like; more would be many requests in vain. */
export const failuresMax = 5
/** The last is how long people may wait after a service is back. */
const probes: Backoff = { firstMs: 2_000, mostMs: 60_000 }

export const isDown = ({ failures }: Health): boolean => failures >= failuresMax

export function afterFailure({ failures }: Health, nowMs: number, random: number): Health {
  const next = failures + 1
  const delayMs = next < failuresMax ? 0 : delayOf(next - failuresMax + 1, probes, random)
  return { failures: next, pausedUntilMs: delayMs === 0 ? 0 : nowMs + delayMs }
}

/** The service itself has said when. */
export function afterWait({ failures }: Health, untilMs: number): Health {
  return { failures, pausedUntilMs: untilMs }
}

export const healthy: Health = { failures: 0, pausedUntilMs: 0 }
