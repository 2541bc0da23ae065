/** A record that ends the whole process, on real Kafka: kill -9 as often as it takes, until it is parked and the others are through. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { DeadLetter } from '@holdpoint/contracts'
import { deadLetterTopic, decodeEvent, deriveActionId, topicName } from '@holdpoint/contracts'
import { KafkaBus, type OutRecord } from '@holdpoint/kafka'
import { dumpTopic, type FreshDeployment, freshDeployment, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const fixture = new URL('./fixture/fragile.ts', import.meta.url)
/** Two with others in hand, three alone; one more may die with what came before it. */
const deathsMax = 6
let hp: FreshDeployment
let agent: KafkaBus

beforeAll(async () => {
  hp = await freshDeployment({ slots: 4 })
  agent = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('agent', 'refunds') })
})

afterAll(async () => {
  await agent?.close()
  await hp?.close()
})

const id = (name: string) => deriveActionId('refunds', name)

function intent(name: string): OutRecord {
  const headers: Record<string, string> = name === 'deadly' ? { do: 'die' } : {}
  const topic = topicName(hp.prefix, 'intended')
  return { topic, partition: 0, key: id(name), value: Buffer.from('{}'), headers }
}

async function keysOn(topic: string): Promise<(string | null)[]> {
  return (await dumpTopic(hp.kafka, topic)).map(({ key }) => key)
}

test('a record that ends the process every time is parked by pointer, and holds nobody up', async () => {
  const names = ['a', 'b', 'deadly', 'c', 'd']
  await agent.send(names.map(intent))
  const given = JSON.stringify({
    prefix: hp.prefix,
    brokers: hp.kafka.brokers,
    ...hp.user('redactor'),
  })
  const redacted = topicName(hp.prefix, 'redacted')
  let deaths = 0
  let isDone = false
  let running: ReturnType<typeof spawn> | undefined
  const lives = (async () => {
    while (!isDone && deaths <= deathsMax) {
      running = spawn(process.execPath, [fixture.pathname, given], { stdio: 'ignore' })
      const [, signal] = await once(running, 'exit')
      if (isDone) return
      if (signal !== 'SIGKILL') throw new Error('the process ended by itself')
      deaths++
    }
  })()
  try {
    const isThrough = async () => (await keysOn(redacted)).includes(id('d'))
    const through = until(isThrough, { deadlineMs: 150_000, what: 'the last record' })
    await Promise.race([through, lives.then(() => through)])
  } finally {
    isDone = true
    running?.kill('SIGKILL')
    await lives
  }
  expect(deaths).toBeGreaterThan(1)
  expect(deaths).toBeLessThanOrEqual(deathsMax)
  const parked = await dumpTopic(hp.kafka, deadLetterTopic(hp.prefix, 'redactor', 'intended'))
  expect(parked).toHaveLength(1)
  const [letter] = parked.map((each) => decodeEvent(each).data as DeadLetter)
  expect(letter).toMatchObject({ code: 'HP_RECORD_DEADLY', source: { partition: 0, offset: 2 } })
  const through = new Set(await keysOn(redacted))
  for (const name of names) expect(through.has(id(name))).toBe(true)
}, 200_000)
