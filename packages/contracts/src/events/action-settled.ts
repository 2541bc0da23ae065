/** `dev.holdpoint.action.settled.v1` on `actions.settled`: how an action ended, for the agent. Written by the gate. */
import Type, { type Static } from 'typebox'
import {
  ActionIdSchema,
  ActionType,
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

/** Where policy cleared the agent: its result as it was sealed, and the gate's word for the unsealing role. Both are worth nothing without the agent's key. */
export const Cleared = strict({
  /** Compact JWE of JCS({outcome, salt, proof}). */
  sealed: Type.String(),
  /** Compact JWS by the gate, for the key that signed the intent. */
  receipt: Type.String(),
  /** Of the receipt: the claim under which it ran, which whoever asks must name, and its end. */
  claimId: Type.String({ maxLength: 256 }),
  expiresMs: TimeMs,
})
export type Cleared = Static<typeof Cleared>

export const ActionSettled = strict({
  /** Absent where a rejected record had no usable id. */
  actionId: Type.Optional(ActionIdSchema),
  agent: Type.Optional(Name),
  type: Type.Optional(ActionType),
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
  /** Masked result. */
  result: Type.Optional(Type.Unknown()),
  cleared: Type.Optional(Cleared),
  /** Until then the agent may ask for its reversal; absent where it can't be reversed. */
  reversibleUntilMs: Type.Optional(TimeMs),
  /** Where the record stood that was rejected. */
  source: Type.Optional(Source),
  atMs: TimeMs,
})
export type ActionSettled = Static<typeof ActionSettled>
