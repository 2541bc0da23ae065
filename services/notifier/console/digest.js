// @ts-check
/** What a decision is bound to, computed here from what is on the screen, and not taken from the answer. */

const voteLabel = 'holdpoint.vote.v1\0'
const revokeLabel = 'holdpoint.revoke.v1\0'
const reconcileLabel = 'holdpoint.reconcile.v1\0'
const orderLabel = 'holdpoint.order.v1\0'
const linkLabel = 'holdpoint.link.v1\0'
const ticketLabel = 'holdpoint.ticket.v1\0'
const encoder = new TextEncoder()

/**
 * RFC 8785 for values that came from JSON.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const object = /** @type {Record<string, unknown>} */ (value)
  const members = Object.keys(object).sort()
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join(',')}}`
}

/**
 * Digest of the masked view that is shown, under its salt.
 * @param {string} salt base64url
 * @param {unknown} action
 */
export async function presentedDigest(salt, action) {
  const text = encoder.encode(canonical(action))
  const saltBytes = fromBase64url(salt)
  const bytes = new Uint8Array(saltBytes.length + text.length)
  bytes.set(saltBytes)
  bytes.set(text, saltBytes.length)
  return `sha256:${await hash(bytes)}`
}

/**
 * Nonce of the ID token for one verdict on one view of one action.
 * @param {{ actionId: string, presented: string, verdict: string }} vote
 */
export function decisionNonce({ actionId, presented, verdict }) {
  return hash(encoder.encode(voteLabel + canonical({ actionId, presented, verdict })))
}

/** Nonce of the ID token for taking one approval back. @param {{ actionId: string }} action */
export function revokeNonce({ actionId }) {
  return hash(encoder.encode(revokeLabel + canonical({ actionId })))
}

/**
 * Nonce of the ID token for one finding about an unknown outcome.
 * @param {{ actionId: string, found: string }} finding
 */
export function reconcileNonce({ actionId, found }) {
  return hash(encoder.encode(reconcileLabel + canonical({ actionId, found })))
}

/** Nonce of the ID token for freezing a scope, or thawing a freeze. @param {{ freeze: object } | { thaw: string | undefined }} order */
export function orderNonce(order) {
  return hash(encoder.encode(orderLabel + canonical(order)))
}

/** Names the link that a ticket makes; opens nothing. @param {string} ticket */
export function ticketHash(ticket) {
  return hash(encoder.encode(ticketLabel + ticket))
}

/** Nonce of the ID token for linking one account. @param {{ account: string, link: string }} said */
export function linkNonce({ account, link }) {
  return hash(encoder.encode(linkLabel + canonical({ account, link })))
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function hash(bytes) {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** @param {Uint8Array} bytes */
function toBase64url(bytes) {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @param {string} text */
function fromBase64url(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}
