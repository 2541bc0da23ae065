/** One record of the decision stream: read, or told why not; and the leaves that speak of it. */
import {
  check,
  DecisionEvent,
  type Digest,
  decisionTypes,
  decodeEvent,
  digestBytes,
  factDigest,
  HoldpointError,
  isHoldpointError,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { type EventLeaf, encodeLeaf, type LogSource, leafTypes } from '../leaf.ts'

/** Evidence in a finding; longer facts are told by digest. */
const recordBytesMax = 40_000

export interface Candidate {
  readonly number: number
  readonly digest: Digest
  readonly previous: Digest
  readonly event: DecisionEvent
  readonly source: LogSource
  readonly arrivedMs: number
  readonly leaf: EventLeaf
  /** Of the leaf. */
  readonly bytes: Buffer
}

export function candidateOf(event: DecisionEvent, source: LogSource, arrivedMs: number): Candidate {
  const { fact } = event
  const leaf = leafOf(event, source)
  return {
    ...{ event, source, arrivedMs, leaf, bytes: encodeLeaf(leaf) },
    ...{ digest: factDigest(fact), number: fact.number, previous: fact.previous },
  }
}

export function sourceOf({ topic, partition, offset, timestampMs }: InRecord): LogSource {
  return { topic, partition, offset, timestampMs }
}

/** What can be told of a record without telling what it holds. */
export function outsideOf({ value }: InRecord) {
  return { digest: digestBytes(value ?? ''), bytes: value?.length ?? 0 }
}

/** The event, or the error that says why it is none. */
export function readEvent(record: InRecord): DecisionEvent | HoldpointError {
  try {
    const { attributes, data } = decodeEvent(record)
    const event = check(DecisionEvent, data)
    if (attributes.type === decisionTypes[event.fact.kind]) return event
    return new HoldpointError('HP_EVENT_INVALID', {
      field: 'type',
      rule: 'is not that of the fact',
    })
  } catch (error) {
    if (isHoldpointError(error) && error.kind === 'terminal') return error as HoldpointError
    throw error
  }
}

function leafOf({ fact, signature, head }: DecisionEvent, source: LogSource): EventLeaf {
  return {
    type: leafTypes.event,
    fact,
    ...(signature === undefined ? {} : { signature }),
    ...(head === undefined ? {} : { head }),
    source,
  }
}

export function placeOf({ event: { fact } }: Candidate) {
  const { slot, number, actionId } = fact
  return { slot, number, ...(actionId ? { actionId } : {}) }
}

/** The record itself, for whoever has to judge it; of long ones the digest. */
export function evidence(candidate: Candidate) {
  const { type: _, source, ...record } = candidate.leaf
  const isShort = candidate.bytes.length <= recordBytesMax
  return {
    source,
    ...placeOf(candidate),
    ...(isShort ? { record } : { digest: candidate.digest }),
  }
}
