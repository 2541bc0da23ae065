import { type DeadLetter, encodeEvent } from '@holdpoint/contracts'
import { generateKey } from '@holdpoint/seal'
import { afterEach, describe, expect, test } from 'vitest'
import { actionOf, deployment, idOf, newWorld, settle, trust, type World } from '../test/fixture.ts'
import { FakeGate } from '../test/gate.ts'
import { Follower } from './follower.ts'
import type { ChangeNotice, Projection } from './projection/port.ts'

const running: Follower[] = []
afterEach(async () => {
  for (const follower of running.splice(0)) await follower.stop()
})

async function follow(world: World, client?: string) {
  const { bus, projection, prefix } = world.parts(client)
  const alarms: { what: string; [name: string]: unknown }[] = []
  const notices: ChangeNotice[] = []
  projection.onChange((notice) => notices.push(notice))
  const told: number[] = []
  const follower = new Follower({
    onNews: (partition) => told.push(partition),
    ...{ bus, projection, prefix, deployment, trust: () => trust, ...world.time },
    clock: world.time.clock,
    sleep: world.time.sleep,
    alarm: (what, details) => alarms.push({ what, ...details }),
  })
  running.push(follower)
  await follower.start()
  await settle()
  return { follower, projection, bus, alarms, notices, told }
}
const pending = async (projection: Projection) =>
  (await projection.list('pending', 99)).approvals.map(({ id }) => id).toSorted()
const slot = (world: World, n: number) => world.gate.slot(idOf(n))

test('what the gate writes is shown, and told to everybody once', async () => {
  const world = newWorld()
  const { projection, notices, alarms, follower } = await follow(world)
  await world.gateBus.send(world.gate.hold(actionOf(1)))
  await world.gateBus.send(world.gate.hold(actionOf(2)))
  await settle()
  expect(await pending(projection)).toEqual([idOf(1), idOf(2)])
  expect(notices.flatMap(({ hints }) => hints)).toMatchObject([
    { id: idOf(1), revision: 1, kind: 'held' },
    { id: idOf(2), revision: 1, kind: 'held' },
  ])
  expect(follower.isCurrent()).toBe(true)
  expect(alarms).toEqual([])
})

describe('what the gate did not sign', () => {
  test('is not shown; a pointer goes to the dead letters, and the rest goes on', async () => {
    const world = newWorld()
    const { projection, alarms } = await follow(world)
    const forger = new FakeGate({ ...world.gate.options, key: generateKey() })
    await world.gateBus.send(forger.hold(actionOf(1)))
    await world.gateBus.send(world.gate.hold(actionOf(1, { type: 'payments.payout' })))
    await settle()
    expect(await projection.find(slot(world, 1), idOf(1))).toMatchObject({
      type: 'payments.payout',
    })
    expect(alarms).toMatchObject([{ what: 'parked', code: 'HP_PROOF_INVALID', offset: 0 }])
    const [letter] = world.cluster.records('dlq.notifier.decisions', 0)
    const data = JSON.parse(letter?.value?.toString() ?? '') as DeadLetter
    expect(data).toMatchObject({
      group: 'notifier',
      code: 'HP_PROOF_INVALID',
      source: { offset: 0 },
    })
    expect(letter?.value?.toString()).not.toContain('refund')
  })

  test('is not shown before the signature that covers it has come', async () => {
    const world = newWorld()
    const { projection } = await follow(world)
    const records = world.gate.transaction(0, [
      {
        fact: {
          kind: 'adopted',
          atMs: 1,
          body: { policy: trust.digest, directory: trust.digest, trust: trust.digest },
        },
      },
      {
        fact: {
          kind: 'adopted',
          atMs: 1,
          body: { policy: trust.digest, directory: trust.digest, trust: trust.digest },
        },
      },
    ])
    await world.gateBus.send(records.slice(0, 1))
    await settle()
    expect((await projection.progress(0))?.position).toBeUndefined()
    await world.gateBus.send(records.slice(1))
    await settle()
    expect(await projection.progress(0)).toMatchObject({ position: 2, chain: { number: 2 } })
  })

  test('and is no event at all is parked at once', async () => {
    const world = newWorld()
    const { projection, alarms } = await follow(world)
    const { headers } = encodeEvent({ id: 'x', source: 'urn:x', type: 'x.y', timeMs: 1, data: 1 })
    await world.gateBus.send([
      { topic: 'decisions', partition: 2, key: 'k', value: Buffer.from('{'), headers },
    ])
    await settle()
    expect(alarms).toMatchObject([
      { what: 'parked', partition: 2, offset: 0, code: 'HP_JSON_SYNTAX' },
    ])
    expect(await projection.progress(2)).toEqual({ position: 1 })
  })
})

