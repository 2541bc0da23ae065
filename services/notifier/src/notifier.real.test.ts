/** The notifier as processes of its own, on real Kafka and Redis, with its own principals; a stand-in writes what the gate would. */
import { readFileSync } from 'node:fs'
import { type ActionId, type Digest, deriveActionId, topicName, topics } from '@holdpoint/contracts'
import { type Consumption, KafkaBus } from '@holdpoint/kafka'
import {
  decisionNonce,
  encodeBase64url,
  type PrivateJwk,
  parseTrust,
  Signer,
} from '@holdpoint/seal'
import { systemTime } from '@holdpoint/service'
import {
  dumpRedis,
  dumpTopics,
  type FreshDeployment,
  freshDeployment,
  openRedis,
  type RunningService,
  startService,
  until,
} from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actionOf } from '../test/fixture.ts'
import { FakeGate, type HoldOptions } from '../test/gate.ts'

const planted = 'carla.planted@victim.example'
let hp: FreshDeployment
let gateBus: KafkaBus
let gate: FakeGate
let answering: Consumption
let one: RunningService
let two: RunningService

beforeAll(async () => {
  hp = await freshDeployment({ slots: 2 })
  gateBus = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('gate') })
  const privateJwk = keyOf('gate.jwk')
  const { kid, publicJwk } = new Signer(privateJwk)
  gate = new FakeGate({
    ...{ deployment: hp.urn, prefix: hp.prefix, slotCount: 2, clock: systemTime.clock },
    key: { kid, privateJwk, publicJwk },
  })
  const trust = parseTrust(readFileSync(hp.files.trust, 'utf8'))
  answering = await gate.answer(gateBus, trust)
  ;[one, two] = await Promise.all([
    startService('notifier', hp),
    startService('notifier', hp, { instance: 'two' }),
  ])
})
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop(), answering?.stop()])
  await gateBus?.close()
  await hp?.close()
})

const keyOf = (name: string): PrivateJwk => JSON.parse(readFileSync(hp.keyFile(name), 'utf8'))
const idOf = (name: string): ActionId => deriveActionId('refunds', name)

function tokenOf(person: string, claims: object = {}): string {
  const signer = new Signer(keyOf('issuer.jwk'))
  const now = Math.floor(systemTime.clock() / 1000)
  const payload = { iss: hp.issuer, aud: hp.urn, sub: person, iat: now, exp: now + 600, ...claims }
  const input = [{ alg: 'EdDSA', kid: signer.kid, typ: 'JWT' }, payload]
    .map((part) => encodeBase64url(JSON.stringify(part)))
    .join('.')
  return `${input}.${encodeBase64url(signer.sign(Buffer.from(input)))}`
}

async function ask(
  service: RunningService,
  path: string,
  init: RequestInit = {},
  person = 'alice',
) {
  const headers = { authorization: `Bearer ${tokenOf(person)}`, ...init.headers }
  const answer = await fetch(service.url + path, { ...init, headers })
  return { status: answer.status, body: await answer.json() }
}
const hold = (name: string, options?: HoldOptions) =>
  gateBus.send(gate.hold(actionOf(1, { id: idOf(name), agent: { id: 'refunds' } }), options))
const pendingAt = async (service: RunningService): Promise<string[]> =>
  (await ask(service, '/v1/approvals?limit=200')).body.approvals.map(({ id }: { id: string }) => id)
const seenAt = (service: RunningService, name: string) =>
  until(async () => (await pendingAt(service)).includes(idOf(name)), {
    ...{ deadlineMs: 15_000, what: `${name} in the inbox` },
  })

