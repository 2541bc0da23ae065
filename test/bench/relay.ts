/**
 * A process of its own, like the services: copies one topic to another with kafkajs alone, batch by batch, acks all. What everything else is held against, so it
 * loads nothing of ours: our Kafka package mends kafkajs wherever it is loaded.
 */
import { randomUUID } from 'node:crypto'
import type { Credential } from '@holdpoint/local'
import { type EachBatchPayload, Kafka, logLevel, type Producer } from 'kafkajs'

export interface RelayJob {
  readonly brokers: readonly string[]
  readonly operator: Credential
  readonly from: string
  readonly to: string
  readonly records: number
}

export interface RelayResult {
  /** From the first batch at hand to the last one acknowledged. */
  readonly seconds: number
  readonly cpuSeconds: number
}

/** All partitions at once, as the services do. */
const partitionsAtOnce = 6

process.once('message', (job: RelayJob) => {
  void relay(job).then((result) => process.send?.(result, () => process.exit(0)))
})
// Whoever wanted to know is gone.
process.once('disconnect', () => process.exit(1))

async function relay({ brokers, operator, from, to, records }: RelayJob): Promise<RelayResult> {
  const kafka = new Kafka({
    brokers: [...brokers],
    sasl: { mechanism: 'scram-sha-512', ...operator },
    logLevel: logLevel.NOTHING,
  })
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  const consumer = kafka.consumer({ groupId: `bench.${randomUUID()}` })
  await Promise.all([producer.connect(), consumer.connect()])
  await consumer.subscribe({ topics: [from], fromBeginning: true })
  const done = Promise.withResolvers<RelayResult>()
  let start: { ms: number; cpu: NodeJS.CpuUsage } | undefined
  let count = 0
  await consumer.run({
    partitionsConsumedConcurrently: partitionsAtOnce,
    eachBatch: async ({ batch }) => {
      start ??= { ms: performance.now(), cpu: process.cpuUsage() }
      await copy(batch, to, producer)
      count += batch.messages.length
      if (count < records) return
      const { user, system } = process.cpuUsage(start.cpu)
      const seconds = (performance.now() - start.ms) / 1000
      done.resolve({ seconds, cpuSeconds: (user + system) / 1e6 })
    },
  })
  return done.promise
}

async function copy(
  { partition, messages }: EachBatchPayload['batch'],
  topic: string,
  producer: Producer,
): Promise<void> {
  await producer.send({
    ...{ topic, acks: -1 },
    messages: messages.map(({ key, value, headers }) => {
      return { key, value, partition, ...(headers === undefined ? {} : { headers }) }
    }),
  })
}
