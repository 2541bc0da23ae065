/** The record on `actions.approved` and the item of `GET /v1/approved`: one shape, made in one place. */
import type { ActionState, Dossier } from '@holdpoint/approval'
import type { GrantIssued } from '@holdpoint/contracts'

/** Undefined where this action has no grant to claim. */
export function issuedGrant(
  state: ActionState,
  dossier: Dossier | undefined,
  grant: string | undefined,
): GrantIssued | undefined {
  const { id, status, origin, audience, grant: terms } = state
  if (status !== 'approved' || !terms || !dossier || !grant) return undefined
  const { action, salt, sealed } = dossier
  return {
    actionId: id,
    type: origin.type,
    audience,
    grant,
    action,
    salt,
    presented: origin.presented,
    sealed,
    ...reversedIn(state),
    expiresMs: terms.expiresMs,
  }
}

/** Of a reversal: what it takes back, and who alone may claim it. */
export function reversedIn({
  origin,
  reverses,
}: Pick<ActionState, 'origin' | 'reverses'>): Pick<GrantIssued, 'reverses'> {
  if (!origin.reverses || !reverses) return {}
  return { reverses: { actionId: origin.reverses, executor: reverses.executor } }
}
