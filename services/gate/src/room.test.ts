/** No agent, and not all together, hold more open actions than the limits allow; and nothing is let in after its agent was told no. */
import { randomBytes } from 'node:crypto'
import type { ActionState } from '@holdpoint/approval'
import { type ActionId, type ActionRedacted, memoryMs } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { OpenActions } from './open-actions.ts'
import { Rig } from './rig.ts'
import { Room, shareOf } from './room.ts'
import { actionId, origin, stateOf } from './testing.ts'

const secret = new Secret(randomBytes(32))
const arrival = (agent: string, offset: number, partition = 0, receivedAtMs = offset) => ({
  agent,
  redacted: {
    source: { topic: 'actions.intended', partition, offset },
    receivedAtMs,
  } as ActionRedacted,
})
const openOf = (n: number, agent: string): ActionState =>
  stateOf({ id: actionId(n), origin: { ...origin, agent } })

describe('a slot’s share', () => {
  test('is never nothing, and all shares together reach the limit by less than one each', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 48 }),
        (max, slots) => {
          const { openMax, openPerAgentMax } = shareOf({ openMax: max, openPerAgentMax: 1 }, slots)
          expect(openPerAgentMax).toBe(1)
          expect(openMax * slots).toBeGreaterThanOrEqual(max)
          expect(openMax * slots).toBeLessThan(max + slots)
        },
      ),
    )
  })
})

describe('room', () => {
  test('whatever comes and goes: no agent and not all together have more than the limits, and none is refused below them', () => {
    const agents = fc.constantFrom('a', 'b', 'c')
    const event = fc.oneof(
      fc.record({ kind: fc.constant('comes' as const), agent: agents }),
      fc.record({ kind: fc.constant('ends' as const), at: fc.nat(9) }),
    )
    const limits = fc.record({
      openPerAgentMax: fc.integer({ min: 1, max: 4 }),
      openMax: fc.integer({ min: 1, max: 8 }),
    })
    fc.assert(
      fc.property(limits, fc.array(event, { maxLength: 60 }), (share, events) => {
        const open = new OpenActions(0, secret)
        const room = new Room(open, share)
        const model: { n: number; agent: string }[] = []
        const of = (agent: string) => model.filter((each) => each.agent === agent).length
        for (const [n, step] of events.entries()) {
          if (step.kind === 'ends') {
            const [ended] = model.splice(step.at % Math.max(1, model.length), 1)
            if (ended) room.change(actionId(ended.n), undefined)
            continue
          }
          const { agent } = step
          const isFull = of(agent) >= share.openPerAgentMax || model.length >= share.openMax
          const limit = room.against(arrival(agent, n))
          expect(limit !== undefined).toBe(isFull)
          if (limit !== undefined) continue
          room.change(actionId(n), openOf(n, agent))
          model.push({ n, agent })
        }
        expect(open.size).toBe(model.length)
      }),
    )
  })

  test('a repeat of what was refused stays refused when there is room; what comes later and elsewhere goes in', () => {
    const open = new OpenActions(0, secret)
    const full = new Room(open, { openPerAgentMax: 1, openMax: 9 })
    full.change(actionId(1), openOf(1, 'a'))
    expect(full.against(arrival('a', 7))).toBe('openPerAgentMax')
    const kept = full.refusals(7)
    open.change(actionId(1), undefined)
    const room = new Room(open, { openPerAgentMax: 1, openMax: 9 }, kept)
    expect(room.against(arrival('a', 7))).toBe('openPerAgentMax')
    expect(room.against(arrival('a', 8))).toBeUndefined()
    expect(room.against(arrival('a', 7, 1))).toBeUndefined()
    // A topic that was made anew counts from 0 again, at a later time.
    expect(room.against(arrival('a', 3, 0, 8))).toBeUndefined()
  })

  test('refusals are remembered as long as ids, no longer', () => {
    const room = new Room(new OpenActions(0, secret), { openPerAgentMax: 0, openMax: 0 })
    room.against(arrival('a', 7))
    expect(room.refusals(6 + memoryMs)).toHaveProperty('actions.intended/0')
    expect(room.refusals(7 + memoryMs)).toEqual({})
  })
})

