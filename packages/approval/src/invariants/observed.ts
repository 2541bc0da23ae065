/** What a checker sees of a running system: records as they stand on the topics, and what executors and the log have done with them. */
import type {
  ActionId,
  ActionSettled,
  DecisionEvent,
  Digest,
  GrantIssued,
  GrantRevoked,
} from '@holdpoint/contracts'

/** An executor did the thing. */
export interface Run {
  readonly actionId: ActionId
  readonly claimId: string
  readonly executor: string
}

/** An entry of the log that stands for a fact. */
export interface Leaf {
  readonly slot: number
  readonly number: number
  readonly digest: Digest
}

/** Each list in the order in which it stands on its topic, as far as one slot or one action goes; nothing is said about two of them. */
export interface Observed {
  readonly decisions?: readonly DecisionEvent[]
  readonly grants?: readonly GrantIssued[]
  readonly revocations?: readonly GrantRevoked[]
  readonly settled?: readonly ActionSettled[]
  readonly runs?: readonly Run[]
  readonly leaves?: readonly Leaf[]
}

export interface ObserverOptions {
  /** Given: each action must be in its slot. */
  readonly slotCount?: number
  /** Reads the id out of a signed grant, so that it can be compared with the decision's. */
  jtiOf?(grant: string): string | undefined
  /** Thumbprint of the key that signed an outcome's proof, so that it can be compared with the claimer's. */
  signerOf?(proof: string): string | undefined
}