test('missing numbers raise an alarm, and what follows is shown', async () => {
  const world = newWorld()
  const { projection, alarms } = await follow(world)
  const one = world.gate.transaction(0, [])
  expect(one).toEqual([])
  const adopted = {
    kind: 'adopted',
    atMs: 1,
    body: { policy: trust.digest, directory: trust.digest, trust: trust.digest },
  } as const
  await world.gateBus.send(world.gate.transaction(0, [{ fact: adopted }]))
  world.gate.transaction(0, [{ fact: adopted }, { fact: adopted }])
  await world.gateBus.send(world.gate.transaction(0, [{ fact: adopted }]))
  await settle()
  expect(alarms).toEqual([{ what: 'gap', slot: 0, missing: 2 }])
  expect((await projection.progress(0))?.chain?.number).toBe(4)
})

describe('a projection that is lost', () => {
  test('while running is read again, without telling anybody', async () => {
    const world = newWorld()
    const { projection, notices, alarms, follower } = await follow(world)
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await settle()
    world.server.flush()
    notices.splice(0)
    const id =
      Array.from({ length: 20 }, (_, n) => n + 2).find((n) => slot(world, n) === slot(world, 1)) ??
      0
    await world.gateBus.send(world.gate.hold(actionOf(id)))
    await settle(60)
    expect(await pending(projection)).toEqual([idOf(1), idOf(id)].toSorted())
    expect(notices.flatMap(({ hints }) => hints)).toEqual([])
    expect(alarms).toMatchObject([{ what: 'restart' }])
    expect(follower.isCurrent()).toBe(true)
  })

  test('at start is read from the beginning; a kept one goes on from where it stands', async () => {
    const world = newWorld()
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    const first = await follow(world, 'one')
    expect(await pending(first.projection)).toEqual([idOf(1)])
    expect(first.notices).toEqual([])
    await first.follower.stop()
    await world.gateBus.send(world.gate.hold(actionOf(2)))
    const second = await follow(world, 'two')
    await settle()
    expect(await pending(second.projection)).toEqual([idOf(1), idOf(2)])
    expect(second.notices.flatMap(({ hints }) => hints).map(({ id }) => id)).toEqual([idOf(2)])
  })

  test('is noticed while nothing happens, and what is pending then is news, once', async () => {
    const world = newWorld()
    const { projection, alarms, follower } = await follow(world)
    const at = slot(world, 1)
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await settle()
    world.server.flush()
    await follower.look()
    await settle(60)
    await follower.look()
    expect(alarms).toMatchObject([{ what: 'restart' }])
    expect(await pending(projection)).toEqual([idOf(1)])
    const news = await projection.news(at, 0, 9)
    expect(news).toMatchObject([{ id: idOf(1) }])
    await projection.settle(at, news)
    await follower.look()
    expect(await projection.news(at, 0, 9)).toEqual([])
    expect(alarms).toHaveLength(1)
  })

  test('stays silent to the end of its history, also when the reader dies in the middle', async () => {
    const world = newWorld()
    const n = Array.from({ length: 40 }, (_, at) => at + 2).filter(
      (each) => slot(world, each) === slot(world, 1),
    )
    const at = slot(world, 1)
    for (const each of [1, ...n.slice(0, 3)]) {
      await world.gateBus.send(world.gate.hold(actionOf(each)))
    }
    const denied = { by: 'people', rule: 'refunds', votes: [] }
    await world.gateBus.send(world.gate.fact(idOf(1), 'denied', denied))
    const ends = (await world.gateBus.endOffsets('decisions')).get(at) ?? 0
    // As somebody left it who was reading the first record again.
    const early = await follow(world, 'early')
    const [approval] = await early.projection.load(at, [idOf(1)])
    await early.follower.stop()
    world.server.flush()
    const none = { approvals: [], views: [], dropped: [], denials: [], results: [], hints: [] }
    await world.server.open().apply(at, {
      ...{ ...none, from: undefined, to: { position: 1 }, silentUntil: ends, forgetBeforeMs: 0 },
      approvals: approval ? [{ ...approval, status: 'pending', revision: 1 }] : [],
    })
    const { projection, notices, follower } = await follow(world, 'late')
    await follower.look()
    expect(notices.flatMap(({ hints }) => hints)).toEqual([])
    expect((await projection.news(at, 0, 9)).map(({ id }) => id).toSorted()).toEqual(
      n.slice(0, 3).map(idOf),
    )
    expect((await projection.progress(at))?.silentUntil).toBeUndefined()
  })

  test('that is ahead of the topic is of another topic, and is read again', async () => {
    const world = newWorld()
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    const projection = world.server.open()
    const at = slot(world, 1)
    const empty = {
      approvals: [],
      views: [],
      dropped: [],
      denials: [],
      results: [],
      hints: [],
      forgetBeforeMs: 0,
    }
    await projection.apply(at, { from: undefined, to: { position: 900 }, ...empty })
    await follow(world)
    expect(await projection.progress(at)).toMatchObject({ position: 1 })
  })
})

