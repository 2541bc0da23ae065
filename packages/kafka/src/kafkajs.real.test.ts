/** The bus on Apache Kafka keeps the contract. */

import { createTopics, kafkaClient, realKafka, uniqueName } from '@holdpoint/testkit'
import { vi } from 'vitest'
import type { TestCluster } from './contract/cluster.ts'
import { busContract } from './contract.ts'
import { KafkaBus } from './kafkajs.ts'
import type { Bus } from './port.ts'

busContract(realTestCluster)

async function realTestCluster(): Promise<TestCluster> {
  const kafka = realKafka()
  const options = { brokers: kafka.brokers, ...kafka.operator }
  const admin = kafkaClient(kafka, kafka.operator).admin()
  await admin.connect()
  const buses: KafkaBus[] = []
  const newBus = (beforeCommit?: () => Promise<void>) => {
    const bus = new KafkaBus(options, beforeCommit === undefined ? {} : { beforeCommit })
    buses.push(bus)
    return bus
  }
  return {
    async topic(partitionCount) {
      const topic = uniqueName('topic')
      await createTopics(kafka, [{ name: topic, partitions: partitionCount }])
      return topic
    },
    name: () => uniqueName('name'),
    bus: () => newBus(),
    stallingBus() {
      const [reached, woken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const bus = newBus(async () => {
        reached.resolve()
        await woken.promise
      })
      return { bus, stalled: reached.promise, wake: woken.resolve }
    },
    crash: (bus: Bus) => bus instanceof KafkaBus && bus.destroy(),
    async groupOffset(groupId, topic, partition) {
      const offsets = await admin.fetchOffsets({ groupId, topics: [topic] })
      const found = offsets[0]?.partitions.find((each) => each.partition === partition)
      return found === undefined || found.offset === '-1' ? undefined : Number(found.offset)
    },
    async deleteBefore(topic, partition, offset) {
      // kafkajs deletes only from topics whose leaders it has looked up.
      await admin.fetchTopicOffsets(topic)
      const partitions = [{ partition, offset: String(offset) }]
      await admin.deleteTopicRecords({ topic, partitions })
    },
    brokerTimeMs: () => Date.now(),
    async withClientClock(offMs, run) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offMs })
      return await run().finally(() => vi.useRealTimers())
    },
    async close() {
      await Promise.all(buses.map((bus) => bus.close()))
      await admin.disconnect()
    },
  }
}
