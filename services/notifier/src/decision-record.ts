/** From a record on `decisions` to a fact and its views, or the reason why it is neither. Signatures come later, see proven.ts. */
import {
  check,
  commit,
  DecisionEvent,
  type Digest,
  decisionId,
  decisionTypes,
  decodeEvent,
  factDigest,
  HoldpointError,
  isHoldpointError,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'

export interface DecisionRecord {
  readonly record: InRecord
  readonly event: DecisionEvent
  /** Of the fact. */
  readonly digest: Digest
}

export interface Parked {
  readonly record: InRecord
  readonly refusal: HoldpointError
}

export type Reading = DecisionRecord | Parked

export const isParked = (reading: Reading): reading is Parked => 'refusal' in reading

export function readDecision(record: InRecord, deployment: string): Reading {
  try {
    return decode(record, deployment)
  } catch (refusal) {
    if (!isHoldpointError(refusal) || refusal.kind !== 'terminal') throw refusal
    return { record, refusal }
  }
}

function decode(record: InRecord, deployment: string): DecisionRecord {
  const { attributes, data } = decodeEvent(record)
  const event = check(DecisionEvent, data, '/data')
  const { fact, views } = event
  const isConsistent: readonly (readonly [field: string, isRight: boolean])[] = [
    ['type', attributes.type === decisionTypes[fact.kind]],
    ['id', attributes.id === decisionId(fact.slot, fact.number)],
    ['subject', attributes.subject === (fact.actionId ?? `~${fact.slot}`)],
    ['/data/fact/deployment', fact.deployment === deployment],
    ['/data/fact/slot', fact.slot === record.partition],
  ]
  for (const [field, isRight] of isConsistent) {
    if (!isRight)
      throw new HoldpointError('HP_EVENT_INVALID', { field, rule: 'does not fit the fact' })
  }
  for (const [name, { salt, value }] of Object.entries(views)) {
    // A view that is missing was erased; one that differs was never committed to.
    if (commit(salt, value) !== fact.commitments[name]) {
      const details = { field: `/data/views/${name}`, rule: 'is not what the fact commits to' }
      throw new HoldpointError('HP_EVENT_INVALID', details)
    }
  }
  return { record, event, digest: factDigest(fact) }
}
