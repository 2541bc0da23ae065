/**
 * Asks an analyzer what it takes for personal data in the texts of a record, for as long as it answers in time. What it says is added to our own findings; that
 * it says nothing changes nothing.
 */
import type { Suggest, Suggestion } from '@holdpoint/redaction'
import type { SystemTime } from '@holdpoint/service'
import { Analyzer, type Span } from './analyzer.ts'
import { Breaker } from './breaker.ts'
import { type OpinionConfig, opinionTypes } from './opinion-config.ts'
import { Slots } from './slots.ts'

/** Texts of one record: a payload of thousands of strings must not occupy the analyzer for long. */
const textsMax = 64
/** How deep texts are looked for; deeper ones are left to ourselves. */
const depthMax = 64
export const opinionPrefix = 'second-opinion/'

/** How it went with a text. `paused`: nobody was asked, since the last ones got no answer. */
export type OpinionEnd = 'answered' | 'failed' | 'late' | 'paused' | 'skipped'
export type OpinionEnds = Readonly<Partial<Record<OpinionEnd, number>>>

export interface Opinion {
  readonly suggest: Suggest
  readonly ends: OpinionEnds
}

export interface SecondOpinion {
  /** On the strings in these values. Never rejects, and never takes longer than its deadline. */
  on(values: readonly unknown[]): Promise<Opinion>
  close(): void
}

export type OpinionSettings = Omit<OpinionConfig, 'ca'> & {
  /** PEM text. */
  readonly ca?: string
}

const defaults = {
  language: 'en',
  scoreMin: 0.5,
  charsMin: 20,
  charsMax: 20_000,
  deadlineMs: 500,
  concurrency: 4,
} as const

export function secondOpinion(
  given: OpinionSettings,
  { clock, sleep }: Pick<SystemTime, 'clock' | 'sleep'>,
): SecondOpinion {
  const settings = { ...defaults, ...given }
  const { charsMin, charsMax, deadlineMs, scoreMin, types = opinionTypes } = settings
  const analyzer = new Analyzer(settings)
  const breaker = new Breaker()
  const slots = new Slots(settings.concurrency)

  const ask = async (text: string, over: AbortSignal): Promise<Span[] | OpinionEnd> => {
    // Who waits for a turn in vain says nothing about the analyzer.
    if (!(await slots.take(over))) return 'late'
    try {
      if (!breaker.mayAsk(clock())) return 'paused'
      const spans = await analyzer.analyze(text, over)
      if (spans === undefined) breaker.failed(clock())
      else breaker.succeeded()
      return spans ?? (over.aborted ? 'late' : 'failed')
    } finally {
      slots.give()
    }
  }
  const suggestionsOf = (spans: readonly Span[]): Suggestion[] =>
    spans.flatMap(({ entity, score, start, end }) => {
      const type = Object.hasOwn(types, entity) ? types[entity] : undefined
      if (type === undefined || score < scoreMin) return []
      return [{ start, end, type, score, detector: opinionPrefix + entity }]
    })
  return {
    async on(values) {
      const { texts, skipped } = choose(values, charsMin, charsMax)
      const ends: Partial<Record<OpinionEnd, number>> = skipped > 0 ? { skipped } : {}
      const suggestions = new Map<string, Suggestion[]>()
      if (texts.length > 0) {
        const over = new AbortController()
        const done = new AbortController()
        void sleep(deadlineMs, done.signal).then(() => over.abort())
        await Promise.all(
          texts.map(async (text) => {
            const answer = await ask(text, over.signal)
            const end = typeof answer === 'string' ? answer : 'answered'
            ends[end] = (ends[end] ?? 0) + 1
            if (typeof answer !== 'string') suggestions.set(text, suggestionsOf(answer))
          }),
        )
        done.abort()
      }
      return { suggest: (text) => suggestions.get(text) ?? [], ends }
    },
    close: () => analyzer.close(),
  }
}

/** Each text once. */
function choose(values: readonly unknown[], charsMin: number, charsMax: number) {
  const texts = new Set<string>()
  let skipped = 0
  const look = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      if (value.length < charsMin || texts.has(value)) return
      if (value.length > charsMax || texts.size >= textsMax) skipped++
      else texts.add(value)
    } else if (typeof value === 'object' && value !== null && depth < depthMax) {
      for (const member of Object.values(value)) look(member, depth + 1)
    }
  }
  for (const value of values) look(value, 0)
  return { texts: [...texts], skipped }
}
