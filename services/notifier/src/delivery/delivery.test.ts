import { afterEach, describe, expect, test } from 'vitest'
import { type DeliveryRig, deliveryRig, type RigOptions } from '../../test/delivery-rig.ts'
import { actionOf, idOf } from '../../test/fixture.ts'
import type { RunningNotifier } from '../notifier.ts'
import { retryDelaysMs } from './settle.ts'
import { FakeChannel } from './testing.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const long = { decideByMs: Date.UTC(2026, 6, 1) }

const running: RunningNotifier[] = []
const rigs: DeliveryRig[] = []
afterEach(async () => {
  const stopped = Promise.all(running.splice(0).map((notifier) => notifier.stop()))
  for (const { time } of rigs.splice(0)) await time.pass(hourMs)
  await stopped
})

async function started(options?: RigOptions): Promise<DeliveryRig> {
  const rig = deliveryRig(options)
  rigs.push(rig)
  running.push(await rig.start())
  return rig
}

test('what is held is posted once, and shows how it was decided', async () => {
  const { hold, deny, channel, time } = await started()
  await hold(1)
  await time.pass(10)
  expect(channel.seen()).toEqual(['1 pending'])
  await deny(1)
  await time.pass(10)
  expect(channel.seen()).toEqual(['1 denied'])
  await time.pass(hourMs)
  expect(channel.messages).toMatchObject([{ updates: 1 }])
})

test('of what policy allows nobody is told', async () => {
  const { world, channel, time } = await started()
  await world.gateBus.send(world.gate.allow(actionOf(1)))
  await time.pass(minuteMs)
  expect(channel.calls).toEqual([])
})

describe('while a service is down', () => {
  test('for a day, little is tried; soon after it is back all is there, nothing twice, and what was decided meanwhile was not asked', async () => {
    const { hold, deny, channel, time } = await started()
    time.coarseMs = minuteMs
    await hold(1, long)
    await time.pass(1000)
    channel.fault = () => ({ kind: 'later', code: 'down' })
    for (const n of [2, 3, 4, 5, 6, 7, 8]) await hold(n, long)
    await deny(1)
    await time.pass(dayMs)
    await deny(2)
    await time.pass(minuteMs)
    const tries = channel.calls.length
    expect(tries).toBeLessThan((dayMs / minuteMs) * 2.5)
    expect(channel.seen()).toEqual(['1 pending'])
    channel.fault = () => undefined
    await time.pass(2 * minuteMs)
    expect(channel.seen()).toEqual(['1 denied', ...[3, 4, 5, 6, 7, 8].map((n) => `${n} pending`)])
    await time.pass(2 * dayMs)
    expect(channel.messages).toHaveLength(7)
    expect(channel.calls.length).toBe(tries + 7)
  })

  test('for seconds, it is delivered seconds later', async () => {
    const { hold, channel, time } = await started()
    channel.fault = () => ({ kind: 'later', code: 'down' })
    await hold(1)
    await time.pass(3000)
    channel.fault = () => undefined
    await time.pass(12_000)
    expect(channel.seen()).toEqual(['1 pending'])
  })

  test('by saying when it has time again, nothing is sent before, by no replica', async () => {
    const rig = await started()
    const { hold, channel, time } = rig
    running.push(await rig.start('two'))
    let said = 1
    channel.fault = () =>
      said-- > 0 ? { kind: 'later', code: 'busy', afterMs: 90_000 } : undefined
    for (const n of [1, 2, 3]) await hold(n)
    await time.pass(89_000)
    expect(channel.calls).toHaveLength(1)
    await time.pass(7000)
    expect(channel.seen()).toHaveLength(3)
    expect(channel.calls).toHaveLength(4)
  })

  test('by never answering, the attempt ends and others are not held up for good', async () => {
    const { hold, channel, time } = await started({
      addresses: (card) => [card.actionId === idOf(1) ? 'stuck' : 'room'],
    })
    const inner = channel.deliver.bind(channel)
    channel.deliver = (delivery) =>
      delivery.address === 'stuck' ? new Promise(() => undefined) : inner(delivery)
    await hold(1)
    await hold(2)
    await time.pass(1000)
    expect(channel.seen()).toEqual(['2 pending'])
    channel.deliver = inner
    await time.pass(minuteMs)
    expect(channel.seen('stuck')).toEqual(['1 pending'])
  })
})

