/**
 * What can happen to an action. The gate has checked every signature before it builds one of these: a `person`, `agent` or `executor` here is proven.
 * What could not be proven becomes a `refusal`, so that it is answered and logged all the same.
 */
import type {
  ActionId,
  ActionRedacted,
  Assurance,
  CommandName,
  Digest,
  Found,
  IntentRefused,
  OutcomeRedacted,
  Scope,
  Source,
  Spread,
  Verdict,
} from '@holdpoint/contracts'

interface Caused {
  /** The record's append time; of a timer, the moment up to which all input was read. */
  readonly atMs: number
}

/** What somebody asked for by a command, and is told about under its id. */
export type CommandInput = Extract<
  Input,
  {
    readonly kind: 'vote' | 'withdraw' | 'claim' | 'extend' | 'revoke' | 'reconcile' | 'outcome'
  }
>

export type Input =
  | (Caused & {
      readonly kind: 'intent'
      readonly actionId: ActionId
      readonly redacted: ActionRedacted
      /** The limit on open actions that leaves no room for a new one, as the slot counted when its turn came. */
      readonly crowdedBy?: string
    })
  | (Caused & {
      readonly kind: 'rejection'
      readonly actionId: ActionId | undefined
      readonly refused: IntentRefused
    })
  | (Caused & {
      readonly kind: 'vote'
      readonly actionId: ActionId
      readonly commandId: string
      /** Directory id, from a verified token or vouched for by the notifier. */
      readonly person: string
      readonly assurance: Assurance
      readonly verdict: Verdict
      readonly presented: Digest
      readonly complete: boolean
      readonly reason?: string
      readonly channel: string
      /** Kept in the erasable view. */
      readonly token?: string
    })
  | (Caused & {
      readonly kind: 'withdraw'
      readonly actionId: ActionId
      readonly commandId: string
      readonly agent: string
      readonly reason?: string
    })
  | (Caused & {
      readonly kind: 'claim'
      readonly actionId: ActionId
      readonly commandId: string
      readonly executor: string
      readonly audiences: readonly string[]
      readonly keyThumbprint: string
      readonly grantJti: string
      /** The signed request, for the log. */
      readonly request: string
    })
  | (Caused & {
      readonly kind: 'revoke'
      readonly actionId: ActionId
      readonly commandId: string
      readonly person: string
      readonly assurance: Assurance
      readonly reason: string
      readonly channel: string
      /** Kept in the erasable view. */
      readonly token?: string
    })
  | (Caused & {
      readonly kind: 'extend'
      readonly actionId: ActionId
      readonly commandId: string
      readonly keyThumbprint: string
      readonly claimId: string
      /** From its append time on. */
      readonly forMs: number
      /** The signed request, for the log. */
      readonly request: string
    })
  | (Caused & {
      readonly kind: 'reconcile'
      readonly actionId: ActionId
      readonly commandId: string
      readonly person: string
      readonly assurance: Assurance
      readonly found: Found
      readonly reason: string
      readonly channel: string
      /** Kept in the erasable view. */
      readonly token?: string
    })
  | (Caused & {
      readonly kind: 'outcome'
      readonly actionId: ActionId
      readonly commandId: string
      /** Thumbprint of the key that signed it. */
      readonly keyThumbprint: string
      readonly outcome: OutcomeRedacted
    })
  /** A command that failed authentication or did not parse. */
  | (Caused & {
      readonly kind: 'refusal'
      readonly actionId: ActionId | undefined
      readonly command: CommandName
      readonly commandId: string
      readonly code: string
      readonly field?: string
    })
  /** A timer of this action is due. */
  | (Caused & { readonly kind: 'due'; readonly actionId: ActionId })
  /** The gate gave up on an input of this action (it killed the process again and again): doubt means no. */
  | (Caused & {
      readonly kind: 'fault'
      readonly actionId: ActionId
      readonly code: string
      /** The record that it was; undefined: a timer. */
      readonly source: Source | undefined
      /** It was a command, and no action or outcome. */
      readonly isCommand?: true
    })

/** What concerns a whole slot and no single action. */
export type SlotInput =
  | (Caused & Ordered & { readonly kind: 'freeze'; readonly scope: Scope })
  | (Caused & Ordered & { readonly kind: 'thaw'; readonly freeze: string })
  /** The deciding slot has decided. */
  | (Caused & { readonly kind: 'spread'; readonly spread: Spread })

/** By a person. */
interface Ordered {
  readonly commandId: string
  readonly person: string
  readonly assurance: Assurance
  readonly reason: string
  readonly channel: string
  readonly token?: string
}