describe('a gate whose slots are full', () => {
  let rig: Rig
  let count = 0
  beforeEach(() => {
    rig = new Rig()
    rig.openLimits = { openPerAgentMax: 2, openMax: 3 }
    count = 0
  })

  const next = (agent = 'bot') => {
    count += 1
    const source = { topic: 'actions.intended', partition: 0, offset: count }
    return rig.intend(actionId(count), { agent: { id: agent } }, { source })
  }
  const refused = () =>
    rig.facts('refused').map(({ actionId, body }) => ({ actionId, ...(body as object) }))

  test('refuses the agent that floods, on the record and with the limit’s name, and goes on for others', async () => {
    await rig.gate('gate-1')
    await next()
    await next()
    await next()
    expect(rig.story(actionId(3))).toEqual(['refused'])
    expect(refused()).toEqual([
      expect.objectContaining({ code: 'HP_TOO_MANY_OPEN', field: 'openPerAgentMax' }),
    ])
    expect(rig.records('settled')).toHaveLength(1)
    await next('other-bot')
    expect(rig.story(actionId(4))).toEqual(['held'])
    await next('other-bot')
    expect(rig.story(actionId(5))).toEqual(['refused'])
    expect(refused().at(-1)).toMatchObject({ field: 'openMax' })
  })

  test('in one batch the later ones see the earlier ones', async () => {
    const bus = rig.cluster.bus('held-back')
    for (let n = 0; n < 5; n += 1) await next()
    await rig.gate('gate-1')
    await rig.pass()
    expect(rig.facts('held')).toHaveLength(2)
    expect(rig.facts('refused')).toHaveLength(3)
    await bus.close()
  })

  test('has room again when an action ends, for new ones and for the refused one proposed again, not for its repeat', async () => {
    await rig.gate('gate-1')
    const first = await next()
    await next()
    const turned = await next()
    await rig.vote(first, 'ana', 'deny')
    await rig.intend(actionId(3), {}, { source: turned.source })
    expect(rig.story(actionId(3))).toEqual(['refused', 'refused'])
    await rig.intend(actionId(3), {}, { source: { ...turned.source, offset: 9 } })
    expect(rig.story(actionId(3))).toEqual(['refused', 'refused', 'held'])
  })

  test('takes a reversal in all the same: taking back must not wait', async () => {
    await rig.gate('gate-1')
    const [ran, back] = [actionId(9), `${actionId(9)}~1` as ActionId]
    await rig.intend(ran, { type: 'allow.done' })
    await rig.claim(ran)
    await rig.report(ran)
    for (let n = 0; n < 3; n += 1) await next()
    expect(rig.story(actionId(3))).toEqual(['refused'])
    const reversal = { type: 'allow.done.reverse', reverses: ran }
    await rig.intend(back, reversal, { source: { topic: 't', partition: 0, offset: 0 } })
    expect(rig.story(back)).toEqual(['approved'])
  })

  test.each([
    ['a restart', () => {}],
    ['a Redis that was wiped', () => rig.server.wipeAll()],
  ])('counts the same, and remembers its refusals, after %s', async (_, happens) => {
    const gate = await rig.gate('gate-1')
    const first = await next()
    await next('other-bot')
    await next()
    const turned = await next()
    gate.crash()
    happens()
    await rig.gate('gate-2')
    await rig.pass(1000)
    await next()
    expect(rig.story(actionId(5))).toEqual(['refused'])
    await rig.vote(first, 'ana', 'deny')
    await rig.intend(actionId(4), {}, { source: turned.source, receivedAtMs: turned.receivedAtMs })
    expect(rig.story(actionId(4))).toEqual(['refused', 'refused'])
    await next()
    expect(rig.story(actionId(6))).toEqual(['held'])
  })

  test('counts by what Kafka says after Redis went back to an older copy', async () => {
    const gate = await rig.gate('gate-1')
    const snapshot = rig.server.snapshot()
    await next()
    await next()
    gate.crash()
    rig.server.restore(snapshot)
    await rig.gate('gate-2')
    await rig.pass(1000)
    await next()
    expect(rig.story(actionId(3))).toEqual(['refused'])
  })
})