describe('a message that is not delivered', () => {
  test('because of itself is tried over days, given up, and tried again by hand', async () => {
    const rig = await started()
    const { hold, channel, time, copies } = rig
    time.coarseMs = minuteMs
    channel.fault = (delivery) =>
      JSON.stringify(delivery).includes(idOf(1)) ? { kind: 'later', code: 'odd' } : undefined
    await hold(1, long)
    // Others get through, so it is not the service.
    const hours = 5 * 24
    for (let hour = 0; hour < hours; hour++) {
      await hold(10 + hour, long)
      await time.pass(hourMs)
    }
    expect(channel.messages).toHaveLength(hours)
    expect(channel.calls.length).toBeGreaterThan(hours + retryDelaysMs.length)
    expect(channel.calls.length).toBeLessThan(2 * hours)
    const [dead] = await copies.open().dead('fake', 9)
    expect(dead).toMatchObject({ state: 'dead', code: 'odd' })
    channel.fault = () => undefined
    const replayed = await rig.delivery().replay('fake', dead?.id ?? '')
    await time.pass(1000)
    expect(replayed).toBe(true)
    expect(channel.seen()).toContain('1 pending')
    expect(await rig.delivery().replay('fake', dead?.id ?? '')).toBe(false)
  })

  test('since it was refused is brought through the channel that stands in', async () => {
    let backup: FakeChannel | undefined
    const { hold, channel, time } = await started({
      route: { fallback: 'backup' },
      more: (clock) => {
        backup = new FakeChannel({ name: 'backup', time: clock })
        return [{ name: 'backup', channel: backup }]
      },
    })
    channel.fault = () => ({ kind: 'refused', code: 'channel_archived' })
    await hold(1, { demand: { channels: ['fake'] } })
    await time.pass(5000)
    expect(channel.messages).toEqual([])
    expect(backup?.seen()).toEqual(['1 pending'])
    expect(backup?.messages).toHaveLength(1)
  })

  test('since the channel broke takes nobody else down with it', async () => {
    const { hold, channel, time, copies } = await started()
    const inner = channel.deliver.bind(channel)
    channel.deliver = (delivery) => {
      if (delivery.card.actionId === idOf(1)) throw new RangeError('a bug')
      return inner(delivery)
    }
    await hold(1)
    await hold(2)
    await time.pass(1000)
    expect(channel.seen()).toEqual(['2 pending'])
    expect(await copies.open().dead('fake', 9)).toMatchObject([{ code: 'HP_INTERNAL' }])
  })
})

describe('a message that somebody deleted', () => {
  test('comes again while people are asked, but not for ever', async () => {
    const { world, hold, channel, time, copies } = await started()
    await hold(1, long)
    await time.pass(1000)
    for (let revision = 0; revision < 5; revision++) {
      for (const message of channel.messages) message.isDeleted = true
      const tally = { approvals: 0, denials: 0, quorum: 2 }
      const by = { person: 'bea', assurance: 'chat', channel: 'console', commandId: `c${revision}` }
      const body = { ...by, verdict: 'approve', tally }
      await world.gateBus.send(world.gate.fact(idOf(1), 'voted', body))
      await time.pass(5000)
    }
    expect(channel.messages).toHaveLength(4)
    expect(await copies.open().dead('fake', 9)).toMatchObject([{ code: 'no-message' }])
  })

  test('does not come again when it is decided', async () => {
    const { hold, deny, channel, time } = await started()
    await hold(1)
    await time.pass(1000)
    for (const message of channel.messages) message.isDeleted = true
    await deny(1)
    await time.pass(hourMs)
    expect(channel.messages).toHaveLength(1)
  })
})

