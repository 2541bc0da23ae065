/** Who runs an action, and its clocks: what a rule says, else its type, else the file's defaults. */
import { defaultDecideWithinMs } from '../demand.ts'
import type { Terms } from '../rules.ts'
import { durationMs } from './duration.ts'
import type { PolicyFile, TypeEntry } from './policy-file.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Longest and default times. Use and run end well before the records that they need are deleted. */
export const clocks = {
  decideWithin: { maxMs: 30 * dayMs, defaultMs: defaultDecideWithinMs },
  useWithin: { maxMs: dayMs, defaultMs: 10 * minuteMs },
  runWithin: { maxMs: dayMs, defaultMs: 5 * minuteMs },
} as const
export type Clock = keyof typeof clocks
export const clockNames = Object.keys(clocks) as Clock[]

/** Any part of a policy that may set terms. */
export type TermsSource = { readonly [K in Clock | 'audience']?: string | undefined }

/** What holds for a type before a rule says otherwise. */
export function termsSources(
  { defaults, types }: PolicyFile,
  type: string,
): readonly TermsSource[] {
  const entry: TypeEntry | undefined = types && Object.hasOwn(types, type) ? types[type] : undefined
  return [entry ?? {}, defaults ?? {}]
}

/** Undefined where nobody is named to run it. */
export function termsOf(sources: readonly TermsSource[]): Terms | undefined {
  const audience = sources.find((source) => source.audience !== undefined)?.audience
  if (audience === undefined) return undefined
  return {
    audience,
    useWithinMs: clockOf('useWithin', sources),
    runWithinMs: clockOf('runWithin', sources),
  }
}

export function clockOf(clock: Clock, sources: readonly TermsSource[]): number {
  const text = sources.find((source) => source[clock] !== undefined)?.[clock]
  return (text === undefined ? undefined : durationMs(text)) ?? clocks[clock].defaultMs
}
