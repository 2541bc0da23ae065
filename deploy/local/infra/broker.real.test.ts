import { join } from 'node:path'
import { createTopics, dumpTopic, kafkaClient, ownKafka, runDir } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const restartMs = 60_000
let own: Awaited<ReturnType<typeof ownKafka>>
let dir: string

beforeAll(async () => {
  dir = runDir('broker')
  own = await ownKafka(join(dir, 'kafka'))
  await own.server.start()
}, restartMs)

afterAll(() => own.server.stop())

const send = async (value: string) => {
  const producer = kafkaClient(own.address, own.address.operator).producer({ idempotent: true })
  await producer.connect()
  await producer.send({ topic: 'kept', acks: -1, messages: [{ value }] })
  await producer.disconnect()
}

describe('a second broker', () => {
  test('on a port in use says so, with the port', async () => {
    const other = await ownKafka(join(dir, 'other'), own.server.ports)
    await expect(other.server.start()).rejects.toMatchObject({
      code: 'HP_SETUP',
      message: expect.stringMatching(
        new RegExp(`Kafka did not start: one of the ports ${own.server.ports.client},.* is in use`),
      ),
    })
  })

  test('in the same folder says so, and does the first one no harm', async () => {
    const other = await ownKafka(join(dir, 'kafka'), undefined, own.server.credentials)
    await expect(other.server.start()).rejects.toMatchObject({
      code: 'HP_SETUP',
      message: expect.stringContaining('another server works in'),
    })
    await createTopics(own.address, [{ name: 'unharmed', partitions: 1 }])
  })
})

test(
  'after kill -9, and after a stop, it comes back with the same address, users and records',
  async () => {
    await createTopics(own.address, [{ name: 'kept', partitions: 1 }])
    await send('before')
    own.server.kill('SIGKILL')
    await own.server.exited()
    await own.server.start()
    await send('after')
    // Also after a clean one.
    await own.server.stop()
    expect(own.server.pid).toBeUndefined()
    await own.server.start()
    const values = (await dumpTopic(own.address, 'kept')).map(({ value }) => String(value))
    expect(values).toEqual(['before', 'after'])
  },
  restartMs,
)
