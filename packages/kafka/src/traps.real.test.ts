/** What kafkajs 2.2.4 does when left alone, shown on a real broker; each test is named by what was seen. The contract suite shows the rest. */

import { createRequire } from 'node:module'
import { topicConfig } from '@holdpoint/contracts'
import { clusterOf } from '@holdpoint/local'
import { createTopics, kafkaClient, realKafka, uniqueName, until } from '@holdpoint/testkit'
import { type Admin, CompressionCodecs, CompressionTypes, Kafka } from 'kafkajs'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { Collector, eventually, record } from './contract/cluster.ts'
import { KafkaBus } from './kafkajs.ts'
import type { OutRecord } from './port.ts'

interface Produce {
  produce(request: object): Promise<unknown>
}
const { prototype: broker }: { prototype: Produce } = createRequire(import.meta.url)(
  'kafkajs/src/broker',
)
/** All that goes to a broker. */
interface Connection {
  send(given: { request: { apiKey: number } }): Promise<unknown>
}
const { prototype: connection }: { prototype: Connection } = createRequire(import.meta.url)(
  'kafkajs/src/network/connection',
)
const findCoordinator = 10
/** The inside of kafkajs, as far as it lets a member go. */
interface Forgetful {
  connect(): Promise<void>
  disconnect(): Promise<void>
  refreshMetadata(): Promise<void>
  findGroupCoordinator(of: { groupId: string }): Promise<{
    leaveGroup(member: { groupId: string; memberId: string }): Promise<unknown>
  }>
}
const buses: KafkaBus[] = []
let admin: Admin

beforeAll(async () => {
  admin = kafkaClient(realKafka(), realKafka().operator).admin()
  await admin.connect()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
})
afterAll(async () => {
  await admin.disconnect()
})

function newBus(): KafkaBus {
  const { brokers, operator } = realKafka()
  const bus = new KafkaBus({ brokers, ...operator })
  buses.push(bus)
  return bus
}

async function newTopic(partitionCount = 1): Promise<string> {
  const topic = uniqueName('topic')
  await createTopics(realKafka(), [{ name: topic, partitions: partitionCount }])
  return topic
}

async function read(topic: string, count: number): Promise<(string | null)[]> {
  const seen = new Collector()
  await seen.readAll(newBus(), uniqueName('reader'), [topic])
  await seen.count(count)
  return seen.values()
}

test('after a lost answer, other records were dropped as repeats of the first and called sent', async () => {
  const topic = await newTopic()
  const bus = newBus()
  await bus.send([record(topic, 0, 'warm')])
  const produce = broker.produce
  vi.spyOn(broker, 'produce').mockImplementationOnce(async function (this: Produce, request) {
    await produce.call(this, request)
    throw Object.assign(new Error('the answer was lost'), { retriable: false })
  })
  await expect(bus.send([record(topic, 0, 'lost answer')])).rejects.toMatchObject({
    code: 'HP_BROKER',
  })
  await bus.send([record(topic, 0, 'another')])
  expect(await read(topic, 3)).toEqual(['warm', 'lost answer', 'another'])
})

test('who coordinates was asked twice for every transaction', async () => {
  const topic = await newTopic()
  const transactor = await newBus().transactor(uniqueName('slot'))
  const sent = vi.spyOn(connection, 'send')
  for (const value of ['one', 'two', 'three']) await transactor.commit([record(topic, 0, value)])
  const asked = sent.mock.calls.map(([{ request }]) => request.apiKey)
  expect(asked.length).toBeGreaterThan(9)
  expect(asked.filter((key) => key === findCoordinator).length).toBeLessThanOrEqual(1)
  await transactor.close()
})

