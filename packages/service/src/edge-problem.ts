/** Answers to what went wrong, as RFC 9457 problems. They say code, field and rule; never a stack, a cause or what was sent. */
import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'

export const problemType = 'application/problem+json'
/** Seconds; after a rebalance or a restart things go on by then. */
const retryAfterSeconds = '1'

export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly error: HoldpointError
}

/** Of anything that was thrown while a request was read or answered. `limit` is what a body may have here. */
export function problemOf(thrown: unknown, limit: number): Problem {
  const error = isHoldpointError(thrown) ? thrown : translate(thrown, limit)
  const problem = error.toProblem()
  return {
    status: problem.status,
    headers: {
      'content-type': problemType,
      ...(error.kind === 'retryable' ? { 'retry-after': retryAfterOf(error) } : {}),
    },
    body: JSON.stringify(problem),
    error,
  }
}

function retryAfterOf({ details }: HoldpointError): string {
  return String(details['retryAfterSeconds'] ?? retryAfterSeconds)
}

/** Errors of the HTTP server carry a code of their own and the status it would give; all others are defects. */
function translate(thrown: unknown, limit: number): HoldpointError {
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new HoldpointError('HP_TOO_LARGE', { bytes: 'too many', limit }, thrown)
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new HoldpointError('HP_MEDIA_TYPE')
  const isServers = typeof code === 'string' && /^(FST_ERR|HPE|ERR_HTTP)_[A-Z0-9_]+$/.test(code)
  const isClients = typeof statusCode !== 'number' || (statusCode >= 400 && statusCode < 500)
  return isServers && isClients
    ? new HoldpointError('HP_REQUEST', { rule: code }, thrown)
    : new HoldpointError('HP_INTERNAL', {}, thrown)
}
