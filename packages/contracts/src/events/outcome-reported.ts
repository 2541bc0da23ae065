/** `dev.holdpoint.outcome.reported.v1`: what happened, raw, signed by the claiming executor. Written by executors, read by the redactor only. */
import Type, { type Static } from 'typebox'
import { ActionIdSchema, Name, strict } from '../shapes.ts'

export const outcomeReported = 'dev.holdpoint.outcome.reported.v1'

export const OutcomeStatus = Type.Union([
  Type.Literal('succeeded'),
  Type.Literal('failed'),
  Type.Literal('unknown'),
])
export type OutcomeStatus = Static<typeof OutcomeStatus>

export const Outcome = strict({
  actionId: ActionIdSchema,
  claimId: Type.String({ maxLength: 256 }),
  status: OutcomeStatus,
  /** The executor's own short code of a failure. */
  code: Type.Optional(Name),
  result: Type.Optional(Type.Unknown()),
})
/** Its signature travels in `hpproof` and its salt in `hpsalt`, as with intents: digest = sha256(salt ‖ JCS(outcome)). */
export type Outcome = Static<typeof Outcome>
