/** Refusals of the broker, by ACL or password, are told apart from a broker that is away: they are fatal, and say what is denied. */

import { topicName } from '@holdpoint/contracts'
import { type FreshDeployment, freshDeployment, uniqueName } from '@holdpoint/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { record } from './contract/cluster.ts'
import { KafkaBus } from './kafkajs.ts'
import type { ConsumeOptions } from './port.ts'

let hp: FreshDeployment
const buses: KafkaBus[] = []

beforeAll(async () => {
  hp = await freshDeployment()
})
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
})
afterAll(async () => {
  await hp.close()
})

function agentBus(password?: string): KafkaBus {
  const user = hp.user('agent', 'refunds')
  const bus = new KafkaBus({
    brokers: hp.kafka.brokers,
    ...user,
    ...(password === undefined ? {} : { password }),
  })
  buses.push(bus)
  return bus
}

const topic = (id: Parameters<typeof topicName>[1]) => topicName(hp.prefix, id)
const reading = (group: string, name: string): ConsumeOptions => ({
  group,
  topics: [name],
  positions: 'group',
  onRecords: async () => {},
})
const denied = (what: string) => ({
  code: 'HP_BROKER_DENIED',
  kind: 'fatal',
  details: { what: expect.stringContaining(what) },
})

test('a wrong password is not a broker that is away', async () => {
  const bus = agentBus('wrong')
  const credentials = denied('credentials')
  await expect(bus.endOffsets(topic('intended'))).rejects.toMatchObject(credentials)
  await expect(bus.send([record(topic('intended'), 0, 'a')])).rejects.toMatchObject(credentials)
  await expect(bus.transactor('any')).rejects.toMatchObject(credentials)
  const consumed = bus.consume(reading('any', topic('settled')))
  await expect(consumed).rejects.toMatchObject(credentials)
})

test('writing a topic that is another’s is denied, also once the topic is known', async () => {
  const bus = agentBus()
  const approved = [record(topic('approved'), 0, 'forged')]
  await expect(bus.send(approved)).rejects.toMatchObject(denied(topic('approved')))
  await expect(bus.send(approved)).rejects.toMatchObject(denied(topic('approved')))
  const own = [record(topic('intended'), 0, 'intent')]
  await expect(bus.send(own)).resolves.toBeInstanceOf(Map)
  // It may look at what it reads, so the library has that topic's metadata before the broker refuses the write.
  await expect(bus.send([record(topic('settled'), 0, 'forged')])).rejects.toMatchObject({
    code: 'HP_BROKER_DENIED',
  })
})

test('a raw topic cannot be read', async () => {
  const consumed = agentBus().consume(reading(uniqueName('group'), topic('intended')))
  await expect(consumed).rejects.toMatchObject({ code: 'HP_BROKER_DENIED' })
})

test('a denied group is said to be one, where the library says that it found no coordinator', async () => {
  const group = uniqueName('foreign')
  const consumed = agentBus().consume(reading(group, topic('settled')))
  await expect(consumed).rejects.toMatchObject(denied(group))
})

test('so is a denied transactional id', async () => {
  const id = uniqueName('foreign')
  await expect(agentBus().transactor(id)).rejects.toMatchObject(denied(id))
})
