/** What the redactor writes: events for the gate, authenticated with the key it shares with it, and pointers for operators. Never a value of an original. */
import {
  type ActionId,
  type DeadLetter,
  deadLetter,
  deadLetterTopic,
  encodeEvent,
  type IntentRefused,
  intentRefused,
  macAttribute,
  recordId,
  type Source,
  slotOf,
  topicName,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import { recordMac, type Secret } from '@holdpoint/seal'

const group = 'redactor'
/** Dead-letter topics have one partition: operators read them in order. */
const deadLetterPartition = 0

export interface RecordWriter {
  readonly deployment: string
  readonly prefix: string
  /** Partitions of `actions.redacted`. */
  readonly slotCount: number
  /** Shared with the gate. */
  readonly macKey: Secret
}

export interface Refusal {
  readonly kind: IntentRefused['kind']
  readonly code: string
  readonly field?: string
  readonly message: string
}

/** An event on `actions.redacted`. Its id says which record it came from, so a repeat is recognised. */
export function redactedRecord(
  writer: RecordWriter,
  event: {
    readonly type: string
    readonly actionId: ActionId
    readonly source: Source
    readonly timeMs: number
    readonly data: unknown
  },
): OutRecord {
  const { type, actionId, source, timeMs, data } = event
  const subject = actionId
  const from = `${writer.deployment}/redactor`
  const encoded = encodeEvent({ id: recordId(source), source: from, type, subject, timeMs, data })
  const mac = recordMac(writer.macKey, { type, subject, data: encoded.value })
  return {
    topic: topicName(writer.prefix, 'redacted'),
    partition: slotOf(actionId, writer.slotCount),
    key: actionId,
    value: encoded.value,
    headers: { ...encoded.headers, [`ce_${macAttribute}`]: mac },
  }
}

/** Tells the gate, and through it the log and the sender, that a record became no action. */
export function refusalRecord(
  writer: RecordWriter,
  refusal: Refusal,
  actionId: ActionId,
  source: Source,
  receivedAtMs: number,
): OutRecord {
  const data: IntentRefused = { ...refusal, source, receivedAtMs }
  return redactedRecord(writer, {
    type: intentRefused,
    actionId,
    source,
    timeMs: receivedAtMs,
    data,
  })
}

/** A pointer for operators. Records of ingress topics are parked with the intents. */
export function deadLetterRecord(
  writer: RecordWriter,
  { kind, ...why }: Refusal,
  source: Source,
  atMs: number,
): OutRecord {
  const data: DeadLetter = { ...why, source, group, atMs }
  const id = recordId(source)
  const from = `${writer.deployment}/redactor`
  const { headers, value } = encodeEvent({
    id,
    source: from,
    type: deadLetter,
    subject: id,
    timeMs: atMs,
    data,
  })
  return {
    topic: deadLetterTopic(writer.prefix, group, kind === 'outcome' ? 'outcomes' : 'intended'),
    partition: deadLetterPartition,
    key: id,
    value,
    headers,
  }
}
