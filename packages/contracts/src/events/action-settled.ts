/** `dev.holdpoint.action.settled.v1` on `actions.settled`: how an action ended, for the agent. Written by the gate. */
import Type, { type Static } from 'typebox'
import {
  ActionIdSchema,
  DigestSchema,
  Name,
  oneOf,
  Source,
  strict,
  Text,
  TimeMs,
} from '../shapes.ts'

export const actionSettled = 'dev.holdpoint.action.settled.v1'

export const EndStatus = oneOf([
  'denied',
  'expired',
  'withdrawn',
  'revoked',
  'lapsed',
  'succeeded',
  'failed',
  'unknown',
  'rejected',
])
export type EndStatus = Static<typeof EndStatus>

export const ActionSettled = strict({
  /** Absent where a rejected record had no usable id. */
  actionId: Type.Optional(ActionIdSchema),
  agent: Type.Optional(Name),
  status: EndStatus,
  /** It was unknown, and a person has found out: this amends what was told before. */
  reconciled: Type.Optional(Type.Literal(true)),
  /** So that the agent's library sees that this is its own action and not another's under the same id. */
  intended: Type.Optional(DigestSchema),
  /** Who decided: people, policy, or nobody. */
  by: Type.Optional(Type.Union([Type.Literal('people'), Type.Literal('policy')])),
  rule: Type.Optional(Name),
  /** Error code of a rejection, or the executor's code of a failure. */
  code: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  /** What the person wrote, masked. */
  reason: Type.Optional(Text),
  /** Masked result. Raw ones are unsealed only where policy cleared the agent. */
  result: Type.Optional(Type.Unknown()),
  /** Where the record stood that was rejected. */
  source: Type.Optional(Source),
  atMs: TimeMs,
})
export type ActionSettled = Static<typeof ActionSettled>
