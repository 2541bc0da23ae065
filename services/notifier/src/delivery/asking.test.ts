import { afterEach, describe, expect, test } from 'vitest'
import { type DeliveryRig, deliveryRig, type RigOptions } from '../../test/delivery-rig.ts'
import { actionOf, idOf } from '../../test/fixture.ts'
import type { RunningNotifier } from '../notifier.ts'
import { FakeChannel } from './testing.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const long = Date.UTC(2026, 6, 1)

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

/** A channel beside the first one. */
function beside(name: string, route: object = {}) {
  const found: { channel?: FakeChannel } = {}
  const more: RigOptions['more'] = (time) => {
    found.channel = new FakeChannel({ name, time })
    return [{ name, channel: found.channel, ...route }]
  }
  return { more, found }
}

describe('who is asked, and where', () => {
  test('only where the policy says; without a word of it, everywhere', async () => {
    const { more, found } = beside('mail')
    const { hold, channel, time } = await started({ more })
    await hold(1, { demand: { channels: ['mail'] } })
    await hold(2)
    await hold(3, { demand: { channels: [] } })
    await time.pass(1000)
    expect(channel.seen()).toEqual(['2 pending'])
    expect(found.channel?.seen()).toEqual(['1 pending', '2 pending'])
  })

  test('who may decide and has not: not the requester’s side, nor other groups, nor who voted', async () => {
    const asked: string[][] = []
    const { hold, world, time } = await started({
      addresses: (_, recipients) => {
        asked.push(recipients.map(({ person }) => person))
        return ['room']
      },
    })
    await hold(1, { demand: { groups: [{ group: 'finance', min: 1 }] } })
    await hold(2, { demand: { quorum: 2 } })
    await time.pass(100)
    // olga owns the bot; bea is in no group that is asked.
    expect(asked).toEqual([['ana'], ['ana', 'bea']])
    const tally = { approvals: 1, denials: 0, quorum: 2 }
    const by = { person: 'ana', assurance: 'sso', channel: 'console', commandId: 'c-1' }
    await world.gateBus.send(
      world.gate.fact(idOf(2), 'voted', { ...by, verdict: 'approve', tally }),
    )
    await time.pass(100)
    expect(asked.at(-1)).toEqual(['bea'])
  })

  test('a request that nobody is brought is an alarm', async () => {
    const { hold, time, world } = await started({ addresses: () => [] })
    await hold(1)
    await time.pass(100)
    expect(world.alarms.join('')).toContain('no channel brings this to anybody')
  })
})

describe('people are asked again', () => {
  const demand = {
    remindAfterMs: [10 * minuteMs, 30 * minuteMs],
    channels: ['fake'],
    escalate: [{ afterMs: 20 * minuteMs, groups: ['ops'], channels: ['mail'] }],
    groups: [{ group: 'finance', min: 0 }],
  }

  test('when the policy says, in the message that is there, and others where it says', async () => {
    const { more, found } = beside('mail')
    const { hold, channel, time } = await started({ more })
    await hold(1, { demand, decideByMs: long })
    await time.pass(9 * minuteMs)
    expect(channel.messages[0]?.nudges).toEqual([])
    await time.pass(2 * minuteMs)
    expect(channel.messages[0]?.nudges).toEqual(['reminder'])
    expect(found.channel?.messages).toEqual([])
    await time.pass(10 * minuteMs)
    expect(channel.messages[0]?.nudges).toEqual(['reminder', 'escalation'])
    expect(found.channel?.seen()).toEqual(['1 pending'])
    await time.pass(dayMs / 4)
    expect(channel.messages).toHaveLength(1)
    expect(channel.messages[0]?.nudges).toEqual(['reminder', 'escalation', 'reminder'])
    expect(found.channel?.messages).toMatchObject([{ nudges: ['reminder'] }])
  })

  test('not when it is decided, and not twice by two replicas', async () => {
    const rig = await started()
    running.push(await rig.start('two'))
    const { hold, deny, channel, time } = rig
    await time.pass(10)
    await hold(1, { demand, decideByMs: long })
    await hold(2, { demand, decideByMs: long })
    await time.pass(5 * minuteMs)
    await deny(1)
    await time.pass(7 * minuteMs)
    expect(channel.messages.map(({ nudges }) => nudges)).toEqual([[], ['reminder']])
  })

  test('not while it stands frozen; the frozen time does not count, and the card says so', async () => {
    const { hold, channel, time, world } = await started()
    await hold(1, { demand: { remindAfterMs: [10 * minuteMs] }, decideByMs: long })
    await time.pass(9 * minuteMs)
    const by = { person: 'ana', channel: 'console', reason: 'look' }
    const scope = { agent: 'billing-bot' }
    await world.gateBus.send(world.gate.order({ scope, ...by }, 'f-1'))
    await time.pass(hourMs)
    expect(channel.seen()).toEqual(['1 frozen'])
    await world.gateBus.send(world.gate.order({ freeze: 'f-1', ...by }, 't-1'))
    await time.pass(30_000)
    expect(channel.seen()).toEqual(['1 pending'])
    expect(channel.messages[0]?.nudges).toEqual([])
    await time.pass(minuteMs)
    expect(channel.messages[0]?.nudges).toEqual(['reminder'])
  })

  test('a freeze of something else changes no message', async () => {
    const { hold, channel, time, world } = await started()
    await hold(1)
    await time.pass(100)
    const asked = { scope: { agent: 'other' }, person: 'ana', channel: 'console', reason: 'x' }
    await world.gateBus.send(world.gate.order(asked, 'f-1'))
    await time.pass(minuteMs)
    expect(channel.calls).toHaveLength(1)
  })
})

