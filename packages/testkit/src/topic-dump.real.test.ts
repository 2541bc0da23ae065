import type { Admin, Message, Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTopics, dumpTopic, kafkaClient, realKafka, uniqueName } from './index.ts'

const topic = uniqueName('dump')
let admin: Admin
let producer: Producer

beforeAll(async () => {
  const kafka = kafkaClient(realKafka(), realKafka().operator)
  admin = kafka.admin()
  await admin.connect()
  await createTopics(realKafka(), [{ name: topic, partitions: 2 }])
  producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
  await producer.connect()
})

afterAll(async () => {
  await producer.disconnect()
  await admin.deleteTopics({ topics: [topic] })
  await admin.disconnect()
})

async function transact(messages: Message[], end: 'commit' | 'abort'): Promise<void> {
  const transaction = await producer.transaction()
  await transaction.send({ topic, acks: -1, messages })
  await transaction[end]()
}

const values = async () =>
  (await dumpTopic(realKafka(), topic)).map(({ partition, key, value }) => {
    return `${partition} ${key} ${value}`
  })

test('a topic without records has an empty dump', async () => {
  expect(await values()).toEqual([])
})

test('committed records come by partition and offset, aborted ones never', async () => {
  await transact([{ partition: 1, key: 'a', value: '1' }], 'abort')
  await transact(
    [
      { partition: 1, key: 'b', value: '2', headers: { ce_id: 'x' } },
      { partition: 0, key: 'c', value: null },
    ],
    'commit',
  )
  await transact([{ partition: 0, key: 'd', value: '3' }], 'abort')
  expect(await values()).toEqual(['0 c null', '1 b 2'])
  const records = await dumpTopic(realKafka(), topic)
  expect(records[1]).toMatchObject({ topic, headers: { ce_id: 'x' }, offset: 2 })
})

test('what an open transaction has written is not seen', async () => {
  const before = await values()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ partition: 0, key: 'e', value: '4' }] })
  expect(await values()).toEqual(before)
  await transaction.commit()
  expect(await values()).toEqual(['0 c null', '0 e 4', '1 b 2'])
})
