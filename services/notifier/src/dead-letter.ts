/** A pointer to a record on `decisions` that was not taken in, for operators; never a copy of it. */
import { type DeadLetter, deadLetter, encodeEvent, recordId } from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'
import type { Parked } from './decision-record.ts'

/** Dead letters have one partition. */
const partition = 0

export function deadLetterRecord(
  { record, refusal }: Parked,
  topic: string,
  deployment: string,
  nowMs: number,
): OutRecord {
  const { field } = refusal.details
  const source = { topic: record.topic, partition: record.partition, offset: record.offset }
  const letter: DeadLetter = {
    source,
    group: 'notifier',
    code: refusal.code,
    ...(typeof field === 'string' ? { field: field.slice(0, 256) } : {}),
    message: refusal.message.slice(0, 512),
    atMs: nowMs,
  }
  const id = recordId(source)
  const { headers, value } = encodeEvent({
    id,
    source: `${deployment}/notifier`,
    type: deadLetter,
    subject: id,
    timeMs: nowMs,
    data: letter,
  })
  return { topic, partition, key: id, value, headers }
}