test('an answer lost on the way is asked for again, and nothing is written twice', async () => {
  const topic = await newTopic()
  const bus = newBus()
  const produce = broker.produce
  vi.spyOn(broker, 'produce').mockImplementationOnce(async function (this: Produce, request) {
    await produce.call(this, request)
    throw Object.assign(new Error('connection closed'), { retriable: true })
  })
  const bases = await bus.send([record(topic, 0, 'once')])
  expect([...bases.values()]).toEqual([0])
  await bus.send([record(topic, 0, 'after')])
  expect(await read(topic, 2)).toEqual(['once', 'after'])
})

test('a producer that was thrown away went on retrying, and wrote what was reported as failed', async () => {
  const topic = await newTopic()
  const bus = newBus()
  const failing = vi.spyOn(broker, 'produce').mockImplementation(async () => {
    throw Object.assign(new Error('not now'), { retriable: true })
  })
  const sent = bus.send([record(topic, 0, 'reported as failed')])
  const refused = expect(sent).rejects.toMatchObject({ code: 'HP_BROKER' })
  await until(() => failing.mock.calls.length > 1, { deadlineMs: 5000, what: 'a retry' })
  bus.destroy()
  await refused
  failing.mockRestore()
  const attempts = vi.spyOn(broker, 'produce')
  await newBus().send([record(topic, 0, 'other')])
  expect(await read(topic, 1)).toEqual(['other'])
  expect(attempts).toHaveBeenCalledTimes(1)
})

test('a batch that cannot be decoded stopped the consumer without a word', async () => {
  const topic = await newTopic()
  const seen = new Collector()
  const consumption = await seen.join(newBus(), { group: uniqueName('group'), topics: [topic] })
  await sendSnappy(topic, 'x')
  await expect(consumption.failed).rejects.toMatchObject({ code: 'HP_BROKER' })
})

test('one such batch would stop every reader of a topic that agents write: ours are unpacked by the broker', async () => {
  const topic = uniqueName('topic')
  const config = topicConfig('intended')
  await createTopics(realKafka(), [{ name: topic, partitions: 1, config }])
  await sendSnappy(topic, 'unpacked')
  expect(await read(topic, 1)).toEqual(['unpacked'])
})

test('a handler that takes longer than the session was expelled, and its work landed late', async () => {
  const topic = await newTopic(2)
  const group = uniqueName('group')
  const sessionTimeoutMs = 1500
  const gate = Promise.withResolvers<void>()
  const slow = new Collector()
  await slow.join(newBus(), {
    group,
    topics: [topic],
    sessionTimeoutMs,
    onRecords: async () => gate.promise,
  })
  await newBus().send([record(topic, 0, 'slow')])
  const startedMs = performance.now()
  await until(() => performance.now() - startedMs > 2 * sessionTimeoutMs, {
    deadlineMs: 10_000,
    what: 'two sessions to pass',
  })
  expect(slow.events).toEqual(['assigned 0,1'])
  gate.resolve()
  await slow.count(1)
  expect(slow.events).toEqual(['assigned 0,1'])
})

test('retry times depended on NODE_ENV: every client gets its own, transactions a first wait of 1 ms', async () => {
  const topic = await newTopic()
  const [producer, consumer] = [
    vi.spyOn(Kafka.prototype, 'producer'),
    vi.spyOn(Kafka.prototype, 'consumer'),
  ]
  const bus = newBus()
  await bus.send([record(topic, 0, 'a')])
  await bus.transactor(uniqueName('id'))
  await new Collector().join(bus, { group: uniqueName('group'), topics: [topic] })
  const whole = {
    initialRetryTime: expect.any(Number),
    factor: expect.any(Number),
    multiplier: expect.any(Number),
    maxRetryTime: expect.any(Number),
    retries: expect.any(Number),
  }
  const [plain, transactional] = producer.mock.calls.map(([config]) => config)
  expect(plain).toMatchObject({ idempotent: true, maxInFlightRequests: 1, retry: whole })
  expect(transactional).toMatchObject({
    maxInFlightRequests: 1,
    transactionTimeout: 10_000,
    retry: { ...whole, initialRetryTime: 1, multiplier: 1, factor: 0 },
  })
  expect(consumer.mock.calls[0]?.[0]).toMatchObject({ retry: whole })
})

