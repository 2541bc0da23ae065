import { topicName } from '@holdpoint/contracts'
import { kafkaClient, realKafka, uniqueName } from '@holdpoint/testkit'
import { type Admin, CompressionTypes } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credential } from '../infra/broker-files.ts'
import { planDeployment, userName } from './plan.ts'
import { provision, unprovision } from './provision.ts'

const prefix = `${uniqueName('provision')}.`
const plan = planDeployment({ prefix, slots: 2, agents: ['refunds'], executors: ['billing'] })
const credentials = plan.users.map(({ name }) => ({ username: name, password: `pw-${name}` }))

const credentialOf = (name: string): Credential => {
  const found = credentials.find(({ username }) => username === name)
  if (found === undefined) throw new Error(`no user ${name}`)
  return found
}
const gate = () => credentialOf(userName(prefix, 'gate'))
const notifier = () => credentialOf(userName(prefix, 'notifier'))
const agent = () => credentialOf(userName(prefix, 'agent', 'refunds'))
const executor = () => credentialOf(userName(prefix, 'executor', 'billing'))

let operator: Admin

beforeAll(async () => {
  await provision(realKafka(), plan, credentials)
  operator = kafkaClient(realKafka(), realKafka().operator).admin()
  await operator.connect()
})

afterAll(async () => {
  await operator.disconnect()
  await unprovision(realKafka(), plan)
})

/** What the broker answers to a write: an error's type, or undefined when it took the record. */
async function write(user: Credential, topic: string): Promise<unknown> {
  const producer = kafkaClient(realKafka(), user, 1).producer({ idempotent: true })
  await producer.connect()
  try {
    const messages = [{ key: 'k', value: 'v' }]
    await producer.send({ topic, acks: -1, compression: CompressionTypes.None, messages })
    return undefined
  } catch (error) {
    return typeOf(error)
  } finally {
    await producer.disconnect()
  }
}

/** The same for reading: offsets of a topic need Describe, records need Read. */
async function read(user: Credential, topic: string, groupId: string): Promise<unknown> {
  const consumer = kafkaClient(realKafka(), user, 1).consumer({ groupId, retry: { retries: 0 } })
  const refused = new Promise<unknown>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(typeOf(payload.error)))
  })
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const first = new Promise<undefined>((resolve) => {
      consumer.run({ eachMessage: async () => resolve(undefined) }).catch(() => undefined)
    })
    return await Promise.race([first, refused])
  } catch (error) {
    return typeOf(error)
  } finally {
    await consumer.disconnect()
  }
}

function typeOf(error: unknown): unknown {
  const { type, cause, name } = error as { type?: string; cause?: { type?: string }; name: string }
  return type ?? cause?.type ?? name
}

describe('who may not', () => {
  const denied = 'TOPIC_AUTHORIZATION_FAILED'

  test('an agent cannot write actions.approved', async () => {
    expect(await write(agent(), topicName(prefix, 'approved'))).toBe(denied)
  })

  test('an agent cannot read the raw topics', async () => {
    const group = `${prefix}agent.refunds`
    expect(await read(agent(), topicName(prefix, 'intended'), group)).toBe(denied)
    expect(await read(agent(), topicName(prefix, 'outcomes'), group)).toBe(denied)
  })

  test('the gate cannot read actions.intended', async () => {
    expect(await read(gate(), topicName(prefix, 'intended'), `${prefix}gate`)).toBe(denied)
  })

  test('the notifier can write nothing but commands, people and its dead letters', async () => {
    const taken: string[] = []
    for (const { name } of plan.topics) {
      if ((await write(notifier(), name)) !== denied) taken.push(name)
    }
    expect(taken.sort()).toEqual(
      [
        ...[topicName(prefix, 'commands'), topicName(prefix, 'people')],
        `${prefix}dlq.notifier.decisions`,
      ].sort(),
    )
  })

  test('an executor cannot join the group of the gate', async () => {
    const refused = await read(executor(), topicName(prefix, 'approved'), `${prefix}gate`)
    expect(refused).toBe('KafkaJSGroupCoordinatorNotFound')
  })

  test('only the gate can open the transactions of a slot', async () => {
    const transactionalId = `${prefix}gate.slot.0`
    const open = async (user: Credential) => {
      const producer = kafkaClient(realKafka(), user, 1).producer({ transactionalId })
      await producer.connect()
      // Connecting alone never asks for the id.
      const opened = producer.transaction().then((transaction) => transaction.abort())
      await opened.finally(() => producer.disconnect())
    }
    const refused = open(executor()).catch(typeOf)
    expect(await refused).toBe('KafkaJSGroupCoordinatorNotFound')
    await expect(open(gate())).resolves.toBeUndefined()
  })

  test('a service cannot make topics, users or ACLs', async () => {
    const access = { ...realKafka(), operator: gate() }
    const other = planDeployment({ prefix: `${prefix}x.`, slots: 1, agents: [], executors: [] })
    await expect(provision(access, other, [])).rejects.toMatchObject({
      code: 'HP_SETUP',
      message: expect.stringContaining('npm run topics -- --plan'),
    })
    const rogue = [{ username: `${prefix}rogue`, password: 'p' }]
    await expect(
      provision(access, { topics: [], users: [], acls: [] }, rogue),
    ).rejects.toMatchObject({ code: 'HP_SETUP', message: expect.stringContaining('users') })
  })

  test('a wrong password does not log in', async () => {
    const admin = kafkaClient(realKafka(), { ...gate(), password: 'wrong' }, 0).admin()
    await expect(admin.connect()).rejects.toMatchObject({ name: 'KafkaJSSASLAuthenticationError' })
    await admin.disconnect()
  })
})

describe('who may', () => {
  test('an agent writes actions.intended, and the redactor reads it', async () => {
    const topic = topicName(prefix, 'intended')
    expect(await write(agent(), topic)).toBeUndefined()
    const redactor = credentialOf(userName(prefix, 'redactor'))
    expect(await read(redactor, topic, `${prefix}redactor`)).toBeUndefined()
  })

  test('topics have the partitions and settings of the plan', async () => {
    const { topics } = await operator.fetchTopicMetadata({
      topics: plan.topics.map(({ name }) => name),
    })
    const counts = Object.fromEntries(topics.map((topic) => [topic.name, topic.partitions.length]))
    expect(counts).toEqual(
      Object.fromEntries(plan.topics.map(({ name, partitions }) => [name, partitions])),
    )
    const state = topicName(prefix, 'state')
    const { resources } = await operator.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: state }],
    })
    const entries = resources[0]?.configEntries ?? []
    const found = new Map(entries.map(({ configName, configValue }) => [configName, configValue]))
    expect(found.get('cleanup.policy')).toBe('compact')
    expect(found.get('message.timestamp.type')).toBe('LogAppendTime')
  })
})

describe('a second time', () => {
  test('changes nothing, and takes a new password', async () => {
    const [first, ...rest] = credentials
    if (first === undefined) throw new Error('no users')
    const renewed = { ...first, password: 'another' }
    await provision(realKafka(), plan, [...rest, renewed])
    const admin = kafkaClient(realKafka(), renewed, 0).admin()
    await expect(admin.connect()).resolves.toBeUndefined()
    await admin.disconnect()
    await provision(realKafka(), plan, credentials)
  })

  test('refuses slot topics whose partition counts differ', async () => {
    const wider = planDeployment({ prefix, slots: 3, agents: [], executors: [] })
    await expect(provision(realKafka(), wider, [])).rejects.toMatchObject({
      code: 'HP_SETUP',
      message: expect.stringContaining('has 2 partitions instead of 3'),
    })
  })
})
