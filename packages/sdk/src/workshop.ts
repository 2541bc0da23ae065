/** What the steps of one action share, and what they tell. */
import type { ActionId, HoldpointError } from '@holdpoint/contracts'
import type { Trust } from '@holdpoint/seal'
import type { Effect } from './effect.ts'
import type { Identity } from './identity.ts'
import type { ExecutorTransport } from './transport.ts'

/** Ids and codes only, but for `error` of `ended`, which is whatever a handler threw. */
export type ExecutorEvent =
  /** A record that is no grant for us, or one that must not be believed. */
  | { readonly kind: 'refused'; readonly actionId?: ActionId; readonly error: HoldpointError }
  /** No handler for its type; left to others. */
  | { readonly kind: 'skipped'; readonly actionId: ActionId; readonly type: string }
  /** Somebody else has it, it is over, or the gate could not be reached in time. */
  | { readonly kind: 'lost'; readonly actionId: ActionId; readonly error: HoldpointError }
  /** A person has stopped it for now; it is asked for again. */
  | { readonly kind: 'frozen'; readonly actionId: ActionId }
  | { readonly kind: 'claimed'; readonly actionId: ActionId; readonly isRepeated: boolean }
  /** The runner has asked for more time. */
  | { readonly kind: 'extended'; readonly actionId: ActionId; readonly untilMs: number }
  | { readonly kind: 'unextended'; readonly actionId: ActionId; readonly error: HoldpointError }
  | {
      readonly kind: 'ended'
      readonly actionId: ActionId
      readonly status: Effect['status']
      readonly code?: string
      readonly error?: unknown
    }
  | { readonly kind: 'unreported'; readonly actionId: ActionId; readonly error: HoldpointError }

/** What the steps of one action need. */
export interface Workshop {
  readonly identity: Identity
  readonly transport: ExecutorTransport
  readonly trust: Trust
  readonly isUnsignedAllowed: boolean
  readonly isKeptAlive: boolean
  readonly emit: (event: ExecutorEvent) => void
  /** Aborts when nothing new may be taken. */
  readonly stop: AbortSignal
}
