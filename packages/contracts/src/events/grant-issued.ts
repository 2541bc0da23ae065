/** `dev.holdpoint.grant.issued.v1` on `actions.approved`: permission to claim, the masked view with its salt, and the sealed original. Written by the gate; read by executors. */
import Type, { type Static } from 'typebox'
import {
  ActionIdSchema,
  ActionType,
  Base64url,
  DigestSchema,
  Name,
  OriginalIdSchema,
  strict,
  TimeMs,
} from '../shapes.ts'

export const grantIssued = 'dev.holdpoint.grant.issued.v1'

export const GrantIssued = strict({
  actionId: ActionIdSchema,
  type: ActionType,
  audience: Name,
  /** Compact JWS by the gate, see seal's grant. */
  grant: Type.String(),
  /** Masked action, and the salt of its presented digest. */
  action: Type.Unknown(),
  salt: Base64url,
  presented: DigestSchema,
  /** Compact JWE; the unsealing role opens it for the claimer. */
  sealed: Type.String(),
  /** Of a reversal: what it takes back, and who ran that and may alone claim this. Seals of both lie at the gate, for the claimer. */
  reverses: Type.Optional(strict({ actionId: OriginalIdSchema, executor: Name })),
  expiresMs: TimeMs,
})
export type GrantIssued = Static<typeof GrantIssued>
