/** When people are asked again, and who else is asked by then: read off the policy's demand and the age of the hold, so that every replica agrees. Pure. */
import type { Demand } from '@holdpoint/contracts'
import type { Nudge } from '../channel/port.ts'

interface Moment {
  readonly ageMs: number
  readonly nudge: Nudge
}

function momentsOf({ remindAfterMs = [], escalate = [] }: Demand): readonly Moment[] {
  const rungs = escalate.map(({ afterMs }): Moment => ({ ageMs: afterMs, nudge: 'escalation' }))
  const reminders = remindAfterMs.map((ageMs): Moment => ({ ageMs, nudge: 'reminder' }))
  return [...reminders, ...rungs].toSorted((one, two) => one.ageMs - two.ageMs)
}

/** How many moments have come by this age: it only grows. */
export function nudgesBy(demand: Demand, ageMs: number): number {
  return momentsOf(demand).filter((moment) => moment.ageMs <= ageMs).length
}

/** What the latest of so many was. */
export function lastNudge(demand: Demand, nudges: number): Nudge | undefined {
  return momentsOf(demand)[nudges - 1]?.nudge
}

/** The age at which the next one comes; undefined: none is left. */
export function nextAgeMs(demand: Demand, ageMs: number): number | undefined {
  return momentsOf(demand).find((moment) => moment.ageMs > ageMs)?.ageMs
}

/** Channels in which people are asked by this age; undefined: wherever that can be done. */
export function channelsBy({ channels, escalate = [] }: Demand, ageMs: number) {
  if (channels === undefined) return undefined
  const come = escalate.filter(({ afterMs }) => afterMs <= ageMs)
  return [...new Set([...channels, ...come.flatMap((rung) => rung.channels ?? [])])]
}
