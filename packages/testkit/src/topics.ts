/** Topics for tests of single parts, which need no deployment. */

import { kafkaClient, type OperatorAccess, putTopics } from '@holdpoint/local'

export interface TestTopic {
  readonly name: string
  readonly partitions: number
  /** Kafka's settings; default: those of the broker, with LogAppendTime. */
  readonly config?: Readonly<Record<string, string>>
}

/** Resolves when every partition has a leader. (kafkajs' own createTopics may reject although the topic is being made.) */
export async function createTopics(
  access: OperatorAccess,
  topics: readonly TestTopic[],
): Promise<void> {
  const admin = kafkaClient(access, access.operator).admin()
  await admin.connect()
  const config = { 'message.timestamp.type': 'LogAppendTime' }
  // Planned as dead letters, since those are bound to no slot count.
  const plan = topics.map((topic) => ({ id: 'dlq' as const, config, ...topic }))
  await putTopics(admin, plan).finally(() => admin.disconnect())
}
