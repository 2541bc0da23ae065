/** Records of one slot: every topic that the gate writes has one partition per slot, keyed by action id. */
import { type EventText, encodeEvent, type TopicId, topicName } from '@holdpoint/contracts'
import type { OutRecord } from '@holdpoint/kafka'

export interface Sender {
  readonly deployment: string
  readonly prefix: string
  readonly slot: number
}

export interface Letter {
  readonly id: string
  readonly type: string
  /** Action id; without one the record belongs to the slot. */
  readonly subject: string | undefined
  readonly timeMs: number
  readonly data: unknown
}
/** The same with data that is JSON text already. */
export type LetterText = Omit<Letter, 'data'> & Pick<EventText, 'text'>

export function eventRecord(
  sender: Sender,
  topic: TopicId,
  letter: Letter | LetterText,
): OutRecord {
  const subject = letter.subject ?? `~${sender.slot}`
  const source = `${sender.deployment}/gate`
  const { headers, value } = encodeEvent({ ...letter, subject, source })
  return slotRecordOf(sender, topic, subject, value, headers)
}

export function slotRecordOf(
  { prefix, slot }: Sender,
  topic: TopicId,
  key: string,
  value: Buffer | null,
  headers: OutRecord['headers'] = {},
): OutRecord {
  return { topic: topicName(prefix, topic), partition: slot, key, value, headers }
}
