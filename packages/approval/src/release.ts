/** From a decision to a grant. */
import type { GrantTerms } from '@holdpoint/contracts'
import type { ActionState } from './state.ts'

/** Permission that the change to `state` gives, named by the action and its revision: one state, one grant. Ends when the agent no longer wants it. */
export function grantTerms(
  { id, revision, audience, useWithinMs }: Omit<ActionState, 'status'>,
  atMs: number,
  agentExpiresMs: number,
): GrantTerms {
  return {
    jti: `${id}/${revision}`,
    audience,
    notBeforeMs: atMs,
    expiresMs: Math.min(atMs + useWithinMs, agentExpiresMs),
  }
}
