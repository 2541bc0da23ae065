/** How much of labelled records a redactor leaves visible: small enough for a test, the same counting as the report's leak and clean documents. */
import type { Redactor } from '@holdpoint/redaction'
import type { LabelledRecord } from './holdout/held-out.ts'
import type { Span } from './holdout/say.ts'

export interface Measure {
  /** Share of labelled characters in spans that are covered for less than `coveredMin`. */
  readonly leak: number
  /** Share of documents with labels whose every span is covered. */
  readonly protectedShare: number
  /** Share of documents without any label in which something is found. */
  readonly alarmedShare: number
}

const coveredMin = 0.9

type Place = Pick<Span, 'path' | 'in'> & { readonly start?: number; readonly end?: number }

/** The redactor must say where findings stand in the original. */
export function measure(records: readonly LabelledRecord[], redactor: Redactor): Measure {
  let characters = 0
  let leaked = 0
  const documents = { labelled: 0, safe: 0, clean: 0, alarmed: 0 }
  for (const { id, text, value, spans } of records) {
    const { located = [] } = redactor.redact(text ?? value, { scope: id })
    const gold = spans.filter(({ optional }) => optional !== true)
    const open = gold.filter((span) => covered(span, located) < coveredMin * lengthOf(span))
    characters += sum(gold.map(lengthOf))
    leaked += sum(open.map(lengthOf))
    if (gold.length > 0) {
      documents.labelled++
      if (open.length === 0) documents.safe++
    } else if (spans.length === 0) {
      documents.clean++
      if (located.length > 0) documents.alarmed++
    }
  }
  return {
    leak: leaked / Math.max(1, characters),
    protectedShare: documents.safe / Math.max(1, documents.labelled),
    alarmedShare: documents.alarmed / Math.max(1, documents.clean),
  }
}

/** Findings of one text do not overlap. One without positions covers everything at and below its path. */
function covered(span: Span, findings: readonly Place[]): number {
  const path = span.path ?? ''
  return sum(
    findings.map(({ path: at = '', in: where, start, end }) => {
      if (start === undefined || end === undefined)
        return path === at || path.startsWith(`${at}/`) ? lengthOf(span) : 0
      if (at !== path || where !== span.in) return 0
      return Math.max(0, Math.min(end, span.end) - Math.max(start, span.start))
    }),
  )
}

const lengthOf = ({ start, end }: Span) => end - start
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