describe('a message whose answer was lost', () => {
  test('may be there twice; a press on the lost one makes it ours, and both follow', async () => {
    const rig = await started()
    const { hold, deny, channel, time } = rig
    let lost = 1
    channel.fault = () => (lost-- > 0 ? 'after' : undefined)
    await hold(1)
    await time.pass(minuteMs)
    expect(channel.seen()).toEqual(['1 pending', '1 pending'])
    const found = { address: 'room', handle: { number: 1 } }
    await rig.delivery().adopt('fake', idOf(1), found)
    await rig.delivery().adopt('fake', idOf(1), found)
    await time.pass(1000)
    await deny(1)
    await time.pass(1000)
    expect(channel.seen()).toEqual(['1 denied', '1 denied'])
    expect(channel.messages).toHaveLength(2)
  })

  test('and is pressed before it comes again is found and not posted again', async () => {
    const rig = await started()
    const { hold, channel, time } = rig
    let lost = 1
    channel.fault = () => (lost-- > 0 ? 'after' : undefined)
    await hold(1)
    await time.pass(10)
    await rig.delivery().adopt('fake', idOf(1), { address: 'room', handle: { number: 1 } })
    await time.pass(minuteMs)
    expect(channel.messages).toHaveLength(1)
    expect(channel.seen()).toEqual(['1 pending'])
  })
})

describe('two replicas', () => {
  test('post and change each message once', async () => {
    const rig = await started()
    running.push(await rig.start('two'))
    const { hold, deny, channel, time } = rig
    await time.pass(10)
    const some = Array.from({ length: 30 }, (_, n) => n + 1)
    await Promise.all(some.map((n) => hold(n)))
    await time.pass(minuteMs)
    for (const n of some) await deny(n)
    await time.pass(minuteMs)
    expect(channel.messages).toHaveLength(30)
    expect(channel.seen().every((line) => line.endsWith('denied'))).toBe(true)
    expect(channel.calls).toHaveLength(60)
  })

  test('one dies while it posts: the other one goes on when its lease is over', async () => {
    const rig = await started()
    const { hold, channel, time } = rig
    const inner = channel.deliver.bind(channel)
    let stuck = 1
    channel.deliver = (delivery) => (stuck-- > 0 ? new Promise(() => undefined) : inner(delivery))
    rig.copies.fault = () => 'fail'
    await hold(1)
    rig.copies.fault = () => 'ok'
    await time.pass(minuteMs)
    expect(channel.seen()).toEqual(['1 pending'])
    expect(channel.messages).toHaveLength(1)
  })
})

test('a restart of everything finds its messages again', async () => {
  const rig = await started()
  const { hold, deny, channel, time } = rig
  await hold(1)
  await time.pass(1000)
  const stopped = Promise.all(running.splice(0).map((notifier) => notifier.stop()))
  await time.pass(10)
  await stopped
  await deny(1)
  running.push(await rig.start('again'))
  await time.pass(10_000)
  expect(channel.seen()).toEqual(['1 denied'])
  expect(channel.messages).toHaveLength(1)
})

test('after Redis was lost, open holds are posted once more, and nothing else', async () => {
  const rig = await started()
  const { hold, deny, channel, time } = rig
  for (const n of [1, 2, 3]) await hold(n)
  await deny(2)
  await time.pass(1000)
  expect(channel.messages).toHaveLength(3)
  rig.flush()
  // Nothing happens that would show it: it is noticed all the same.
  await time.pass(3000)
  expect(
    channel.messages
      .slice(3)
      .map(({ cards }) => cards[0]?.actionId)
      .toSorted(),
  ).toEqual([idOf(1), idOf(3)])
  await deny(1)
  await time.pass(hourMs)
  expect(channel.messages).toHaveLength(5)
  expect(channel.seen().filter((line) => line.startsWith('1'))).toEqual(['1 denied', '1 pending'])
})

test('faults of the store, with and without their work done, double nothing and lose nothing', async () => {
  const rig = await started()
  const { hold, deny, channel, time, copies } = rig
  let turn = 0
  copies.fault = () =>
    (['ok', 'failAfter', 'fail', 'ok', 'fail', 'failAfter'] as const)[turn++ % 6] ?? 'ok'
  for (let n = 1; n <= 12; n++) await hold(n)
  await time.pass(minuteMs)
  for (let n = 1; n <= 12; n++) await deny(n)
  await time.pass(2 * minuteMs)
  expect(channel.messages).toHaveLength(12)
  expect(channel.seen().every((line) => line.endsWith('denied'))).toBe(true)
})
