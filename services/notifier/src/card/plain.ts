/** A line as plain text, for sinks that parse nothing: JSON, the text part of a mail. */
import type { Line } from './card.ts'

export function plain(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? part : part.foreign)).join('')
}
