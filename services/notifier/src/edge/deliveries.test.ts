import { afterEach, describe, expect, test } from 'vitest'
import { type DeliveryRig, deliveryRig } from '../../test/delivery-rig.ts'
import { idOf, tokenOf } from '../../test/fixture.ts'
import type { RunningNotifier } from '../notifier.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function started(rig: DeliveryRig = deliveryRig()) {
  const notifier: RunningNotifier = await rig.start()
  stops.push(async () => {
    const stopped = notifier.stop()
    await rig.time.pass(60_000)
    await stopped
  })
  const headers = async (person: string) => ({
    authorization: `Bearer ${await tokenOf(person, rig.time.nowMs)}`,
  })
  const get = async (url: string, person = 'ana') =>
    (await notifier.edge.inject({ url, headers: await headers(person) })).json()
  const replay = async (payload: object, person = 'ana') =>
    notifier.edge.inject({
      ...{ method: 'POST', url: '/v1/deliveries/replay', payload },
      headers: await headers(person),
    })
  return { ...rig, notifier, get, replay }
}

describe('refused is', () => {
  test.each([
    ['GET', '/v1/deliveries'],
    ['POST', '/v1/deliveries/replay'],
    ['GET', `/v1/approvals/${idOf(1)}/deliveries`],
  ] as const)('%s %s, for machines and strangers', async (method, url) => {
    const { notifier, time } = await started()
    const stranger = `Bearer ${await tokenOf('stranger', time.nowMs)}`
    for (const authorization of [undefined, 'HP a.b.c', stranger]) {
      const headers = authorization === undefined ? {} : { authorization }
      const { statusCode } = await notifier.edge.inject({ method, url, headers })
      expect([401, 403]).toContain(statusCode)
    }
  })

  test.each<[object, string]>([
    [{}, '/channel'],
    [{ channel: 'fake', id: 'a b' }, '/id'],
    [{ channel: 'fake', all: true }, '/all'],
  ])('a replay of %j, naming %s', async (payload, field) => {
    const { replay } = await started()
    const answer = await replay(payload)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, code: 'HP_FIELD_INVALID', field })
  })

  test('a replay of what was not given up', async () => {
    const { hold, replay, copies, time } = await started()
    await hold(1)
    await time.pass(100)
    const [copy] = await copies.open().of('fake', idOf(1))
    for (const id of [copy?.id, 'nobody']) {
      const answer = (await replay({ channel: 'fake', id })).json()
      expect(answer).toMatchObject({ status: 404, code: 'HP_DELIVERY_UNKNOWN' })
    }
  })
})

test('what was given up is listed with its reason, and tried again one by one or all at once', async () => {
  const { hold, replay, channel, time, get, world } = await started()
  channel.fault = () => ({ kind: 'refused', code: 'channel_archived' })
  for (const n of [1, 2, 3]) await hold(n)
  await time.pass(1000)
  const before = await get('/v1/deliveries')
  expect(before.channels).toMatchObject([{ name: 'fake', state: 'up', waiting: 0, dead: 3 }])
  expect(before.dead).toHaveLength(3)
  expect(before.dead[0]).toMatchObject({
    channel: 'fake',
    address: 'room',
    code: 'channel_archived',
  })
  expect(JSON.stringify(before)).not.toContain('handle')
  channel.fault = () => undefined
  const { id, actions } = before.dead[0]
  expect((await replay({ channel: 'fake', id })).json()).toEqual({ channel: 'fake', replayed: 1 })
  await time.pass(1000)
  expect(channel.messages.map(({ cards }) => cards[0]?.actionId)).toEqual(actions)
  expect((await replay({ channel: 'fake' })).json()).toEqual({ channel: 'fake', replayed: 2 })
  await time.pass(1000)
  expect(channel.seen()).toEqual(['1 pending', '2 pending', '3 pending'])
  expect((await get('/v1/deliveries')).dead).toEqual([])
  expect(world.alarms.join('')).toContain('"person":"ana"')
})

test('of an action it is told where it is shown, and what is wrong there', async () => {
  const { hold, channel, time, get } = await started()
  await hold(1)
  await time.pass(100)
  expect(await get(`/v1/approvals/${idOf(1)}/deliveries`)).toMatchObject({
    deliveries: [{ channel: 'fake', state: 'live', isBehind: false, actions: [idOf(1)] }],
  })
  channel.fault = () => ({ kind: 'later', code: 'down' })
  await hold(2)
  await time.pass(100)
  expect(await get(`/v1/approvals/${idOf(2)}/deliveries`)).toMatchObject({
    deliveries: [{ state: 'waiting', isBehind: true, code: 'down' }],
  })
  expect(await get(`/v1/approvals/${idOf(9)}/deliveries`)).toMatchObject({
    code: 'HP_ACTION_UNKNOWN',
  })
})

test('a service that is down, and one that asked to wait, say so', async () => {
  const { hold, channel, time, get } = await started()
  channel.fault = () => ({ kind: 'later', code: 'busy', afterMs: 60_000 })
  await hold(1)
  await time.pass(100)
  expect((await get('/v1/deliveries')).channels).toMatchObject([{ state: 'paused', waiting: 1 }])
  channel.fault = () => ({ kind: 'later', code: 'down' })
  await time.pass(3_600_000)
  expect((await get('/v1/deliveries')).channels).toMatchObject([{ state: 'down', waiting: 1 }])
})
