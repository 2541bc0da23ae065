/**
 * The decision stream: every change in the life of an action, numbered and chained per slot. Written by the gate; read by notifier and auditor.
 *
 * One envelope for all of them. `fact` is what is hashed, chained and logged for ever: ids, times, digests, commitments. `views` is what people may read,
 * each under the commitment of the same name in the fact, so that a view can be erased and every hash still stands.
 */
import Type, { type Static } from 'typebox'
import { ActionIdSchema, Count, DigestSchema, Name, strict, TimeMs, View } from '../shapes.ts'
import { decisionBodies } from './decision-body.ts'

/** One event type per past participle of the vocabulary. */
export const decisionTypes = {
  held: 'dev.holdpoint.action.held.v1',
  voted: 'dev.holdpoint.action.voted.v1',
  approved: 'dev.holdpoint.action.approved.v1',
  denied: 'dev.holdpoint.action.denied.v1',
  expired: 'dev.holdpoint.action.expired.v1',
  withdrawn: 'dev.holdpoint.action.withdrawn.v1',
  revoked: 'dev.holdpoint.action.revoked.v1',
  lapsed: 'dev.holdpoint.action.lapsed.v1',
  claimed: 'dev.holdpoint.action.claimed.v1',
  extended: 'dev.holdpoint.action.extended.v1',
  succeeded: 'dev.holdpoint.action.succeeded.v1',
  failed: 'dev.holdpoint.action.failed.v1',
  unknown: 'dev.holdpoint.action.unknown.v1',
  reconciled: 'dev.holdpoint.action.reconciled.v1',
  /** A command or outcome that changed nothing, and why. */
  refused: 'dev.holdpoint.command.refused.v1',
  /** A record that never became an action. */
  rejected: 'dev.holdpoint.intent.rejected.v1',
  /** From here on nothing of this scope can be claimed in this slot. */
  frozen: 'dev.holdpoint.scope.frozen.v1',
  /** From here on it can be again. */
  thawed: 'dev.holdpoint.scope.thawed.v1',
  /** From here on this slot judges by this policy, directory and trust file. */
  adopted: 'dev.holdpoint.config.adopted.v1',
} as const
export type DecisionKind = keyof typeof decisionTypes
export const decisionKinds = Object.keys(decisionTypes) as DecisionKind[]

type Bodies = { [K in DecisionKind]: Static<(typeof decisionBodies)[K]> }

/** What the rules produce; the slot adds deployment, slot, number, chain and policy. */
export type FactDraft<K extends DecisionKind = DecisionKind> = {
  [P in K]: {
    kind: P
    /** When it counts: append time of its cause, or the moment a timer fired. */
    atMs: number
    actionId?: Static<typeof ActionIdSchema>
    /** Revision of the action after this event, from 1. Absent where no action changed. */
    revision?: number
    body: Bodies[P]
  }
}[K]

export type Fact<K extends DecisionKind = DecisionKind> = FactDraft<K> & {
  deployment: string
  slot: number
  /** Contiguous per slot, from 1. */
  number: number
  /** Digest of the previous fact of the slot; 43 × `A` before the first. */
  previous: Static<typeof DigestSchema>
  /** Digest of the policy in force. */
  policy: Static<typeof DigestSchema>
  commitments: Record<string, Static<typeof DigestSchema>>
}

const factOf = (kind: DecisionKind) =>
  strict({
    kind: Type.Literal(kind),
    atMs: TimeMs,
    actionId: Type.Optional(ActionIdSchema),
    revision: Type.Optional(Count),
    body: decisionBodies[kind],
    deployment: Type.String(),
    slot: Count,
    number: Count,
    previous: DigestSchema,
    policy: DigestSchema,
    commitments: Type.Record(Name, DigestSchema, { additionalProperties: false }),
  })

/** Schema of the facts of each kind. */
export const facts = Object.fromEntries(
  decisionKinds.map((kind) => [kind, factOf(kind)]),
) as unknown as {
  [K in DecisionKind]: ReturnType<typeof factOf>
}

/** The value on the topic. */
export const DecisionEvent = strict({
  fact: Type.Unsafe<Fact>(Type.Union(decisionKinds.map((kind) => facts[kind]))),
  views: Type.Record(Name, View, { additionalProperties: false }),
  /** Compact JWS with detached payload by the gate's key over the fact's digest; on approved and denied facts. */
  signature: Type.Optional(Type.String()),
  /** The same over `{slot, number, digest}`, on the last event of each transaction: vouches for every number up to it. */
  head: Type.Optional(Type.String()),
})
export type DecisionEvent = Static<typeof DecisionEvent>

/** Names of views, so that nobody invents a second one for the same thing. */
export const viewNames = {
  /** The masked action; its commitment is the presented digest. */
  action: 'action',
  findings: 'findings',
  /** What a person typed. */
  reason: 'reason',
  /** ID token of a vote, a revocation or a reconciliation. */
  token: 'token',
  /** Masked result; its commitment is the outcome's presented digest. */
  result: 'result',
  policy: 'policy',
  directory: 'directory',
  trust: 'trust',
} as const
