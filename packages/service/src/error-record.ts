/**
 * What a log may say about an error. Errors of parsers, decoders and drivers quote what they choked on, so of a foreign error only its kind and place are kept; our
 * own say nothing but ids, names and limits by construction.
 */
import { isHoldpointError } from '@holdpoint/contracts'

/** Frames that show where it was; deeper ones are the event loop. */
const framesMax = 12
/** A cause of a cause of a cause tells nothing more. */
const causesMax = 4
const nameCharsMax = 64
const safeName = /^[A-Za-z0-9_]+$/

export interface ErrorRecord {
  readonly name: string
  readonly code?: string
  readonly kind?: string
  /** Ours, the runtime's about code, and the system's about addresses; else absent. */
  readonly message?: string
  readonly details?: Readonly<Record<string, string | number>>
  readonly stack?: string
  readonly cause?: ErrorRecord
}

/** Of anything that was thrown. */
export function errorRecord(error: unknown, depth = 0): ErrorRecord {
  if (!(error instanceof Error)) {
    return { name: error === null ? 'null' : typeof error }
  }
  const code = 'code' in error ? nameOf(error.code) : undefined
  const frames = framesOf(error.stack)
  const { cause } = error
  return {
    name: nameOf(error.name) ?? 'Error',
    ...(code === undefined ? {} : { code }),
    ...(isHoldpointError(error) ? { kind: error.kind, details: error.details } : {}),
    ...(mayShow(error) ? { message: error.message } : {}),
    ...(frames === '' ? {} : { stack: frames }),
    ...(cause === undefined || depth >= causesMax ? {} : { cause: errorRecord(cause, depth + 1) }),
  }
}

/** One line for people. */
export function errorSentence(error: unknown): string {
  const { name, code, message } = errorRecord(error)
  return message ?? [name, code].filter((part) => part !== undefined).join(' ')
}

function mayShow(error: Error): boolean {
  if (isHoldpointError(error)) return true
  // System errors: an address and what was tried. Node's argument errors have a code too, and quote the argument.
  if ('code' in error) return 'syscall' in error && 'errno' in error
  return error instanceof TypeError || error instanceof ReferenceError
}

function nameOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  const isName = typeof text === 'string' && text.length <= nameCharsMax && safeName.test(text)
  return isName ? text : undefined
}

/** Only the frames: the text above them repeats the message. */
function framesOf(stack: string | undefined): string {
  const lines = (stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return lines.slice(0, framesMax).join('\n')
}
