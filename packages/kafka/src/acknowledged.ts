/** What the broker said to a produce request, checked: every partition that was written to must be in it. */

import { HoldpointError } from '@holdpoint/contracts'
import type { RecordMetadata } from 'kafkajs'
import { type BaseOffsets, type OutRecord, partitionKey } from './port.ts'

/**
 * Base offset of each partition. kafkajs drops records for a partition that the topic doesn't have, and reports success; here that is HP_BROKER.
 */
export function acknowledged(
  records: readonly OutRecord[],
  answers: readonly RecordMetadata[],
): BaseOffsets {
  const bases = new Map<string, number>()
  for (const { topicName, partition, baseOffset } of answers) {
    if (baseOffset !== undefined) bases.set(partitionKey(topicName, partition), Number(baseOffset))
  }
  for (const { topic, partition } of records) {
    if (bases.has(partitionKey(topic, partition))) continue
    throw new HoldpointError('HP_BROKER', { rule: `topic ${topic} has no partition ${partition}` })
  }
  return bases
}
