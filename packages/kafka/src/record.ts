/** Records between our port and kafkajs, and how many of them one request may carry. */

import { batchBytesMax, HoldpointError, recordBytesMax } from '@holdpoint/contracts'
import type { KafkaMessage, Message, TopicMessages } from 'kafkajs'
import { type InRecord, type OutRecord, partitionKey } from './port.ts'

/** kafkajs copies a partition's list once per message when it groups them: quadratic beyond this. */
export const batchRecordsMax = 1000
/** All partitions of one request together; keeps one request's time and memory small. */
export const requestBytesMax = 8 * batchBytesMax
/** Lengths, offsets and timestamps that Kafka writes around a record, and around a header, at most. */
const recordOverheadBytes = 40
const headerOverheadBytes = 10

export function recordBytes(record: Omit<OutRecord, 'topic' | 'partition'>): number {
  let bytes = recordOverheadBytes + (record.value?.length ?? 0)
  if (record.key !== null) bytes += Buffer.byteLength(record.key)
  for (const [name, value] of Object.entries(record.headers)) {
    bytes += headerOverheadBytes + Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  return bytes
}

/** The size of each. Throws HP_TOO_LARGE for one that no topic takes. */
export function checkSizes(records: readonly OutRecord[]): number[] {
  return records.map((record) => {
    const bytes = recordBytes(record)
    if (bytes <= recordBytesMax) return bytes
    throw new HoldpointError('HP_TOO_LARGE', { bytes, limit: recordBytesMax })
  })
}

/**
 * How many records from `start` on fit into one request: at least one, and in each partition no more than one broker batch takes. A record that is larger than a
 * batch has a request of its own, so that only its sender hears when the broker refuses it.
 */
export function fitting(
  records: readonly OutRecord[],
  start: number,
  sizes: readonly number[] = records.map(recordBytes),
): number {
  const perPartition = new Map<string, { bytes: number; count: number }>()
  let total = 0
  for (let index = start; index < records.length; index++) {
    const record = records[index]
    if (record === undefined) break
    const bytes = sizes[index] ?? 0
    if (bytes > batchBytesMax) return Math.max(1, index - start)
    const key = partitionKey(record.topic, record.partition)
    const sum = perPartition.get(key) ?? { bytes: 0, count: 0 }
    total += bytes
    const isFull = sum.count === batchRecordsMax || sum.bytes + bytes > batchBytesMax
    if (isFull || total > requestBytesMax) return index - start
    perPartition.set(key, { bytes: sum.bytes + bytes, count: sum.count + 1 })
  }
  return records.length - start
}

export function toTopicMessages(records: readonly OutRecord[]): TopicMessages[] {
  const byTopic = new Map<string, Message[]>()
  for (const { topic, partition, key, value, headers } of records) {
    const messages = byTopic.get(topic) ?? []
    messages.push({ partition, key, value, headers: { ...headers } })
    byTopic.set(topic, messages)
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }))
}

export function toInRecord(topic: string, partition: number, message: KafkaMessage): InRecord {
  return {
    topic,
    partition,
    key: message.key === null ? null : message.key.toString(),
    value: message.value,
    headers: toHeaders(message.headers ?? {}),
    offset: Number(message.offset),
    timestampMs: Number(message.timestamp),
  }
}

/**
 * kafkajs makes a list of a repeated header, and also of one that is named like a member of every object (`constructor`): the last entry is what was sent last.
 */
function toHeaders(headers: object): Record<string, string> {
  const entries: [string, string][] = []
  for (const [name, value] of Object.entries(headers)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value
    if (Buffer.isBuffer(last)) entries.push([name, last.toString()])
  }
  return Object.fromEntries(entries)
}
