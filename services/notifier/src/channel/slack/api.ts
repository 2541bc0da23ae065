/** Calls to Slack through its own client, each tried once: what went wrong is a value with a code, and whoever called decides what to do about it. */

import type { Secret } from '@holdpoint/seal'
import { webApi } from '@slack/bolt'
import type { Delivered } from '../port.ts'
import { silentLogger } from './silent-logger.ts'

/** Slack answers within a second; three calls in a row must end before delivery gives up on an answer. */
export const callMsMax = 6_000
/** How many calls are under way at once: Slack's limits are far below. */
const callsAtOnceMax = 10
const shapeOfCode = /^[a-z][a-z0-9_]{0,63}$/

export type Fault =
  /** `afterMs`: as Slack said. */
  | { readonly kind: 'later'; readonly code: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly code: string }

export type Called =
  | { readonly ok: true; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly fault: Fault }

/** Slack's own trouble. */
const passing: ReadonlySet<string> = new Set([
  ...['ratelimited', 'rate_limited', 'fatal_error', 'internal_error', 'service_unavailable'],
  ...['request_timeout', 'team_added_to_org', 'accesslimited'],
])
/** The message, or its place, is there no longer. */
const lost: ReadonlySet<string> = new Set([
  ...['message_not_found', 'channel_not_found', 'is_archived', 'not_in_channel'],
  ...['cant_update_message', 'edit_window_closed', 'is_inactive'],
])

/** Of what is sent, not of where: something smaller may pass. */
export const isTooMuch = (code: string): boolean =>
  ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'].includes(code)

export class SlackApi {
  readonly #client: webApi.WebClient

  constructor(token: Secret, apiUrl: string | undefined) {
    this.#client = new webApi.WebClient(token.reveal().toString(), clientOptions(apiUrl))
  }

  async call(method: string, args: Readonly<Record<string, unknown>>): Promise<Called> {
    try {
      const answer = await this.#client.apiCall(method, { ...args })
      return { ok: true, answer: { ...answer } }
    } catch (error) {
      return { ok: false, fault: faultOf(error) }
    }
  }
}

/** The delivery core tries again, with what it knows of limits and of other replicas; the client never does. */
export function clientOptions(apiUrl: string | undefined): webApi.WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callMsMax,
    maxRequestConcurrency: callsAtOnceMax,
    allowAbsoluteUrls: false,
    logger: silentLogger,
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'later', code: 'ratelimited', afterMs: error.retryAfter * 1000 }
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    return { kind: 'later', code: `http_${error.statusCode}` }
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code } = error.data
    // What is no answer of Slack's is quoted whole in its place: perhaps a proxy's page.
    if (!shapeOfCode.test(code)) return { kind: 'later', code: 'odd_answer' }
    return { kind: passing.has(code) ? 'later' : 'refused', code }
  }
  const isUnreached = error instanceof webApi.WebAPIRequestError
  return { kind: 'later', code: isUnreached ? 'unreachable' : 'odd_answer' }
}

/** `hasMessage`: what was there is to be changed, and may be gone. */
export function deliveredOf(fault: Fault, hasMessage: boolean): Delivered {
  return hasMessage && lost.has(fault.code) ? { kind: 'gone', code: fault.code } : fault
}
