/** `dev.holdpoint.grant.revoked.v1` on `actions.approved`: a grant that may no longer be claimed. Executors may stop early; the claim is refused in any case. */
import Type, { type Static } from 'typebox'
import { ActionIdSchema, Name, strict, TimeMs } from '../shapes.ts'

export const grantRevoked = 'dev.holdpoint.grant.revoked.v1'

export const GrantRevoked = strict({
  actionId: ActionIdSchema,
  audience: Name,
  jti: Type.String(),
  status: Type.Union([Type.Literal('revoked'), Type.Literal('lapsed')]),
  atMs: TimeMs,
})
export type GrantRevoked = Static<typeof GrantRevoked>
