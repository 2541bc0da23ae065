/** Delivery on real Kafka and Redis: two replicas, a service that stands still, a lost Redis, and how long people wait for what was decided. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ActionId, deriveActionId } from '@holdpoint/contracts'
import { KafkaBus } from '@holdpoint/kafka'
import { type PrivateJwk, parseTrust, Signer } from '@holdpoint/seal'
import { createLogger, createMetrics, parseConfig, systemTime } from '@holdpoint/service'
import {
  type FreshDeployment,
  freshDeployment,
  openRedis,
  realRedis,
  until,
} from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionOf, directory } from '../../test/fixture.ts'
import { FakeGate } from '../../test/gate.ts'
import { NotifierConfig } from '../config.ts'
import { type RunningNotifier, startNotifier } from '../notifier.ts'
import { openRedisProjection } from '../projection/redis.ts'
import { openRedisCopies } from './redis.ts'
import { FakeChannel } from './testing.ts'

const slots = 2
const deadlineMs = 20_000
let hp: FreshDeployment
let gate: FakeGate
let gateBus: KafkaBus
let channel: FakeChannel
const replicas: { stop(): Promise<unknown> }[] = []

beforeAll(async () => {
  hp = await freshDeployment({ slots })
  gateBus = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('gate') })
  const privateJwk: PrivateJwk = JSON.parse(readFileSync(hp.keyFile('gate.jwk'), 'utf8'))
  const { kid, publicJwk } = new Signer(privateJwk)
  gate = new FakeGate({
    ...{ deployment: hp.urn, prefix: hp.prefix, slotCount: slots, clock: systemTime.clock },
    key: { kid, privateJwk, publicJwk },
  })
  channel = new FakeChannel({ time: systemTime })
  await Promise.all([start(), start()])
})
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()))
  await gateBus?.close()
  await hp?.close()
})

async function start(): Promise<RunningNotifier> {
  const { tls: _, ...address } = settings().redis
  const redis = { ...address, onFault: () => undefined }
  const trust = parseTrust(readFileSync(hp.files.trust, 'utf8'))
  const copies = await openRedisCopies(redis)
  const notifier = await startNotifier({
    ...{ deployment: hp.urn, prefix: hp.prefix, slotCount: slots, time: systemTime },
    bus: new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('notifier') }),
    projection: await openRedisProjection({ ...redis, partitionCount: slots }),
    people: () => ({ trust, directory }),
    signer: new Signer(JSON.parse(readFileSync(hp.keyFile('notifier.jwk'), 'utf8'))),
    ...{ maskText: (text: string) => text, isPlain: () => true, newKey: randomUUID },
    page: { deployment: hp.urn, issuer: hp.issuer, isDemo: true },
    http: { host: '127.0.0.1', port: 0 },
    log: createLogger({ service: 'notifier', to: { write: () => undefined } }),
    metrics: createMetrics('notifier'),
    channels: {
      ...{ copies, routes: [{ name: 'fake', channel }], page: 'https://hold.example' },
      ...{ accountsOf: async () => [], inboxOf: () => unused, random: Math.random },
    },
  })
  const replica = {
    stop: async () => {
      replicas.splice(replicas.indexOf(replica), 1)
      await notifier.stop()
      await copies.close()
    },
  }
  replicas.push(replica)
  return notifier
}

const settings = () =>
  parseConfig(NotifierConfig, readFileSync(hp.configs.notifier, 'utf8'), hp.configs.notifier)
const idOf = (name: string): ActionId => deriveActionId('billing-bot', name)
const hold = (name: string) => gateBus.send(gate.hold(actionOf(1, { id: idOf(name) })))
const deny = (name: string) =>
  gateBus.send(gate.fact(idOf(name), 'denied', { by: 'people', rule: 'refunds', votes: [] }))
const messagesOf = (name: string) =>
  channel.messages.filter(({ cards }) => cards.some((card) => card.actionId === idOf(name)))
const shows = (name: string, state: string) =>
  until(
    async () =>
      messagesOf(name).every(({ cards }) => cards[0]?.state === state) &&
      messagesOf(name).length > 0,
    {
      ...{ deadlineMs, what: `${name} shown as ${state}` },
    },
  )

test('two replicas show each request once, and how it was decided', async () => {
  const names = Array.from({ length: 20 }, (_, n) => `r-${n}`)
  await Promise.all(names.map(hold))
  for (const name of names) await shows(name, 'pending')
  await Promise.all(names.map(deny))
  for (const name of names) await shows(name, 'denied')
  expect(names.map((name) => messagesOf(name).length)).toEqual(names.map(() => 1))
})

test('while the service is down nothing is shown, then everything once', async () => {
  const before = channel.calls.length
  channel.fault = () => ({ kind: 'later', code: 'down' })
  await hold('down-1')
  await hold('down-2')
  await until(async () => channel.calls.length > before, { deadlineMs, what: 'a try' })
  await deny('down-2')
  expect([...messagesOf('down-1'), ...messagesOf('down-2')]).toEqual([])
  channel.fault = () => undefined
  await shows('down-1', 'pending')
  expect(messagesOf('down-1')).toHaveLength(1)
  expect(messagesOf('down-2').every(({ cards }) => cards[0]?.state === 'denied')).toBe(true)
})

test('a message from before all replicas were restarted follows', async () => {
  await hold('restart')
  await shows('restart', 'pending')
  await Promise.all([...replicas].map((replica) => replica.stop()))
  await deny('restart')
  await Promise.all([start(), start()])
  await shows('restart', 'denied')
  expect(messagesOf('restart')).toHaveLength(1)
})

test('an emptied Redis is noticed at rest, and open requests are posted once more, no others', async () => {
  await hold('lost')
  await hold('over')
  await shows('lost', 'pending')
  await shows('over', 'pending')
  await deny('over')
  await shows('over', 'denied')
  // The server is shared: all that is ours goes.
  const redis = openRedis(realRedis())
  const keys = await redis.keys(`${settings().redis.namespace}:notifier:*`)
  expect(keys.length).toBeGreaterThan(0)
  await redis.del(...keys)
  redis.disconnect()
  await until(async () => messagesOf('lost').length === 2, { deadlineMs, what: 'asked again' })
  await deny('lost')
  await until(async () => messagesOf('lost')[1]?.cards[0]?.state === 'denied', {
    ...{ deadlineMs, what: 'the new message decided' },
  })
  expect(messagesOf('over')).toHaveLength(1)
  expect(messagesOf('restart')).toHaveLength(1)
})

const unused = {
  press: () => Promise.reject(new RangeError('nobody presses here')),
  look: async () => undefined,
  linkFor: async () => '',
}
