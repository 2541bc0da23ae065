// @ts-check
/** The notifier's edge, as the signed-in person. */
import { currentSession } from './session.js'

/** First wait before a lost stream is opened again; doubles up to the second. */
const reconnectFirstMs = 2_000
const reconnectMaxMs = 30_000

/** A problem that the notifier or the gate has answered with. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} title
   */
  constructor(status, code, title) {
    super(title)
    this.status = status
    this.code = code
  }
}

/** @typedef {'pending' | 'unknown' | 'allowed' | 'decided'} ListName */

/**
 * @param {ListName} state
 * @returns {Promise<{ approvals: any[], total: number }>}
 */
export const listApprovals = (state) => ask(`/v1/approvals?state=${state}&limit=100`)

/** @param {string} id */
export const readApproval = (id) => ask(`/v1/approvals/${encodeURIComponent(id)}`)

/**
 * Asked again under the same key it is the same command.
 * @param {string} id
 * @param {'decision' | 'revoke' | 'reconcile'} verb
 * @param {object} body
 * @param {string} key
 */
export const sendCommand = (id, verb, body, key) =>
  send(`/v1/approvals/${encodeURIComponent(id)}/${verb}`, body, key)

/** @returns {Promise<{ freezes: import('./freezes.js').Freeze[], you: { canFreeze: boolean } }>} */
export const listFreezes = () => ask('/v1/freezes')

/** @param {object} body @param {string} key */
export const sendFreeze = (body, key) => send('/v1/freezes', body, key)

/** @param {string} id @param {object} body @param {string} key */
export const sendThaw = (id, body, key) =>
  send(`/v1/freezes/${encodeURIComponent(id)}/thaw`, body, key)

/** What a ticket would link; uses nothing up. @param {string} ticket @returns {Promise<{ channel: string, account: string }>} */
export const openTicket = (ticket) => post('/v1/links/open', { ticket })

/** @param {string} ticket @param {string} token */
export const sendLink = (ticket, token) => post('/v1/links', { ticket, token })

/** @returns {Promise<{ accounts: { channel: string, account: string, sinceMs: number, untilMs: number }[] }>} */
export const listLinks = () => ask('/v1/links')

/** @param {string} account */
export const endLink = (account) => post('/v1/links/end', { account })

/** @typedef {{ absence: null | { delegate: string, fromMs: number, untilMs: number } }} Absence */

/** @returns {Promise<Absence>} */
export const readAbsence = () => ask('/v1/absence')

/** @param {string} delegate @param {string} until RFC 3339 @returns {Promise<Absence>} */
export const sendAbsence = (delegate, until) => post('/v1/absence', { delegate, until })

/** @returns {Promise<Absence>} */
export const endAbsence = () => post('/v1/absence/end', {})

/** Not a command to the gate: it has no key. @param {string} url @param {object} body */
const post = (url, body) => send(url, body, crypto.randomUUID())

/**
 * @typedef {{ name: string, kind: string, state: 'up' | 'paused' | 'down', waiting: number, dead: number, pausedUntilMs?: number, behindSinceMs?: number }} ChannelState
 * @typedef {{ id: string, channel: string, address: string, kind: 'single' | 'digest', state: string, code?: string, changedMs: number, actions: string[] }} Letter
 */

/** @returns {Promise<{ channels: ChannelState[], dead: Letter[] }>} */
export const listDeliveries = () => ask('/v1/deliveries')

/** Where this action is shown. @param {string} id @returns {Promise<{ deliveries: Letter[] }>} */
export const listCopies = (id) => ask(`/v1/approvals/${encodeURIComponent(id)}/deliveries`)

/** Without an id all of the channel. @param {string} channel @param {string} [id] @returns {Promise<{ replayed: number }>} */
export const sendReplay = (channel, id) =>
  post('/v1/deliveries/replay', id === undefined ? { channel } : { channel, id })

/** @param {string} url @param {object} body @param {string} key */
function send(url, body, key) {
  return ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
}

/** What went wrong, for the person who asked. @param {unknown} error */
export function sentence(error) {
  if (error instanceof Problem) return `${error.message} (${error.code})`
  return error instanceof Error ? error.message : 'Something went wrong.'
}

/**
 * Hints for as long as the session lasts. `onState` is told whether the stream is open; after each opening the list should be read anew.
 * @param {{ onHint: (hint: { id: string, revision: number, kind: string }) => void, onState: (isOpen: boolean) => void, signal: AbortSignal }} options
 */
export async function followEvents({ onHint, onState, signal }) {
  let waitMs = reconnectFirstMs
  while (!signal.aborted && currentSession() !== undefined) {
    try {
      const answer = await fetch('/v1/events', { headers: authorization(), signal })
      if (answer.body === null || !answer.ok) throw await problemOf(answer)
      onState(true)
      waitMs = reconnectFirstMs
      for await (const hint of hintsOf(answer.body)) onHint(hint)
    } catch {
      // Lost, or not there yet: the wait below, then again.
    }
    if (signal.aborted) return
    onState(false)
    await new Promise((done) => setTimeout(done, waitMs))
    waitMs = Math.min(reconnectMaxMs, waitMs * 2)
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* hintsOf(body) {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += decoder.decode(value, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      if (event.startsWith('data: ')) yield JSON.parse(event.slice('data: '.length))
    }
  }
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 */
async function ask(url, init = {}) {
  const headers = { ...init.headers, ...authorization() }
  const answer = await fetch(url, { ...init, headers }).catch(() => undefined)
  if (answer === undefined) throw new Problem(0, 'offline', 'The notifier does not answer.')
  if (!answer.ok) throw await problemOf(answer)
  return answer.json()
}

/** @param {Response} answer */
async function problemOf(answer) {
  const { code = 'unknown', title = `status ${answer.status}` } = await answer
    .json()
    .catch(() => ({}))
  return new Problem(answer.status, code, title)
}

function authorization() {
  const session = currentSession()
  return { authorization: `Bearer ${session?.token ?? ''}` }
}
