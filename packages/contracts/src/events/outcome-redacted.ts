/** `dev.holdpoint.outcome.redacted.v1`: the masked outcome and the sealed original. Written by the redactor, read by the gate. */
import Type, { type Static } from 'typebox'
import {
  ActionIdSchema,
  Base64url,
  DigestSchema,
  Finding,
  Name,
  Source,
  strict,
  TimeMs,
} from '../shapes.ts'
import { OutcomeStatus } from './outcome-reported.ts'

export const outcomeRedacted = 'dev.holdpoint.outcome.redacted.v1'

export const OutcomeRedacted = strict({
  actionId: ActionIdSchema,
  claimId: Type.String({ maxLength: 256 }),
  status: OutcomeStatus,
  code: Type.Optional(Name),
  /** Masked result; absent where the executor gave none. */
  result: Type.Optional(Type.Unknown()),
  findings: Type.Array(Finding),
  /** sha256(salt ‖ JCS(masked result)), salt beside it. */
  presented: DigestSchema,
  salt: Base64url,
  /** sha256 over the raw outcome, as signed in the proof. */
  reported: DigestSchema,
  /** Compact JWS by the claiming executor's key. */
  proof: Type.String(),
  sealed: Type.String(),
  source: Source,
  receivedAtMs: TimeMs,
})
export type OutcomeRedacted = Static<typeof OutcomeRedacted>
