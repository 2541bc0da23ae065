/** What each kind of decision fact says beside the envelope. Ids, times, digests and codes only: these bytes can never be erased. */
import Type, { type Static } from 'typebox'
import {
  ActionType,
  Count,
  DigestSchema,
  Name,
  OriginalIdSchema,
  oneOf,
  Source,
  strict,
  TimeMs,
} from '../shapes.ts'
import { oneOrChain } from './action-intended.ts'
import { Identity } from './action-redacted.ts'
import { Assurance, Found, Verdict } from './command.ts'
import { Frozen, Thawed } from './freeze.ts'
import { OutcomeStatus } from './outcome-reported.ts'

/** How much is at stake, in rising order: the policy says it, and people are shown it. */
export const risks = ['low', 'medium', 'high', 'critical'] as const
export type Risk = (typeof risks)[number]

/** What is asked of people before an action may go on. */
export const Demand = strict({
  /** Distinct people. */
  quorum: Type.Integer({ minimum: 1, maximum: 20 }),
  /** Members of any of these groups may vote; at least `min` of the approvals must come from each. Empty: anybody in the directory. */
  groups: Type.Array(strict({ group: Name, min: Count })),
  assurance: Assurance,
  /** Denials that end it. */
  denials: Type.Integer({ minimum: 1, maximum: 20 }),
  reasonRequired: Type.Boolean(),
  /** Shown to people, and how they are asked follows it; who may decide does not. Absent: nobody said. */
  risk: Type.Optional(oneOf(risks)),
  /** Who must not vote beside the requester's side: the person who last deployed the agent. */
  exclude: Type.Optional(Type.Array(oneOf(['lastDeployer']))),
  /** Where people are asked, beside the console, which shows everything. Absent: wherever the notifier can. */
  channels: Type.Optional(Type.Array(Name)),
  /** Ages of the hold at which who has not voted is asked again, rising. */
  remindAfterMs: Type.Optional(Type.Array(Count)),
  /** From each age on, rising: people of these groups may vote too, and each may stand in for one missing member of a group that they are not in. */
  escalate: Type.Optional(
    Type.Array(
      strict({
        afterMs: Count,
        groups: Type.Array(Name),
        /** Asked there too from then on. */
        channels: Type.Optional(Type.Array(Name)),
      }),
    ),
  ),
})
export type Demand = Static<typeof Demand>

/** Who asked for what, and how it came in. The first fact of each action carries it. */
export const Origin = strict({
  type: ActionType,
  agent: Name,
  run: Type.Optional(Name),
  /** Directory id of the person it is done for, or of everybody on the way there. */
  onBehalfOf: Type.Optional(oneOrChain(Name)),
  /** The action that this one takes back. */
  reverses: Type.Optional(OriginalIdSchema),
  intended: DigestSchema,
  presented: DigestSchema,
  identity: Identity,
  source: Source,
  receivedAtMs: TimeMs,
  labels: Type.Array(Name),
  redactor: strict({ version: Type.String(), config: DigestSchema }),
})
export type Origin = Static<typeof Origin>

/** Permission for one audience to run one payload, once. */
export const GrantTerms = strict({
  jti: Type.String(),
  audience: Name,
  notBeforeMs: TimeMs,
  expiresMs: TimeMs,
})
export type GrantTerms = Static<typeof GrantTerms>

const tally = strict({ approvals: Count, denials: Count, quorum: Count })
/** The votes that made it, each by the revision of the action that its own fact carries. */
const countedVotes = Type.Array(strict({ person: Name, revision: Count }))
/** The agent may unseal its own result. */
const clearResult = Type.Optional(Type.Literal(true))
const decidedBy = Type.Union([Type.Literal('people'), Type.Literal('policy')])
const ended = strict({
  claimId: Type.String(),
  executor: Name,
  /** How we know: the executor said so, or its deadline passed in silence. */
  cause: Type.Union([Type.Literal('reported'), Type.Literal('deadline')]),
  code: Type.Optional(Name),
  /** Digest of the raw outcome, and the executor's proof over it. */
  reported: Type.Optional(DigestSchema),
  proof: Type.Optional(Type.String()),
  /** Until then it may be reversed; absent where it can't be. */
  reversibleUntilMs: Type.Optional(TimeMs),
})

/** Names of what can be refused. */
export const commandNames = [
  ...(['vote', 'withdraw', 'claim', 'revoke', 'outcome', 'intent'] as const),
  ...(['extend', 'reconcile', 'freeze', 'thaw'] as const),
] as const
export type CommandName = (typeof commandNames)[number]

export const decisionBodies = {
  held: strict({
    origin: Origin,
    rule: Name,
    demand: Demand,
    decideByMs: TimeMs,
    /** People of the requester's side: none of them may vote, nor may who joins it later. */
    excluded: Type.Optional(Type.Array(Name)),
    clearResult,
  }),
  voted: strict({
    person: Name,
    verdict: Verdict,
    assurance: Assurance,
    channel: Name,
    commandId: Type.String(),
    tally,
  }),
  approved: strict({
    by: decidedBy,
    rule: Name,
    origin: Type.Optional(Origin),
    votes: countedVotes,
    grant: GrantTerms,
    clearResult,
  }),
  denied: strict({
    by: decidedBy,
    rule: Name,
    /** Code of the reason where it was not a person's. */
    code: Type.Optional(Type.String()),
    origin: Type.Optional(Origin),
    votes: countedVotes,
  }),
  expired: strict({ decideByMs: TimeMs }),
  withdrawn: strict({ agent: Name, commandId: Type.String() }),
  revoked: strict({ person: Name, assurance: Assurance, channel: Name, commandId: Type.String() }),
  /** `code`: why it ended before its time. */
  lapsed: strict({ expiresMs: TimeMs, code: Type.Optional(Type.String()) }),
  claimed: strict({
    executor: Name,
    claimId: Type.String(),
    /** RFC 7638 thumbprint of the executor's key; the receipt is bound to it. */
    keyThumbprint: Type.String(),
    /** The executor's signed request. */
    request: Type.String(),
    deadlineMs: TimeMs,
  }),
  /** The claimer has more time. */
  extended: strict({
    claimId: Type.String(),
    /** The executor's signed request. */
    request: Type.String(),
    deadlineMs: TimeMs,
  }),
  succeeded: ended,
  failed: ended,
  unknown: ended,
  /** A person has found out how an unknown one ended: it amends the case. */
  reconciled: strict({
    person: Name,
    found: Found,
    assurance: Assurance,
    channel: Name,
    commandId: Type.String(),
  }),
  refused: strict({
    command: oneOf(commandNames),
    commandId: Type.String(),
    code: Type.String(),
    field: Type.Optional(Type.String()),
    person: Type.Optional(Name),
    /** Of an outcome that the claimer told too late: what it says, for whoever reconciles. */
    late: Type.Optional(
      strict({
        claimId: Type.String(),
        status: OutcomeStatus,
        code: Type.Optional(Name),
        reported: DigestSchema,
        proof: Type.String(),
      }),
    ),
  }),
  rejected: strict({
    code: Type.String(),
    field: Type.Optional(Type.String({ maxLength: 256 })),
    source: Source,
    receivedAtMs: TimeMs,
  }),
  frozen: Frozen,
  thawed: Thawed,
  adopted: strict({ policy: DigestSchema, directory: DigestSchema, trust: DigestSchema }),
} as const
