/** Commands on `approvals.commands`: what people, agents and executors ask of the gate. The record key is the action id; `ce_id` is the command id. */
import Type, { type Static } from 'typebox'
import { ActionIdSchema, DigestSchema, Name, strict, Text } from '../shapes.ts'

export const voteCommand = 'dev.holdpoint.command.vote.v1'
export const withdrawCommand = 'dev.holdpoint.command.withdraw.v1'
export const claimCommand = 'dev.holdpoint.command.claim.v1'
export const revokeCommand = 'dev.holdpoint.command.revoke.v1'

export const Assurance = Type.Union([
  Type.Literal('chat'),
  Type.Literal('sso'),
  Type.Literal('passkey'),
])
export type Assurance = Static<typeof Assurance>

/** Only the literal `approve` approves. */
export const Verdict = Type.Union([Type.Literal('approve'), Type.Literal('deny')])
export type Verdict = Static<typeof Verdict>

/**
 * A person's vote. `token` is an ID token of the person's issuer; with `nonce = decisionNonce(vote)` it was minted for this very decision and the vote
 * counts as `sso`. Without such a token the vote counts as `chat` and rests on the notifier's signature in `hpproof`.
 */
export const Vote = strict({
  actionId: ActionIdSchema,
  person: Name,
  verdict: Verdict,
  presented: DigestSchema,
  /** Whether this channel showed the whole masked view. */
  complete: Type.Boolean(),
  /** Already run through the redaction engine by the notifier. */
  reason: Type.Optional(Text),
  channel: Name,
  token: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type Vote = Static<typeof Vote>

/** By the agent of the action; `request` is a compact JWS by the agent's key, see seal's request proofs. */
export const Withdraw = strict({
  actionId: ActionIdSchema,
  reason: Type.Optional(Text),
  request: Type.String({ maxLength: 8192 }),
})
export type Withdraw = Static<typeof Withdraw>

/** By an executor of the grant's audience; `request` is a compact JWS by the executor's key that names the grant's `jti`. */
export const Claim = strict({
  actionId: ActionIdSchema,
  request: Type.String({ maxLength: 8192 }),
})
export type Claim = Static<typeof Claim>

/** By a person whom the policy lets decide about this action; before the claim only. */
export const Revoke = strict({
  actionId: ActionIdSchema,
  person: Name,
  reason: Text,
  channel: Name,
  token: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type Revoke = Static<typeof Revoke>
