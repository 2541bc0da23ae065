/** Writes one event to a topic that the redactor reads, where its key belongs. */
import {
  type EventInit,
  encodeEvent,
  HoldpointError,
  type Source,
  slotOf,
  type TopicId,
  topicName,
} from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'

/** Resolves with where it stands, when Kafka has it. */
export async function write(
  bus: Bus,
  prefix: string,
  id: TopicId,
  event: EventInit & { readonly subject: string },
): Promise<Source> {
  const topic = topicName(prefix, id)
  const count = await bus.partitionCount(topic)
  if (count === 0) throw new HoldpointError('HP_BROKER', { rule: `no topic ${topic}` })
  const partition = slotOf(event.subject, count)
  const { headers, value } = encodeEvent(event)
  const bases = await bus.send([{ topic, partition, key: event.subject, value, headers }])
  const offset = bases.get(`${topic}/${partition}`)
  if (offset === undefined) throw new HoldpointError('HP_BROKER', { rule: 'no offset' })
  return { topic, partition, offset }
}