async function decide(
  service: RunningService,
  name: string,
  verdict: 'approve' | 'deny',
  more: object = {},
) {
  const actionId = idOf(name)
  const { presented } = (await ask(service, `/v1/approvals/${actionId}`)).body as {
    presented: Digest
  }
  const token = tokenOf('alice', { nonce: decisionNonce({ actionId, presented, verdict }) })
  return ask(service, `/v1/approvals/${actionId}/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verdict, presented, token, ...more }),
  })
}

test('whichever replica a person asks, and whichever reads the slot, a vote is answered with its record', async () => {
  for (const name of ['a', 'b', 'c', 'd']) {
    await hold(name)
    await Promise.all([seenAt(one, name), seenAt(two, name)])
    for (const [service, verdict] of [
      [one, 'approve'],
      [two, 'deny'],
    ] as const) {
      const answer = await decide(service, name, verdict)
      if (service === one)
        expect(answer).toMatchObject({ status: 200, body: { status: 'approved' } })
      else expect(answer).toMatchObject({ status: 409, body: { code: 'HP_ACTION_CLOSED' } })
    }
  }
})

test('an event reaches the pages of both replicas', async () => {
  const streams = await Promise.all(
    [one, two].map((service) =>
      fetch(`${service.url}/v1/events`, {
        headers: { authorization: `Bearer ${tokenOf('alice')}` },
      }),
    ),
  )
  await hold('live')
  for (const { body } of streams) {
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes(idOf('live'))) text += (await reader?.read())?.value ?? ''
    await reader?.cancel()
  }
})

test('what a person types is found masked, and nowhere as it was: topics, Redis, log, answers', async () => {
  await hold('reason')
  await seenAt(one, 'reason')
  const answer = await decide(one, 'reason', 'deny', { reason: `write to ${planted} first` })
  expect(answer.status).toBe(200)
  const detail = await until(
    async () => {
      const { body } = await ask(two, `/v1/approvals/${idOf('reason')}`)
      return body.status === 'denied' && body
    },
    { deadlineMs: 10_000, what: 'the denial' },
  )
  expect(JSON.stringify(detail)).toContain('⟦EMAIL·')
  const named = [topicName(hp.prefix, 'commands'), topicName(hp.prefix, 'decisions')]
  const records = [...(await dumpTopics(hp.kafka, named)).values()].flat()
  const kept = [...(await dumpRedis(hp.redis, `${hp.redis.namespace}:*`))]
  expect(kept.length).toBeGreaterThan(4)
  const everything = JSON.stringify([records.map(({ value }) => String(value)), kept, detail])
  expect(everything).toContain('⟦EMAIL·')
  expect(everything + one.log() + two.log()).not.toContain(planted)
})

describe('nothing waits unseen', () => {
  test('when the projection is lost while it runs', async () => {
    await hold('before')
    await seenAt(one, 'before')
    const redis = openRedis(hp.redis)
    const keys = await redis.keys(`${hp.redis.namespace}:notifier:*`)
    await redis.unlink(keys)
    redis.disconnect()
    await Promise.all(['after-1', 'after-2', 'after-3', 'after-4'].map((name) => hold(name)))
    for (const name of ['before', 'after-1', 'after-2', 'after-3', 'after-4'])
      await seenAt(two, name)
    expect(await decide(one, 'before', 'approve')).toMatchObject({ status: 200 })
  })

  test('when a replica is killed, and when it comes back', async () => {
    one.kill('SIGKILL')
    await one.exited()
    await hold('down')
    await seenAt(two, 'down')
    expect(await decide(two, 'down', 'approve')).toMatchObject({ status: 200 })
    one.start()
    await one.ready()
    await hold('up')
    await seenAt(one, 'up')
    expect(await decide(one, 'up', 'deny')).toMatchObject({
      status: 200,
      body: { status: 'denied' },
    })
  })
})

test('its principal writes commands, people and dead letters, and nothing else', async () => {
  const bus = new KafkaBus({ brokers: hp.kafka.brokers, ...hp.user('notifier') })
  const ids = Object.keys(topics) as (keyof typeof topics)[]
  const forbidden = ids.filter((id) => id !== 'commands' && id !== 'people')
  for (const id of forbidden) {
    const record = {
      topic: topicName(hp.prefix, id),
      partition: 0,
      key: 'k',
      value: null,
      headers: {},
    }
    await expect(bus.send([record])).rejects.toThrow(
      expect.objectContaining({ code: 'HP_BROKER_DENIED' }),
    )
  }
  await bus.close()
})
