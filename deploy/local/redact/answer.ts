/** One line of the command's input becomes one line of its output: what was found in a record, or why the line is none. */
import { type Finding, HoldpointError, isHoldpointError, parseJson } from '@holdpoint/contracts'
import type { Redactor } from '@holdpoint/redaction'
import type { Line } from './lines.ts'

/** Longer lines are refused by name: one line is in memory at a time. */
export const lineBytesMax = 16 * 1024 * 1024

export type Answer =
  | { readonly id: string | number; readonly masked: unknown; readonly findings: Finding[] }
  | { readonly line: number; readonly error: { readonly code: string; readonly message: string } }

interface Record {
  readonly id: string | number
  readonly value: unknown
  readonly scope: string
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Undefined for an empty line. Errors say nothing of what the line holds. */
export function answerTo(line: Line, redactor: Redactor): Answer | undefined {
  try {
    if ('tooLong' in line)
      throw new HoldpointError('HP_TOO_LARGE', { bytes: line.tooLong, limit: lineBytesMax })
    const parsed = parse(line.bytes)
    if (parsed === undefined) return undefined
    const { id, value, scope } = readRecord(parsed)
    const { masked, located = [] } = redactor.redact(value, { scope })
    return { id, masked, findings: located }
  } catch (error) {
    if (!isHoldpointError(error)) throw error
    return { line: line.number, error: { code: error.code, message: error.message } }
  }
}

/** Any JSON: keys that differ only by case and long numbers are the redactor's to mask, though intake would refuse them. */
function parse(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes)
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch {
    // The platform's message would quote the line.
    parseJson(bytes, { bytesMax: lineBytesMax })
    throw new HoldpointError('HP_JSON_SYNTAX', { at: 0, rule: 'cannot be read' })
  }
}

function readRecord(parsed: unknown): Record {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid('', 'must be an object with "id" and "text" or "value"')
  const { id, text, value, scope } = parsed as { [field: string]: unknown }
  if (typeof id !== 'string' && typeof id !== 'number')
    throw invalid('/id', 'must be a text or a number')
  if ((text === undefined) === (value === undefined))
    throw invalid('/text', 'must be there, or "/value", and not both')
  if (text !== undefined && typeof text !== 'string') throw invalid('/text', 'must be a text')
  if (scope !== undefined && typeof scope !== 'string') throw invalid('/scope', 'must be a text')
  return { id, value: text ?? value, scope: scope ?? String(id) }
}

function invalid(field: string, rule: string): HoldpointError {
  return new HoldpointError('HP_FIELD_INVALID', { field, rule })
}
