/**
 * What any channel shows of an action: words in order, no layout. Made of the masked view alone; every text of an agent in it is marked as such, so that no
 * renderer takes it for ours.
 */
import type { ActionId, Digest, Risk } from '@holdpoint/contracts'

/** Pending and frozen can be decided or are on hold; the rest is how it went on. */
export type CardState =
  | 'pending'
  | 'frozen'
  | 'approved'
  | 'claimed'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'denied'
  | 'expired'
  | 'withdrawn'
  | 'revoked'
  | 'lapsed'

/** Text that somebody else wrote. Invisible and dangerous characters are visible codes in it already; what its sink parses is still to be escaped. */
export interface Foreign {
  readonly foreign: string
}
/** Our words and foreign text in one line, in order. */
export type Line = readonly (string | Foreign)[]

export interface Row {
  readonly label: Line
  readonly value: Line
  /** `code`: line breaks matter. `change`: `before` is what the previous attempt had. */
  readonly kind: 'text' | 'code' | 'change'
  readonly before?: Line
  /** Something of it is not here at all (a blob, a limit of the engine): no copy is complete. */
  readonly isCut?: true
}

export interface Card {
  readonly actionId: ActionId
  readonly presented: Digest
  readonly revision: number
  /** First 12 hex digits of the presented digest. */
  readonly fingerprint: string
  readonly state: CardState
  /** `Needs approval`, `Needs 1 more`, `Denied`, … */
  readonly mark: string
  /** Agent, verb, object, environment: never parameters. Also stands in previews and subjects. */
  readonly headline: Line
  readonly risk?: Risk
  /** What is asked for, in the policy's order. Never dropped without making the copy incomplete. */
  readonly rows: readonly Row[]
  /** `3 values masked (2 e-mail, 1 card)`; absent where none was. */
  readonly masked?: string
  readonly whyStopped: Line
  readonly justification?: Line
  readonly forWhom: readonly Row[]
  /** `1 of 2, needs 1 from finance`, and who voted. */
  readonly progress: readonly Line[]
  /** When it ends, and what happens then; absent once it has ended. */
  readonly clock?: { readonly untilMs: number; readonly after: string }
  readonly reversible?: string
  /** What it came to, masked; once it has ended. Nobody decides about it: a part may be shown. */
  readonly result?: readonly Row[]
  /** The latest first: votes, reminders, how it ended, what came of it. */
  readonly story: readonly { readonly atMs: number; readonly line: Line }[]
  /** What the viewer could do from a copy; channels leave out what they can't bring back. */
  readonly buttons: readonly ('approve' | 'deny' | 'open' | 'sign')[]
  readonly reasonRequired: boolean
  /** The action in the console. */
  readonly link: string
}
