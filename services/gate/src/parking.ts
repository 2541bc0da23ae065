/** A pointer to an input that the gate could not read or gave up, for operators; never a copy of it. Dead letters have one partition. */
import {
  type DeadLetter,
  deadLetter,
  deadLetterTopic,
  encodeEvent,
  recordId,
} from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import type { Reading } from './arrival.ts'

export function parkingRecord(
  { record, source, code, field, message }: Extract<Reading, { kind: 'park' }>,
  { deployment, prefix }: { readonly deployment: string; readonly prefix: string },
  nowMs: number,
): OutRecord {
  const { topic, partition, offset } = record
  const letter: DeadLetter = {
    source: { topic, partition, offset },
    group: 'gate',
    code,
    ...(field === undefined ? {} : { field }),
    message,
    atMs: nowMs,
  }
  const id = recordId(letter.source)
  const { headers, value } = encodeEvent({
    id,
    source: `${deployment}/gate`,
    type: deadLetter,
    subject: id,
    timeMs: nowMs,
    data: letter,
  })
  return {
    topic: deadLetterTopic(prefix, 'gate', source),
    partition: 0,
    key: id,
    value,
    headers,
  }
}
