/** What the engine finds in labelled records, as the scorer reads it. */
import type { Redactor } from '@holdpoint/redaction'

interface Labelled {
  readonly id: string
  readonly text?: string
  readonly value?: unknown
}

/** One line per record; the engine must say where findings stand in the original. */
export function predict(records: string, redactor: Redactor): string {
  let lines = ''
  for (const line of records.split('\n')) {
    if (line === '') continue
    const { id, text, value }: Labelled = JSON.parse(line)
    const { located } = redactor.redact(text ?? value, { scope: id })
    lines += `${JSON.stringify({ id, findings: located })}\n`
  }
  return lines
}
