import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { kafkaClient, realKafka, realRedis } from './index.ts'

test('x', async () => {
  const admin = kafkaClient(realKafka(), realKafka().operator).admin()
  await admin.connect()
  expect(await admin.listTopics()).toContain('__consumer_offsets')
  await admin.disconnect()
  const { host, port, operator } = realRedis()
  const redis = new Redis({ host, port, ...operator })
  expect(await redis.ping()).toBe('PONG')
  redis.disconnect()
})
