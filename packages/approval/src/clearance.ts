/**
 * Whether the agent may have its own result unsealed: only where policy cleared it when the action came in, only with the key that signed the intent, and only
 * for a while. An agent that is believed by its topic alone has no key that a receipt could be bound to.
 */
import { type OutcomeRedacted, resultReceiptMs } from '@holdpoint/contracts'
import type { ActionState } from './state.ts'
import type { Clearance } from './step.ts'

/** Undefined where there is no result, or no clearance for it. */
export function clearanceFor(
  { clearResult, origin, rememberMs = resultReceiptMs }: ActionState,
  { claimId, reported, result, sealed }: OutcomeRedacted,
  atMs: number,
): Clearance | undefined {
  const { identity } = origin
  if (!clearResult || result === undefined || identity.kind !== 'signed') return undefined
  return {
    sealed,
    claimId,
    keyThumbprint: identity.keyId,
    reported,
    issuedMs: atMs,
    // Nothing outlives the memory of its action.
    expiresMs: atMs + Math.min(resultReceiptMs, rememberMs),
  }
}
