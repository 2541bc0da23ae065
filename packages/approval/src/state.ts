/** What the gate remembers of one action, and the closed set of its statuses. */
import type {
  ActionId,
  Assurance,
  Demand,
  Digest,
  ErrorCode,
  Finding,
  GrantTerms,
  Origin,
  Verdict,
} from '@holdpoint/contracts'
import type { Terms } from './rules.ts'

export const statuses = {
  pending: { open: true },
  approved: { open: true },
  claimed: { open: true },
  denied: { open: false },
  expired: { open: false },
  withdrawn: { open: false },
  revoked: { open: false },
  lapsed: { open: false },
  succeeded: { open: false },
  failed: { open: false },
  /** Ended in doubt: nobody repeats it; a person reconciles it later. */
  unknown: { open: false },
} as const
export type Status = keyof typeof statuses

/** Where an action goes, as far as that is known; see `targetOf`. */
export interface Target {
  readonly system?: string
  readonly resource?: string
}

export interface VoteRecord {
  readonly person: string
  readonly verdict: Verdict
  readonly assurance: Assurance
  readonly commandId: string
  readonly atMs: number
  /** Revision of the action that this vote made; finds its fact again. */
  readonly revision: number
}

export interface ClaimRecord {
  readonly id: string
  readonly executor: string
  readonly keyThumbprint: string
  /** Digest of the signed request that made it: the very same one again is a retry, another one a later life of the executor. */
  readonly request: Digest
  readonly atMs: number
  /** No outcome by then: unknown. */
  readonly deadlineMs: number
  /** Digest of the signed request that last extended it. */
  readonly extension?: Digest
}

/** Of a reversal: what it takes back, as it stood when the reversal came in. */
export interface Reversed {
  readonly claimId: string
  /** Who ran it, and may alone run the reversal. */
  readonly executor: string
  readonly intended: Digest
  /** Digest of the raw outcome, where there was one. */
  readonly reported?: Digest
}

/** A reversal that was not taken in: its id stands for this answer. */
export interface RefusedReversal {
  readonly code: ErrorCode
  readonly field?: string
  readonly intended: Digest
  readonly atMs: number
}

/** Of an action: its reversals. */
export interface Reversals {
  /** The one that is open, or has taken effect, or may have: there can be no other. */
  readonly standing?: ActionId
  /** When the last one ended; absent while it is open. */
  readonly endedAtMs?: number
  /** By id. Whoever asks again takes the next number, and never hears an old answer to a new question. */
  readonly refused?: Readonly<Record<string, RefusedReversal>>
  /** Counts changes of this record, which no revision counts. */
  readonly changes: number
}

/** What of an action's origin is asked for after it came in. All of it, with the agent's proof, stands in its first fact. */
export interface Remembered
  extends Pick<
    Origin,
    'type' | 'agent' | 'run' | 'onBehalfOf' | 'reverses' | 'intended' | 'presented' | 'labels'
  > {
  readonly identity: Unproven<Origin['identity']>
}
type Unproven<I> = I extends unknown ? Omit<I, 'proof'> : never

/** Small and mutable; the masked view and the sealed original lie apart (Dossier). */
export interface ActionState extends Terms {
  readonly id: ActionId
  /** Counts changes from 1. */
  readonly revision: number
  readonly status: Status
  readonly origin: Remembered
  readonly rule: string
  /** Who must not vote: directory ids of the requester's side, fixed when the action came in; the directory in force adds to it. */
  readonly excluded: readonly string[]
  readonly demand?: Demand
  /** When people were first asked: the ages in `demand` count from here. */
  readonly heldAtMs?: number
  readonly decideByMs?: number
  /** Since when the deadline runs that it has now: held, or approved. Frozen time after it is added to the deadline. */
  readonly sinceMs: number
  /** What the agent has said: no freeze makes it wanted for longer. */
  readonly wantedUntilMs?: number
  /** As far as it is not masked. */
  readonly target?: Target
  readonly votes: readonly VoteRecord[]
  readonly grant?: GrantTerms
  readonly claim?: ClaimRecord
  /** Digest of the raw outcome that ended it, so that a repeat is known as one. */
  readonly reported?: Digest
  readonly endedAtMs?: number
  /** Until then its agent may have the result unsealed, and the sealed result is kept. */
  readonly clearedUntilMs?: number
  /** Id of the person's command that ended it: the very same one again is a repeat, another one comes too late. */
  readonly endedBy?: string
  readonly reverses?: Reversed
  readonly reversals?: Reversals
  /** It has ended and can be reversed: its sealed original and outcome are still there. */
  readonly keepsSeals?: true
}

/** Written once when the action comes in. */
export interface Dossier {
  /** Masked action. */
  readonly action: unknown
  readonly salt: string
  readonly findings: Finding[]
  readonly unscanned: boolean
  readonly sealed: string
}

/** The state is written with every change of it, and nearly half of it would be what nobody asks for again. */
export function remembered(origin: Origin): Remembered {
  const { source: _, receivedAtMs: __, redactor: ___, identity, ...kept } = origin
  if (identity.kind === 'ingress') return { ...kept, identity }
  const { kind, keyId } = identity
  return { ...kept, identity: { kind, keyId } }
}
