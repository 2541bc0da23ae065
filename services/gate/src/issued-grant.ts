/** The record on `actions.approved` and the item of `GET /v1/approved`: one shape, made in one place. */
import type { ActionState, Dossier } from '@holdpoint/approval'
import type { GrantIssued } from '@holdpoint/contracts'

/** Undefined where this action has no grant to claim. */
export function issuedGrant(
  { id, status, origin, audience, grant: terms }: ActionState,
  dossier: Dossier | undefined,
  grant: string | undefined,
): GrantIssued | undefined {
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
    expiresMs: terms.expiresMs,
  }
}
