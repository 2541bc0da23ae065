/** Topics as planned: made where missing, set to their settings where present. */

import { HoldpointError, slotTopics, type TopicPlan } from '@holdpoint/contracts'
import kafkajs, { type Admin } from 'kafkajs'
import { until } from '../infra/wait.ts'

/** New topics reach all brokers within milliseconds; a busy machine may take longer. */
const settleDeadlineMs = 30_000
/** A node that was starved of CPU for its session's 2 s is out for a moment, and may leave a request without an answer. */
const createTriesMax = 3

/** Resolves when every partition has a leader. Throws HP_SETUP when a slot topic has another number of partitions. */
export async function putTopics(admin: Admin, planned: readonly TopicPlan[]): Promise<void> {
  const before = new Set(await admin.listTopics())
  const found = planned.filter(({ name }) => before.has(name))
  await createMissing(admin, planned)
  if (found.length === 0) return
  await checkPartitions(admin, planned)
  await admin.alterConfigs({ validateOnly: false, resources: found.map(configured) })
}

async function createMissing(admin: Admin, planned: readonly TopicPlan[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const present = new Set(await admin.listTopics())
    const missing = planned.filter(({ name }) => !present.has(name))
    try {
      // Not kafkajs' own waiting: it gives up on a broker that has not heard of the topic yet.
      const topics = missing.map(newTopic)
      if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: false })
      return await allLed(admin, planned)
    } catch (error) {
      const isLost = error instanceof Error && error.name === 'KafkaJSRequestTimeoutError'
      if (!isLost || attempt === createTriesMax) throw error
    }
  }
}

async function allLed(admin: Admin, planned: readonly TopicPlan[]): Promise<void> {
  const names = planned.map(({ name }) => name)
  await until(
    async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: names })
      return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
    },
    { deadlineMs: settleDeadlineMs, what: 'leaders of the new topics' },
  )
}

const newTopic = ({ name, partitions, config }: TopicPlan) => ({
  ...{ topic: name, numPartitions: partitions },
  configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
})

const configured = ({ name, config }: TopicPlan) => ({
  ...{ type: kafkajs.ConfigResourceTypes.TOPIC, name },
  configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
})

/** A slot is a partition number: with counts that differ, some actions would have no owner, or their state would lie elsewhere. */
async function checkPartitions(admin: Admin, planned: readonly TopicPlan[]): Promise<void> {
  const slotIds: readonly string[] = slotTopics
  const names = planned.filter(({ id }) => slotIds.includes(id)).map(({ name }) => name)
  const { topics } = await admin.fetchTopicMetadata({ topics: names })
  for (const { name, partitions } of topics) {
    const wanted = planned.find((topic) => topic.name === name)?.partitions
    if (partitions.length === wanted) continue
    const what = `topic ${name} has ${partitions.length} partitions instead of ${wanted}; the number of slots is fixed for the life of a deployment`
    throw new HoldpointError('HP_SETUP', { what })
  }
}