describe('faults of the store', () => {
  test('are waited out', async () => {
    const world = newWorld()
    const { projection } = await follow(world)
    let faults = 3
    world.server.fault = () => (faults-- > 0 ? 'fail' : 'ok')
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await settle(200)
    expect(await pending(projection)).toEqual([idOf(1)])
  })

  test('that did the work all the same repeat nothing', async () => {
    const world = newWorld()
    const { projection, alarms } = await follow(world)
    let faults = 1
    world.server.fault = () => (faults-- > 0 ? 'failAfter' : 'ok')
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await settle(100)
    expect(await pending(projection)).toEqual([idOf(1)])
    expect(alarms).toEqual([])
  })

  test('that last end the process', async () => {
    const world = newWorld()
    const { follower } = await follow(world)
    world.server.fault = () => 'fail'
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await expect(follower.failed).rejects.toThrow(expect.objectContaining({ code: 'HP_STORE' }))
  })
})

test('what people are asked is news, and what policy allows is none', async () => {
  const world = newWorld()
  const { projection, told } = await follow(world)
  told.splice(0)
  await world.gateBus.send(world.gate.allow(actionOf(1)))
  await world.gateBus.send(world.gate.hold(actionOf(2)))
  await settle()
  const news = await Promise.all([0, 1, 2].map((at) => projection.news(at, 0, 9)))
  expect(news.flat()).toMatchObject([{ id: idOf(2) }])
  expect(told).toContain(slot(world, 2))
})

test('a freeze makes all that is pending news, since their cards show it', async () => {
  const world = newWorld()
  const { projection } = await follow(world)
  const at = slot(world, 1)
  await world.gateBus.send(world.gate.hold(actionOf(1)))
  await settle()
  await projection.settle(at, await projection.news(at, 0, 9))
  const asked = { scope: { everything: true as const }, person: 'ana', channel: 'api', reason: 'x' }
  await world.gateBus.send(world.gate.order(asked, 'f-1'))
  await settle()
  expect(await projection.news(at, 0, 9)).toMatchObject([{ id: idOf(1) }])
})

test('two replicas share the partitions, and each shows everything', async () => {
  const world = newWorld()
  const one = await follow(world, 'one')
  const two = await follow(world, 'two')
  await settle()
  for (const n of [1, 2, 3, 4, 5, 6]) await world.gateBus.send(world.gate.hold(actionOf(n)))
  await settle(60)
  expect(await pending(one.projection)).toHaveLength(6)
  expect(await pending(two.projection)).toHaveLength(6)
  const told = one.notices.flatMap(({ hints }) => hints.map(({ id }) => id))
  expect(told.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map(idOf))
})
