/** Digests, and the ids and nonces made from them. Every hash has a domain of its own, so that none can be taken for another. */
import { hash } from 'node:crypto'
import { canonicalize } from './canonical.ts'
import { HoldpointError } from './errors.ts'
import type { Found, Verdict } from './events/command.ts'
import type { Fact } from './events/decision.ts'
import type { Scope } from './events/freeze.ts'
import type { ActionId, Digest } from './ids.ts'
import type { Source } from './shapes.ts'

/** A salt is at least as long as a guess is hopeless, and at most a hash. */
const saltBytesMin = 16
const saltBytesMax = 32
/** `previous` of a slot's first fact. */
export const noDigest = `sha256:${'A'.repeat(43)}` as Digest

/** `sha256:` and base64url of the hash over these bytes. */
export function digestBytes(bytes: Uint8Array | string): Digest {
  return `sha256:${hash('sha256', bytes, 'base64url')}` as Digest
}

/** sha256(salt bytes ‖ JCS(value)). `salt` is 16 to 32 bytes as base64url; throws HP_FIELD_INVALID for another. */
export function digestOf(salt: string, value: unknown): Digest {
  return digestBytes(Buffer.concat([saltBytes(salt), Buffer.from(canonicalize(value))]))
}

/** What a fact says about a view beside it: its salted digest, under which the view can be shown, proven, or erased. */
export const commit = digestOf

/** What is chained, signed and logged: sha256("holdpoint.fact.v1\0" ‖ JCS(fact)). */
export function factDigest(fact: Fact): Digest {
  return factTextDigest(canonicalize(fact))
}

/** The same of a fact whose canonical text is at hand. */
export function factTextDigest(canonical: string): Digest {
  return digestBytes(`holdpoint.fact.v1\0${canonical}`)
}

/**
 * The id of the action that `agentId` asks for under its own idempotency key: the same pair, the same id. A UUID version 8 (RFC 9562) of
 * sha256("holdpoint.action.v1\0" ‖ JCS([agentId, key])).
 */
export function deriveActionId(agentId: string, key: string): ActionId {
  const text = `holdpoint.action.v1\0${canonicalize([agentId, key])}`
  const bytes = hash('sha256', text, 'buffer').subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-') as ActionId
}

/** Event id of the fact with this number in this slot: a repeat has the same. */
export function decisionId(slot: number, number: number): string {
  return `${slot}-${number}`
}

/** Event id of what was made from the record that stood there: a repeat has the same. */
export function recordId(source: Source): string {
  return `${source.topic}/${source.partition}/${source.offset}`
}

/** Under which the gate answers what it would not take in as an action; its agent asks with the place of its record. */
export function rejectionId(record: string): string {
  return `rejected:${record}`
}

/**
 * Nonce of an ID token minted for one vote: base64url(sha256("holdpoint.vote.v1\0" ‖ JCS({actionId, presented, verdict}))). It binds the verdict too, so that a
 * notifier gone bad can't turn a deny into an approve.
 */
export function decisionNonce(vote: {
  readonly actionId: ActionId
  readonly presented: Digest
  readonly verdict: Verdict
}): string {
  const { actionId, presented, verdict } = vote
  const text = canonicalize({ actionId, presented, verdict })
  return hash('sha256', `holdpoint.vote.v1\0${text}`, 'base64url')
}

/** Nonce of an ID token minted for one revocation: base64url(sha256("holdpoint.revoke.v1\0" ‖ JCS({actionId}))). */
export function revokeNonce({ actionId }: { readonly actionId: ActionId }): string {
  return hash('sha256', `holdpoint.revoke.v1\0${canonicalize({ actionId })}`, 'base64url')
}

/** Nonce of an ID token minted for one finding about an unknown outcome: base64url(sha256("holdpoint.reconcile.v1\0" ‖ JCS({actionId, found}))). */
export function reconcileNonce(finding: {
  readonly actionId: ActionId
  readonly found: Found
}): string {
  const { actionId, found } = finding
  return hash('sha256', `holdpoint.reconcile.v1\0${canonicalize({ actionId, found })}`, 'base64url')
}

/** The same for freezing a scope or thawing a freeze (its id): base64url(sha256("holdpoint.order.v1\0" ‖ JCS(order))). */
export function orderNonce(order: { readonly freeze: Scope } | { readonly thaw: string }): string {
  return hash('sha256', `holdpoint.order.v1\0${canonicalize(order)}`, 'base64url')
}

/**
 * Nonce of an ID token minted for linking one account to its person: base64url(sha256("holdpoint.link.v1\0" ‖ JCS({account, link}))). `link` is the hash of a
 * secret that only that account was given.
 */
export function linkNonce(said: { readonly account: string; readonly link: string }): string {
  const { account, link } = said
  return hash('sha256', `holdpoint.link.v1\0${canonicalize({ account, link })}`, 'base64url')
}

function saltBytes(salt: string): Buffer {
  const bytes = Buffer.from(salt, 'base64url')
  const isLong = bytes.length >= saltBytesMin && bytes.length <= saltBytesMax
  // Written back, so that two spellings can't stand for one salt.
  if (isLong && bytes.toString('base64url') === salt) return bytes
  throw new HoldpointError('HP_FIELD_INVALID', {
    field: 'salt',
    rule: `must be ${saltBytesMin} to ${saltBytesMax} bytes as base64url`,
  })
}
