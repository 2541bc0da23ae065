/**
 * Everything a read-committed reader would see of a topic, up to its end at the moment of the call, as operator and without a consumer group. Asks the broker
 * directly: a consumer can't tell where a topic with transactions ends, since markers take offsets and are never delivered.
 */

import { createRequire } from 'node:module'
import {
  type Broker,
  clusterOf,
  type FetchedPartition,
  kafkaClient,
  type OperatorAccess,
} from '@holdpoint/local'
import type { IHeaders } from 'kafkajs'

const fetchBytes = 4 * 1024 * 1024
const readCommitted = 1

export interface DumpedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly key: string | null
  /** null is a tombstone. */
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

interface Message {
  readonly offset: string
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: IHeaders
}

/** Leaves out what belongs to aborted transactions, and markers. */
interface Batch {
  readonly messages: readonly Message[]
  lastOffset(): string
}
type BatchClass = new (topic: string, fetchedOffset: string, data: FetchedPartition) => Batch

/** Records by partition, then offset. */
export async function dumpTopic(access: OperatorAccess, topic: string): Promise<DumpedRecord[]> {
  const kafka = kafkaClient(access, access.operator)
  const admin = kafka.admin()
  await admin.connect()
  const starts = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect())
  const cluster = clusterOf(kafka)
  try {
    await cluster.connect()
    await cluster.addTargetTopic(topic)
    const records: DumpedRecord[] = []
    for (const { partition, low } of starts.toSorted((a, b) => a.partition - b.partition)) {
      const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))
      const broker = await cluster.findBroker({ nodeId })
      records.push(...(await dumpPartition(broker, topic, partition, BigInt(low))))
    }
    return records
  } finally {
    await cluster.disconnect()
  }
}

/** Several topics at once, by name. */
export async function dumpTopics(
  access: OperatorAccess,
  topics: readonly string[],
): Promise<ReadonlyMap<string, DumpedRecord[]>> {
  const dumps = await Promise.all(topics.map((topic) => dumpTopic(access, topic)))
  return new Map(topics.map((topic, index) => [topic, dumps[index] ?? []]))
}

const batchClass: BatchClass = createRequire(import.meta.url)('kafkajs/src/consumer/batch')

async function dumpPartition(
  broker: Broker,
  topic: string,
  partition: number,
  start: bigint,
): Promise<DumpedRecord[]> {
  const records: DumpedRecord[] = []
  let end: bigint | undefined
  for (let at = start; end === undefined || at < end; ) {
    const asked = { partition, fetchOffset: String(at), maxBytes: fetchBytes }
    const answer = await broker.fetch({
      ...{ isolationLevel: readCommitted, maxWaitTime: 0 },
      topics: [{ topic, partitions: [asked] }],
    })
    const data = answer.responses[0]?.partitions[0]
    if (data === undefined) throw new Error(`no answer for ${topic}/${partition}`)
    // What comes after the first answer is none of this dump: a busy topic would have no end.
    end ??= BigInt(data.lastStableOffset)
    const batch = new batchClass(topic, String(at), data)
    records.push(...batch.messages.map((message) => dumped(topic, partition, message)))
    // An empty answer before the end is a stretch that compaction has emptied.
    at = data.messages.length === 0 ? end : BigInt(batch.lastOffset()) + 1n
  }
  return records
}

function dumped(topic: string, partition: number, message: Message): DumpedRecord {
  const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [
    name,
    String(Array.isArray(value) ? value[0] : value),
  ])
  return {
    ...{ topic, partition, offset: Number(message.offset), value: message.value },
    timestampMs: Number(message.timestamp),
    key: message.key === null ? null : message.key.toString(),
    headers: Object.fromEntries(headers),
  }
}
