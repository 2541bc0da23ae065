/**
 * What an executor checks before it claims, and before it runs. The topic is believed in nothing: the gate's signature says that this view was approved, the
 * agent's that this action was meant, and the view must be this action with only masked parts replaced.
 */
import {
  Action,
  check,
  type Digest,
  digestOf,
  GrantIssued,
  HoldpointError,
  parseJson,
  recordBytesMax,
  recordDepthMax,
} from '@holdpoint/contracts'
import {
  type Grant,
  type Receipt,
  type Trust,
  verifyGrant,
  verifyIntent,
  verifyReceipt,
} from '@holdpoint/seal'
import { presents } from './presents.ts'

export interface Release {
  readonly issued: GrantIssued
  readonly grant: Grant
  /** Until when asking for it makes sense, in ms: its end, or what the gate says when it stood frozen. The gate judges. */
  readonly usableUntilMs: number
}

/** Throws HP_FIELD_INVALID or HP_GRANT_INVALID. */
export function readRelease(
  value: unknown,
  known: { readonly trust: Trust; readonly audiences: readonly string[]; readonly nowMs: number },
): Release {
  const issued = check(GrantIssued, value)
  const { trust, audiences, nowMs } = known
  const grant = verifyGrant(issued.grant, {
    ...{ deployment: trust.deployment, audiences, actionId: issued.actionId },
    ...{ atMs: nowMs, keyOf: trust.service('gate'), usableUntilMs: issued.expiresMs },
  })
  // The view is what the gate signed; the labels beside it are only the topic's.
  const { id, type, reverses } = members(issued.action)
  const isLabelled =
    id === issued.actionId && type === issued.type && reverses === grant.reverses?.actionId
  if (!isLabelled || digestOf(issued.salt, issued.action) !== grant.presented) {
    throw new HoldpointError('HP_GRANT_INVALID', { rule: 'is for another view' })
  }
  return { issued, grant, usableUntilMs: Math.max(grant.expiresMs, issued.expiresMs) }
}

/** Throws HP_RECEIPT_INVALID where the receipt is not the answer to this executor's claim of this grant. */
export function readReceipt(
  receipt: unknown,
  { grant }: Release,
  known: {
    readonly trust: Trust
    readonly executor: string
    readonly keyThumbprint: string
    readonly nowMs: number
  },
): Receipt {
  const { trust, executor, keyThumbprint, nowMs } = known
  const { deployment } = trust
  if (typeof receipt !== 'string') throw refuseReceipt('is missing')
  const read = verifyReceipt(receipt, { deployment, atMs: nowMs, keyOf: trust.service('gate') })
  if (read.executor !== executor || read.keyThumbprint !== keyThumbprint) {
    throw refuseReceipt('is bound to another key')
  }
  const isForThis =
    read.actionId === grant.actionId &&
    read.grantJti === grant.jti &&
    read.intended === grant.intended
  if (!isForThis) throw refuseReceipt('is for another grant')
  return read
}

/** What may be believed when an original is read. */
export interface Believed {
  readonly trust: Trust
  readonly isUnsignedAllowed: boolean
}

/**
 * The action as the agent wrote it. `bytes`: what the unsealing role gave, the JCS of `{action, salt, proof}`. Throws HP_SEAL_INVALID, HP_PROOF_MISSING,
 * HP_PROOF_INVALID, HP_GRANT_INVALID, or what the intake would have thrown.
 */
export function readOriginal(
  bytes: Uint8Array,
  { issued, grant }: Release,
  known: Believed,
): Action {
  const action = readAction(bytes, grant.intended, known)
  const shown = withAddress(issued.action, action)
  if (!isNamedAlike(action, issued.action) || !presents(action, shown)) {
    throw new HoldpointError('HP_GRANT_INVALID', { rule: 'was given for a view of another action' })
  }
  return action
}

/** The action of this digest, signed by its agent. Throws like `readOriginal`. */
export function readAction(bytes: Uint8Array, intended: Digest, known: Believed): Action {
  const read = (value: unknown) => check(Action, value, '/action')
  const { value: action, proof } = readSealed(bytes, 'action', intended, read)
  checkProof(proof, action, intended, known)
  return action
}

/** What was sealed under this name with its salt and proof; its digest must be the one that is known. Throws HP_SEAL_INVALID or HP_FIELD_INVALID. */
export function readSealed<T>(
  bytes: Uint8Array,
  name: string,
  wanted: Digest,
  read: (value: unknown) => T,
): { readonly value: T; readonly proof: unknown } {
  const sealed = parseJson(bytes, { bytesMax: recordBytesMax, depthMax: recordDepthMax })
  const { [name]: raw, salt, proof, ...rest } = members(sealed)
  if (typeof salt !== 'string' || Object.keys(rest).length > 0) {
    throw new HoldpointError('HP_SEAL_INVALID', { rule: `does not hold ${name}, salt and proof` })
  }
  const value = read(raw)
  if (digestOf(salt, value) !== wanted) {
    throw new HoldpointError('HP_SEAL_INVALID', { rule: `is not the ${name} that is meant` })
  }
  return { value, proof }
}

function checkProof(
  proof: unknown,
  action: Action,
  intended: Digest,
  { trust, isUnsignedAllowed }: Believed,
): void {
  if (proof === undefined && isUnsignedAllowed) return
  if (typeof proof !== 'string') {
    throw new HoldpointError('HP_PROOF_MISSING', { field: '/proof' })
  }
  const agent = action.agent.id
  verifyIntent(proof, {
    ...{ deployment: trust.deployment, actionId: action.id, type: action.type, agent },
    ...{ intended, atMs: 'signed', keyOf: trust.agent(agent) },
  })
}

/**
 * An address in `onBehalfOf` is shown as the directory id of the person it belongs to: otherwise masking would blind the gate to them. Which id that is only the
 * directory can say, so the two are not compared.
 */
function withAddress(masked: unknown, { onBehalfOf }: Action): unknown {
  const view = members(masked)
  const shown = view['onBehalfOf']
  if (typeof onBehalfOf === 'string') {
    return typeof shown === 'string' ? { ...view, onBehalfOf: original(onBehalfOf, shown) } : masked
  }
  if (!onBehalfOf || !Array.isArray(shown) || shown.length !== onBehalfOf.length) return masked
  return { ...view, onBehalfOf: onBehalfOf.map((one, at) => original(one, shown[at])) }
}

function original(asked: string, shown: unknown): unknown {
  return asked.includes('@') && typeof shown === 'string' ? asked : shown
}

/** Who wants what is never masked: a view that hides it was not made by an honest engine. */
function isNamedAlike(action: Action, masked: unknown): boolean {
  const { id, type, agent } = members(masked)
  return id === action.id && type === action.type && members(agent)['id'] === action.agent.id
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function refuseReceipt(rule: string): HoldpointError {
  return new HoldpointError('HP_RECEIPT_INVALID', { rule })
}
