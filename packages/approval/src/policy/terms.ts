/** Who runs an action, its clocks and whether its result is cleared: what a rule says, else its type, else the file's defaults. */
import { memoryMs } from '@holdpoint/contracts'
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
export type TermsSource = { readonly [K in Clock | 'audience']?: string | undefined } & {
  readonly clearResult?: boolean | undefined
}

/** What a type alone decides: rules differ in what they see, and nothing of it may depend on what is masked. */
export type Retention = Pick<Terms, 'reversibleWithinMs' | 'rememberMs'>
/** The sealed original waits for so long. */
export const reversibleMaxMs = 90 * dayMs
/** The gate needs the ids of ended actions for `memoryMs` in any case. */
export const rememberRange = { minMs: memoryMs, maxMs: 400 * dayMs } as const

/** What holds for a type before a rule says otherwise. */
export function termsSources(
  { defaults, types }: PolicyFile,
  type: string,
): readonly TermsSource[] {
  const entry: TypeEntry | undefined = types && Object.hasOwn(types, type) ? types[type] : undefined
  return [entry ?? {}, defaults ?? {}]
}

export function retentionOf({ types }: PolicyFile, type: string): Retention {
  const { reversible, remember } = (types && Object.hasOwn(types, type) && types[type]) || {}
  const reversibleWithinMs = reversible && durationMs(reversible.within)
  const rememberMs = remember === undefined ? undefined : durationMs(remember)
  return {
    ...(reversibleWithinMs === undefined ? {} : { reversibleWithinMs }),
    ...(rememberMs === undefined ? {} : { rememberMs }),
  }
}

/** Undefined where nobody is named to run it. */
export function termsOf(sources: readonly TermsSource[]): Terms | undefined {
  const audience = sources.find((source) => source.audience !== undefined)?.audience
  if (audience === undefined) return undefined
  return {
    audience,
    useWithinMs: clockOf('useWithin', sources),
    runWithinMs: clockOf('runWithin', sources),
    ...(isCleared(sources) ? { clearResult: true } : {}),
  }
}

function isCleared(sources: readonly TermsSource[]): boolean {
  return sources.find(({ clearResult }) => clearResult !== undefined)?.clearResult ?? false
}

/** As the first says, but never more generous than any other. */
export function strictest(terms: Terms, others: readonly Terms[]): Terms {
  const all = [terms, ...others]
  const { clearResult: _, ...rest } = terms
  return {
    ...rest,
    useWithinMs: Math.min(...all.map(({ useWithinMs }) => useWithinMs)),
    runWithinMs: Math.min(...all.map(({ runWithinMs }) => runWithinMs)),
    ...(all.every(({ clearResult }) => clearResult) ? { clearResult: true } : {}),
  }
}

export function clockOf(clock: Clock, sources: readonly TermsSource[]): number {
  const text = sources.find((source) => source[clock] !== undefined)?.[clock]
  return (text === undefined ? undefined : durationMs(text)) ?? clocks[clock].defaultMs
}
