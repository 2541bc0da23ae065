/** "Server started" comes before the coordinators have loaded; a consumer that joins in between crashes once. Touching them waits it out. */

import { randomUUID } from 'node:crypto'
import type { Credential } from './broker-files.ts'
import { type KafkaAddress, kafkaClient } from './kafka-client.ts'
import { until } from './wait.ts'

const warmUpDeadlineMs = 20_000
const warmUpTimeoutMs = 10_000

export async function warmUp(address: KafkaAddress, operator: Credential): Promise<void> {
  const id = `warm-up-${randomUUID()}`
  // Not fewer retries: kafkajs refuses a transactional producer without any.
  const kafka = kafkaClient(address, operator, 1)
  const admin = kafka.admin()
  const wait = { deadlineMs: warmUpDeadlineMs, what: 'the coordinators of Kafka' }
  try {
    await until(async () => {
      await admin.connect()
      await admin.fetchOffsets({ groupId: id })
      return true
    }, wait)
    await until(async () => {
      const producer = kafka.producer({ transactionalId: id, transactionTimeout: warmUpTimeoutMs })
      await producer.connect()
      // Connecting alone does not ask the transaction coordinator; beginning does.
      const begun = producer.transaction().then((transaction) => transaction.abort())
      await begun.finally(() => producer.disconnect())
      return true
    }, wait)
  } finally {
    await admin.disconnect()
  }
}