describe('in quiet hours', () => {
  /** The test begins at noon UTC. */
  const quiet = { fromMinute: 12 * 60, untilMinute: 13 * 60, zone: 'UTC' }

  test('nobody is asked but about what is of high risk; decisions are brought at once', async () => {
    const { hold, deny, channel, time } = await started({ route: { quiet } })
    await hold(1, { decideByMs: long })
    await hold(2, { demand: { risk: 'critical' }, decideByMs: long })
    await time.pass(minuteMs)
    expect(channel.seen()).toEqual(['2 pending'])
    await deny(2)
    await time.pass(1000)
    expect(channel.seen()).toEqual(['2 denied'])
    await time.pass(hourMs)
    expect(channel.seen()).toEqual(['1 pending', '2 denied'])
  })

  test('a reminder waits for their end, a change of the message does not', async () => {
    const later = { fromMinute: 12 * 60 + 5, untilMinute: 13 * 60, zone: 'UTC' }
    const { hold, channel, time, world } = await started({ route: { quiet: later } })
    await hold(1, { demand: { quorum: 2, remindAfterMs: [10 * minuteMs] }, decideByMs: long })
    await time.pass(11 * minuteMs)
    expect(channel.messages).toMatchObject([{ nudges: [], updates: 0 }])
    const tally = { approvals: 1, denials: 0, quorum: 2 }
    const by = { person: 'ana', assurance: 'sso', channel: 'console', commandId: 'c-1' }
    await world.gateBus.send(
      world.gate.fact(idOf(1), 'voted', { ...by, verdict: 'approve', tally }),
    )
    await time.pass(1000)
    expect(channel.messages).toMatchObject([{ nudges: [], updates: 1 }])
    await time.pass(hourMs)
    expect(channel.messages[0]?.nudges).toEqual(['reminder'])
  })
})

describe('many requests at once', () => {
  const rates = [{ per: 'address', count: 1, spanMs: 1000 } as const]
  const isWithin = (calls: readonly { atMs: number }[], spanMs: number) =>
    calls.every(({ atMs }, at) => at === 0 || atMs - (calls[at - 1]?.atMs ?? 0) >= spanMs)

  test('500 in a minute: the rate is kept, each is shown alone or in a digest, and all follow', async () => {
    const { hold, deny, channel, time } = await started({ rates, route: { perMinuteMax: 10 } })
    for (let n = 1; n <= 500; n++) {
      const agent = { id: `bot-${n % 7}`, run: 'r' }
      await hold(n, { decideByMs: long }, { agent })
      await time.pass(120)
    }
    await time.pass(3 * minuteMs)
    expect(isWithin(channel.calls, 1000)).toBe(true)
    const seen = channel.seen()
    expect(new Set(seen).size).toBe(500)
    expect(seen).toHaveLength(500)
    expect(channel.messages.length).toBeLessThan(100)
    for (let n = 1; n <= 500; n += 25) await deny(n)
    await time.pass(2 * minuteMs)
    expect(channel.seen().filter((line) => line.endsWith('denied'))).toHaveLength(20)
    expect(channel.seen()).toHaveLength(500)
  }, 60_000)

  test('of high risk the latest comes first, each alone, and decisions before them all', async () => {
    const { hold, deny, channel, time } = await started({ rates, route: { perMinuteMax: 5 } })
    await hold(1, { demand: { risk: 'high' }, decideByMs: long })
    await time.pass(1)
    for (let n = 2; n <= 20; n++) {
      await hold(n, { demand: { risk: 'high' }, decideByMs: long })
      await time.pass(1)
    }
    await deny(1)
    await time.pass(minuteMs)
    const order = channel.messages.map(({ cards }) => Number(cards[0]?.actionId.slice(-6)))
    expect(order).toEqual([1, ...Array.from({ length: 19 }, (_, n) => 20 - n)])
    expect(channel.messages.every(({ cards }) => cards.length === 1)).toBe(true)
    expect(
      channel.calls[1]?.id.startsWith(channel.messages[0]?.deliveryId.slice(0, 20) ?? '-'),
    ).toBe(true)
  })

  test('what is of low risk comes in digests only, where the operator wants that', async () => {
    const digest = { risks: ['low'], everyMs: 10 * minuteMs } as const
    const { hold, deny, channel, time } = await started({ route: { digest } })
    await time.pass(minuteMs)
    const options = { demand: { risk: 'low' }, decideByMs: long } as const
    for (const n of [1, 2, 3]) await hold(n, options)
    await hold(4, { decideByMs: long })
    await time.pass(minuteMs)
    expect(channel.seen()).toEqual(['4 pending'])
    await deny(2)
    await time.pass(10 * minuteMs)
    expect(channel.messages.map(({ cards }) => cards.length)).toEqual([1, 2])
    expect(channel.seen()).toEqual(['1 pending', '3 pending', '4 pending'])
    await deny(1)
    await time.pass(1000)
    expect(channel.seen()).toEqual(['1 denied', '3 pending', '4 pending'])
    expect(channel.messages).toHaveLength(2)
  })

  test('what is of low risk and short lived is asked for in the first half of its time', async () => {
    const digest = { risks: ['low'], everyMs: dayMs } as const
    const { hold, channel, time } = await started({ route: { digest } })
    const decideByMs = time.nowMs + 20 * minuteMs
    await hold(1, { demand: { risk: 'low' }, decideByMs })
    await time.pass(11 * minuteMs)
    expect(channel.seen()).toEqual(['1 pending'])
  })
})

test('what comes anew is asked about once more when it was forgotten in between', async () => {
  const { world, channel, time } = await started()
  await world.gateBus.send(world.gate.hold(actionOf(1)))
  await time.pass(1000)
  await world.gateBus.send(world.gate.hold(actionOf(1)))
  await time.pass(1000)
  expect(channel.messages).toHaveLength(1)
})
