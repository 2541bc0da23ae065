/** One call of a service's JSON API, and what its answer means for a delivery. Follows no redirect, repeats nothing. */
import type { Secret } from '@holdpoint/seal'
import type { Delivered } from './port.ts'

/** A service that answers within this is quick enough; one that does not is asked again later. */
const answerMsMax = 15_000
/** Longest that a service can make us wait by a header: a wrong one must not silence it for good. */
const afterMsMax = 3_600_000

export interface JsonCall {
  readonly method: 'POST' | 'PUT' | 'PATCH'
  readonly token: Secret
  readonly body: object
  readonly signal: AbortSignal
}

export async function sendJson(
  url: string,
  { method, token, body, signal }: JsonCall,
): Promise<{ readonly answer: unknown } | Exclude<Delivered, { readonly kind: 'shown' }>> {
  const answer = await fetch(url, {
    ...{ method, redirect: 'manual', body: JSON.stringify(body) },
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMsMax)]),
    headers: {
      authorization: `Bearer ${token.reveal().toString('utf8')}`,
      'content-type': 'application/json',
    },
  }).catch(() => undefined)
  if (answer === undefined) return { kind: 'later', code: 'UNREACHABLE' }
  const given: unknown = await answer.json().catch(() => undefined)
  if (answer.ok) return given === undefined ? { kind: 'later', code: 'NO_JSON' } : { answer: given }
  const code = `HTTP_${answer.status}`
  // What is to be changed is not there any more.
  if (answer.status === 404 && method !== 'POST') return { kind: 'gone', code }
  const isLater = answer.status === 429 || answer.status === 408 || answer.status >= 500
  if (!isLater) return { kind: 'refused', code }
  const afterMs = Number(answer.headers.get('retry-after')) * 1000
  return { kind: 'later', code, ...(afterMs > 0 && { afterMs: Math.min(afterMs, afterMsMax) }) }
}
