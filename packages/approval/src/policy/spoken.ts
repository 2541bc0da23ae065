/** A ruling in the words of a policy file: times as `15m` instead of milliseconds. */
import type { Ruling } from '../rules.ts'
import { durationText } from './duration.ts'

export type Spoken = Readonly<Record<string, unknown>>

export function spokenRuling(ruling: Ruling): Spoken {
  return spoken(ruling) as Spoken
}

function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (!key.endsWith('Ms')) return [key, spoken(field)]
      const times = Array.isArray(field) ? field.map(timeOf) : timeOf(field)
      return [key.slice(0, -'Ms'.length), times]
    }),
  )
}

function timeOf(ms: unknown): unknown {
  return typeof ms === 'number' ? (durationText(ms) ?? `${ms}ms`) : ms
}
