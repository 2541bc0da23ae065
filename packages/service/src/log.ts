/** The service's log: one JSON line per state change, with ids and codes only. Silent when nothing changes. */
import {
  type DestinationStream,
  destination,
  type Logger as PinoLogger,
  pino,
  stdTimeFunctions,
} from 'pino'
import type { LogLevel } from './config-shape.ts'
import { errorRecord, errorSentence } from './error-record.ts'

export type Logger = PinoLogger

/** Second line of defence: such fields are never meant to be logged. */
const hidden = [
  'authorization',
  'body',
  'data',
  'headers',
  'params',
  'password',
  'payload',
  'sealed',
  'secret',
  'token',
  'value',
]

export interface LogOptions {
  readonly service: string
  readonly level?: LogLevel
  /** Default: standard output, written at once, so that the last line before an exit is there. */
  readonly to?: DestinationStream
}

/** Children (`log.child({ slot })`) share level, destination and rules. */
export function createLogger({ service, level = 'info', to }: LogOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorRecord, error: errorRecord, cause: errorRecord },
    redact: { paths: hidden.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
    hooks: { logMethod: withoutMessages },
  }
  return pino(options, to ?? destination({ dest: 1, sync: true }))
}

/** pino takes a thrown error's message as the line's when there is no other; messages may quote payloads. */
function withoutMessages(
  this: PinoLogger,
  args: Parameters<PinoLogger['info']>,
  method: (...args: Parameters<PinoLogger['info']>) => void,
): void {
  const [first, message, ...rest]: unknown[] = args
  const error = errorOf(first)
  if (error === undefined) {
    method.apply(this, args)
    return
  }
  const fields = first instanceof Error ? { err: first } : first
  const line = message ?? errorSentence(error)
  method.apply(this, [fields, line, ...rest] as unknown as typeof args)
}

function errorOf(first: unknown): unknown {
  if (first instanceof Error) return first
  return typeof first === 'object' && first !== null && 'err' in first ? first.err : undefined
}
