/** What one input makes: the new state, and everything that must leave the gate in the same transaction. */
import type {
  ActionSettled,
  Digest,
  FactDraft,
  GrantRevoked,
  GrantTerms,
} from '@holdpoint/contracts'
import type { ActionState, ClaimRecord } from './state.ts'

/** A fact with the readable values that go beside it; `salt` only where one travels already, else the slot derives it. */
export interface Draft {
  readonly fact: FactDraft
  readonly views: Readonly<Record<string, { readonly value: unknown; readonly salt?: string }>>
}

/** What the caller of a command is told; stored under the command id. */
export type CommandAnswer =
  | {
      readonly ok: true
      readonly actionId: string
      readonly status: ActionState['status']
      readonly revision: number
      readonly claim?: ClaimRecord
      /** It had been done before; nothing changed. */
      readonly repeated?: true
    }
  | {
      readonly ok: false
      readonly actionId?: string
      readonly status?: ActionState['status']
      readonly code: string
      readonly details: Readonly<Record<string, string | number>>
    }

/** A result that its agent may have unsealed, and the terms of the receipt that the gate signs for it. */
export interface Clearance {
  readonly sealed: string
  readonly claimId: string
  /** The key that signed the intent. */
  readonly keyThumbprint: string
  readonly reported: Digest
  readonly issuedMs: number
  readonly expiresMs: number
}

export interface Step {
  /** Undefined: nothing to remember changed. */
  readonly state?: ActionState
  /** True for the first state of an action: its dossier must be written with it. */
  readonly isNew?: boolean
  /** Of a reversal: its original, which knows of it. */
  readonly original?: ActionState
  /** The sealed outcome, to be kept for a reversal. */
  readonly sealedOutcome?: string
  readonly drafts: readonly Draft[]
  readonly answers: readonly { readonly commandId: string; readonly answer: CommandAnswer }[]
  /** Sign and publish a grant with these terms on actions.approved. */
  readonly grant?: GrantTerms
  readonly revoked?: GrantRevoked
  readonly settled?: ActionSettled
  /** A timer came too early, because the action stood frozen: when to look again, ms since the epoch, or once something thaws. */
  readonly again?: number | 'thawed'
  /** Goes with `settled`. */
  readonly cleared?: Clearance
}
