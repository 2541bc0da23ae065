/** Every event type with its schema and the topics it travels on: for decoding by type, and for what is generated (registry subjects, AsyncAPI). */
import type { TSchema } from 'typebox'
import { Action, actionIntended } from './events/action-intended.ts'
import { ActionRedacted, actionRedacted } from './events/action-redacted.ts'
import { ActionSettled, actionSettled } from './events/action-settled.ts'
import { CheckpointPublished, checkpointPublished } from './events/checkpoint-published.ts'
import {
  Claim,
  claimCommand,
  Extend,
  extendCommand,
  Reconcile,
  Revoke,
  reconcileCommand,
  revokeCommand,
  Vote,
  voteCommand,
  Withdraw,
  withdrawCommand,
} from './events/command.ts'
import { DeadLetter, deadLetter } from './events/dead-letter.ts'
import { DecisionEvent, decisionTypes } from './events/decision.ts'
import { Freeze, freezeCommand, Spread, spreadCommand, Thaw, thawCommand } from './events/freeze.ts'
import { GrantIssued, grantIssued } from './events/grant-issued.ts'
import { GrantRevoked, grantRevoked } from './events/grant-revoked.ts'
import { IntentRefused, intentRefused } from './events/intent-refused.ts'
import { OutcomeRedacted, outcomeRedacted } from './events/outcome-redacted.ts'
import { Outcome, outcomeReported } from './events/outcome-reported.ts'
import {
  PersonAway,
  PersonBack,
  PersonLinked,
  PersonUnlinked,
  personAway,
  personBack,
  personLinked,
  personUnlinked,
} from './events/person.ts'
import type { TopicId } from './topics.ts'

export interface EventSpec {
  /** Schema of the data. */
  readonly schema: TSchema
  readonly topic: TopicId | 'dlq'
}

/** By CloudEvents type. */
export const catalogue: Readonly<Record<string, EventSpec>> = {
  [actionIntended]: { schema: Action, topic: 'intended' },
  [actionRedacted]: { schema: ActionRedacted, topic: 'redacted' },
  [intentRefused]: { schema: IntentRefused, topic: 'redacted' },
  [outcomeRedacted]: { schema: OutcomeRedacted, topic: 'redacted' },
  [voteCommand]: { schema: Vote, topic: 'commands' },
  [withdrawCommand]: { schema: Withdraw, topic: 'commands' },
  [claimCommand]: { schema: Claim, topic: 'commands' },
  [revokeCommand]: { schema: Revoke, topic: 'commands' },
  [extendCommand]: { schema: Extend, topic: 'commands' },
  [reconcileCommand]: { schema: Reconcile, topic: 'commands' },
  [freezeCommand]: { schema: Freeze, topic: 'commands' },
  [thawCommand]: { schema: Thaw, topic: 'commands' },
  [spreadCommand]: { schema: Spread, topic: 'commands' },
  ...Object.fromEntries(
    Object.values(decisionTypes).map((type) => [
      type,
      { schema: DecisionEvent, topic: 'decisions' },
    ]),
  ),
  [grantIssued]: { schema: GrantIssued, topic: 'approved' },
  [grantRevoked]: { schema: GrantRevoked, topic: 'approved' },
  [outcomeReported]: { schema: Outcome, topic: 'outcomes' },
  [personLinked]: { schema: PersonLinked, topic: 'people' },
  [personUnlinked]: { schema: PersonUnlinked, topic: 'people' },
  [personAway]: { schema: PersonAway, topic: 'people' },
  [personBack]: { schema: PersonBack, topic: 'people' },
  [checkpointPublished]: { schema: CheckpointPublished, topic: 'checkpoints' },
  [actionSettled]: { schema: ActionSettled, topic: 'settled' },
  [deadLetter]: { schema: DeadLetter, topic: 'dlq' },
}