test('a record that the topic refuses took the records of other calls with it', async () => {
  const topic = uniqueName('narrow')
  const config = { 'max.message.bytes': '200000' }
  await createTopics(realKafka(), [{ name: topic, partitions: 1, config }])
  const other = await newTopic()
  const bus = newBus()
  const large = { ...record(topic, 0, 'large'), value: Buffer.alloc(1_000_000) }
  const [refused, kept] = await Promise.allSettled([
    bus.send([large]),
    bus.send([record(other, 0, 'of another call')]),
  ])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'HP_TOO_LARGE' } })
  expect(kept.status).toBe('fulfilled')
  const together = Array.from({ length: 5 }, (_, n) => ({
    ...record(topic, 0, `${n}`),
    value: Buffer.alloc(100_000),
  }))
  await expect(bus.send(together)).rejects.toMatchObject({ code: 'HP_BROKER' })
})

test('a member that the group has forgotten joined again without a word', async () => {
  const topic = await newTopic(2)
  const group = uniqueName('group')
  const seen = new Collector()
  await seen.join(newBus(), { group, topics: [topic] })
  await newBus().send([record(topic, 0, 'before')])
  await seen.count(1)
  await forgetMembers(group)
  await eventually('it to be back', () => seen.events.length === 3)
  expect(seen.events).toEqual(['assigned 0,1', 'revoked 0,1', 'assigned 0,1'])
  await newBus().send([record(topic, 0, 'after')])
  await eventually('what came after', () => seen.values().includes('after'))
})

test('one large handler backlog paused nothing and filled the memory; now it waits on the broker', async () => {
  const topic = await newTopic()
  const gate = Promise.withResolvers<void>()
  const seen = new Collector()
  const megabytes: OutRecord[] = Array.from({ length: 160 }, (_, n) => ({
    ...record(topic, 0, String(n)),
    value: Buffer.alloc(100_000),
  }))
  await newBus().send(megabytes)
  const fetched = vi.fn()
  await seen.join(newBus(), {
    group: uniqueName('group'),
    topics: [topic],
    onRecords: async (records) => {
      fetched(records.length)
      await gate.promise
    },
  })
  await eventually('the handler to wait', () => fetched.mock.calls.length === 1)
  gate.resolve()
  await seen.count(160)
  expect(seen.records.map(({ key }) => key)).toEqual(megabytes.map(({ key }) => key))
})

/** As if their sessions had ended. */
async function forgetMembers(groupId: string): Promise<void> {
  const { groups } = await admin.describeGroups([groupId])
  const cluster = clusterOf(kafkaClient(realKafka(), realKafka().operator)) as unknown as Forgetful
  await cluster.connect()
  await cluster.refreshMetadata()
  const coordinator = await cluster.findGroupCoordinator({ groupId })
  for (const { memberId } of groups[0]?.members ?? []) {
    await coordinator.leaveGroup({ groupId, memberId })
  }
  await cluster.disconnect()
}

/** As a client in another language may: kafkajs knows gzip only. */
async function sendSnappy(topic: string, value: string): Promise<void> {
  const original = CompressionCodecs[CompressionTypes.Snappy]
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: async (encoder: { buffer: Buffer }) => snappyLiteral(encoder.buffer),
    decompress: original,
  })
  const producer = kafkaClient(realKafka(), realKafka().operator).producer()
  await producer.connect()
  try {
    await producer.send({ topic, messages: [{ value }], compression: CompressionTypes.Snappy })
  } finally {
    CompressionCodecs[CompressionTypes.Snappy] = original
    await producer.disconnect()
  }
}

/** One Snappy block of literals: what the broker can check without our knowing the codec. */
function snappyLiteral(bytes: Buffer): Buffer {
  if (bytes.length > 60) throw new Error('short batches only')
  return Buffer.concat([Buffer.from([bytes.length, (bytes.length - 1) << 2]), bytes])
}
