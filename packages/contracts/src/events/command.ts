/** Commands on `approvals.commands`: what people, agents and executors ask of the gate. The record key is the action id; `ce_id` is the command id. */
import Type, { type Static } from 'typebox'
import { ActionIdSchema, DigestSchema, Name, strict, Text } from '../shapes.ts'

export const voteCommand = 'dev.holdpoint.command.vote.v1'
export const withdrawCommand = 'dev.holdpoint.command.withdraw.v1'
export const claimCommand = 'dev.holdpoint.command.claim.v1'
export const revokeCommand = 'dev.holdpoint.command.revoke.v1'
export const extendCommand = 'dev.holdpoint.command.extend.v1'
export const reconcileCommand = 'dev.holdpoint.command.reconcile.v1'

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

/**
 * By whoever may decide about this action or is on the requester's side; before the claim only. A `token` with `nonce = revokeNonce(…)` was minted for this
 * revocation: it counts as `sso`.
 */
export const Revoke = strict({
  actionId: ActionIdSchema,
  person: Name,
  reason: Text,
  channel: Name,
  token: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type Revoke = Static<typeof Revoke>

/** By the key that holds the claim; `request` is a compact JWS by it that names the claim and for how long from now. */
export const Extend = strict({
  actionId: ActionIdSchema,
  request: Type.String({ maxLength: 8192 }),
})
export type Extend = Static<typeof Extend>

/** What a person has found out about an action whose outcome was unknown. */
export const Found = Type.Union([Type.Literal('succeeded'), Type.Literal('failed')])
export type Found = Static<typeof Found>

/** By whoever may decide about this action; while it is unknown only, and once. A `token` with `nonce = reconcileNonce(…)` makes it `sso`. */
export const Reconcile = strict({
  actionId: ActionIdSchema,
  person: Name,
  found: Found,
  reason: Text,
  channel: Name,
  token: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type Reconcile = Static<typeof Reconcile>
