/** A record on its way into the rules: what is known while it is read, and what it turned out to be. */
import type { Input, SlotInput } from '@holdpoint/approval'
import type { ActionId, DecodedEvent } from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import type { Checked } from '@holdpoint/seal'
import type { RulesInForce } from './adoption.ts'

/** What a record turned out to be: an input, or something to park (and perhaps an input that says so). */
export type Reading =
  | { readonly kind: 'input'; readonly input: Input | SlotInput }
  | {
      readonly kind: 'park'
      readonly record: InRecord
      readonly source: 'redacted' | 'commands'
      readonly code: string
      readonly field?: string
      readonly message: string
      readonly input?: Input
    }

/** Everything known of one record while it is read. */
export interface Received {
  readonly event: DecodedEvent
  readonly atMs: number
  readonly rules: RulesInForce
  readonly deployment: string
  /** How its signatures are checked. */
  readonly checked: Checked
}

/** One that is about an action. */
export interface Arrival extends Received {
  readonly actionId: ActionId
}
