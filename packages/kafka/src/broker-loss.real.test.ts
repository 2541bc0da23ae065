/** The broker dies, comes back, or hangs: what was acknowledged is there, what was not is said, and nobody waits for ever. */

import { join } from 'node:path'
import { isHoldpointError } from '@holdpoint/contracts'
import { createTopics, ownKafka, runDir, uniqueName, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Collector, record } from './contract/cluster.ts'
import { KafkaBus } from './kafkajs.ts'
import type { Bus } from './port.ts'

type Own = Awaited<ReturnType<typeof ownKafka>>

const deadlineMs = 40_000
let kafka: Own

beforeAll(async () => {
  kafka = await ownKafka(join(runDir(uniqueName('broker-loss')), 'kafka'))
  await kafka.server.start()
})
afterAll(async () => {
  kafka.server.kill('SIGCONT')
  await kafka.server.stop()
})

function newBus(): KafkaBus {
  return new KafkaBus({ brokers: kafka.address.brokers, ...kafka.address.operator })
}

async function newTopic(): Promise<string> {
  const topic = uniqueName('topic')
  await createTopics(kafka.address, [{ name: topic, partitions: 3 }])
  return topic
}

/** Sends numbers one after the other until told to stop, each again until it is acknowledged. */
async function sendNumbers(bus: Bus, topic: string, isOver: () => boolean) {
  const acknowledged: string[] = []
  const inDoubt = new Set<string>()
  for (let n = 0; !isOver(); n++) {
    const value = String(n)
    for (;;) {
      try {
        await bus.send([record(topic, n % 3, value)])
        acknowledged.push(value)
        break
      } catch (error) {
        if (!isHoldpointError(error) || error.code !== 'HP_BROKER') throw error
        inDoubt.add(value)
      }
    }
  }
  return { acknowledged, inDoubt }
}

test('kill -9 of the broker under traffic loses nothing acknowledged, and doubles only what was in doubt', async () => {
  const topic = await newTopic()
  const [sender, reader] = [newBus(), newBus()]
  const seen = new Collector()
  const consumption = await seen.join(reader, {
    group: uniqueName('group'),
    topics: [topic],
    sessionTimeoutMs: 6000,
  })
  let isFailed = false
  consumption.failed.catch(() => {
    isFailed = true
  })
  let isOver = false
  const sending = sendNumbers(sender, topic, () => isOver)
  await seen.count(50)
  kafka.server.kill('SIGKILL')
  await kafka.server.exited()
  await kafka.server.start()
  const countAfter = seen.records.length + 50
  await until(() => seen.records.length > countAfter, { deadlineMs, what: 'traffic again' })
  isOver = true
  const { acknowledged, inDoubt } = await sending
  const everything = new Collector()
  await everything.readAll(newBus(), uniqueName('check'), [topic])
  await until(() => new Set(everything.values()).size === acknowledged.length, {
    deadlineMs,
    what: 'all that was acknowledged',
  })
  const values = everything.values()
  const doubled = values.filter((value, n) => values.indexOf(value) !== n)
  expect(doubled.filter((value) => !inDoubt.has(value ?? ''))).toEqual([])
  await until(() => acknowledged.every((value) => seen.values().includes(value)), {
    deadlineMs,
    what: 'the first reader to have seen them',
  })
  expect(isFailed).toBe(false)
  await Promise.all([sender.close(), reader.close()])
}, 120_000)

test('a transactor of before the crash is dead; its slot is taken over by opening it again', async () => {
  const topic = await newTopic()
  const id = uniqueName('id')
  const bus = newBus()
  const first = await bus.transactor(id)
  await first.commit([record(topic, 0, 'before')])
  kafka.server.kill('SIGKILL')
  await kafka.server.exited()
  const committing = first.commit([record(topic, 0, 'during'), record(topic, 1, 'during')])
  await expect(committing).rejects.toMatchObject({ code: 'HP_BROKER' })
  const [opened] = await Promise.all([bus.transactor(id), kafka.server.start()])
  await expect(first.commit([record(topic, 0, 'never')])).rejects.toMatchObject({
    code: 'HP_BROKER',
  })
  await opened.commit([record(topic, 0, 'after')])
  const seen = new Collector()
  await seen.readAll(bus, uniqueName('check'), [topic])
  await seen.count(2)
  expect(seen.values()).toEqual(['before', 'after'])
  await bus.close()
}, 120_000)

test('a broker that hangs does not keep a process from ending', async () => {
  const topic = await newTopic()
  const bus = newBus()
  const seen = new Collector()
  await seen.join(bus, { group: uniqueName('group'), topics: [topic] })
  await bus.transactor(uniqueName('id'))
  await bus.send([record(topic, 0, 'a')])
  await seen.count(1)
  kafka.server.kill('SIGSTOP')
  const sent = bus.send([record(topic, 0, 'into the void')])
  const refused = expect(sent).rejects.toMatchObject({ code: 'HP_BROKER' })
  await bus.close()
  await refused
  kafka.server.kill('SIGCONT')
}, 60_000)
