import { freezeKey, type Scope, slotOf, spreadCommand, transactionalId } from '@holdpoint/contracts'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Gate } from './gate.ts'
import { Rig } from './rig.ts'
import { actionId } from './testing.ts'

const slotCount = 3
const everything: Scope = { everything: true }
const deciding = slotOf(freezeKey, slotCount)
/** One action in each slot. */
const ids = Array.from({ length: slotCount }, (_, slot) => {
  const inSlot = (n: number) => slotOf(actionId(n), slotCount) === slot
  return actionId([...Array(50).keys()].find(inSlot))
})

let rig: Rig
let gate: Gate & { crash(): void }

beforeEach(async () => {
  rig = new Rig(slotCount)
  gate = await rig.gate('gate-1')
  await rig.pass()
})

const slotsOf = (kind: string) => rig.facts(kind).map(({ slot }) => slot)
async function claims(commandId: string) {
  for (const id of ids) await rig.claim(id, commandId)
  const answers = await Promise.all(ids.map((id) => rig.answer(id, commandId)))
  return answers.map((answer) => (answer?.['ok'] ? 'claimed' : answer?.['code']))
}
const each = <T>(value: T) => ids.map(() => value)

describe('a freeze', () => {
  test('is in force in every slot, and each says so', async () => {
    await rig.freeze(everything)
    expect(slotsOf('frozen').sort()).toEqual([0, 1, 2])
    const bodies = rig.facts('frozen').map(({ body }) => JSON.stringify(body))
    expect(new Set(bodies).size).toBe(1)
  })

  test('lets nothing be claimed anywhere, and once thawed everything again', async () => {
    for (const id of ids) await rig.intend(id, { type: 'allow.x' })
    await rig.freeze(everything)
    expect(await claims('one')).toEqual(each('HP_FROZEN'))
    await rig.thaw()
    expect(slotsOf('thawed').sort()).toEqual([0, 1, 2])
    expect(await claims('two')).toEqual(each('claimed'))
  })

  test.each(['fail', 'failPersisted'] as const)(
    'is all or nothing: the deciding gate dies, its commit did %s, and its successor has it in every slot once',
    async (outcome) => {
      for (const id of ids) await rig.intend(id, { type: 'allow.x' })
      const decidingId = transactionalId('t.', deciding)
      rig.faults = (point, { transactionalId: id }) => {
        if (point !== 'commit' || id !== decidingId) return 'ok'
        gate.crash()
        return outcome
      }
      await rig.freeze(everything)
      rig.faults = () => 'ok'
      await rig.gate('gate-2')
      await rig.pass(10_000)
      expect(await claims('after')).toEqual(each('HP_FROZEN'))
      expect(slotsOf('frozen').sort()).toEqual([0, 1, 2])
    },
  )

  test('survives the gate and Redis', async () => {
    for (const id of ids) await rig.intend(id, { type: 'allow.x' })
    await rig.freeze(everything)
    gate.crash()
    rig.server.wipeAll()
    await rig.gate('gate-2')
    await rig.pass()
    expect(await claims('one')).toEqual(each('HP_FROZEN'))
  })

  test('of one agent stops no other', async () => {
    for (const id of ids) await rig.intend(id, { type: 'allow.x' })
    await rig.freeze({ agent: 'other-bot' })
    expect(await claims('one')).toEqual(each('claimed'))
  })

  test('put back by hand in Redis as it was before is noticed, and counts for nothing', async () => {
    const [id] = ids
    if (!id) return
    await rig.intend(id, { type: 'allow.x' })
    const slot = rig.server.slot(slotOf(id, slotCount))
    await rig.freeze(everything)
    await rig.thaw()
    const thawed = slot.values.get('~freezes') ?? ''
    await rig.freeze(everything, 'freeze-2')
    slot.values.set('~freezes', thawed)
    gate.crash()
    await rig.gate('gate-2')
    await rig.pass()
    await rig.claim(id)
    expect(await rig.answer(id, 'claim-1')).toMatchObject({ code: 'HP_FROZEN' })
  })
})

describe('a freeze is not believed', () => {
  test('in a slot that does not decide, or without the signature of the notifier', async () => {
    const command = { scope: everything, person: 'ana', reason: 'x', channel: 'console' }
    const type = 'dev.holdpoint.command.freeze.v1'
    await rig.write('commands', freezeKey, type, command, { id: 'forged' })
    expect(rig.facts('frozen')).toEqual([])
    expect(rig.facts('refused').map(({ body }) => body)).toMatchObject([
      { command: 'freeze', commandId: 'forged', code: 'HP_PROOF_MISSING' },
    ])
  })

  test('spread by somebody who is not the gate', async () => {
    await rig.freeze(everything)
    const body = { ...rig.facts('frozen')[0]?.body, spread: 2 }
    const change = { kind: 'thawed', body: { ...body, scope: undefined } }
    await rig.write('commands', freezeKey, spreadCommand, { change })
    expect(rig.facts('thawed')).toEqual([])
    expect(rig.parked('commands')).toHaveLength(1)
  })

  test('replayed: an old thaw, taken from the topic, opens nothing', async () => {
    await rig.freeze(everything)
    await rig.thaw()
    const old = rig.records('commands').filter(({ key }) => key === freezeKey)
    await rig.freeze(everything, 'freeze-2')
    const spreads = old.filter(({ headers }) => headers['ce_type'] === spreadCommand)
    expect(spreads.length).toBeGreaterThan(0)
    await rig.cluster.bus('attacker').send(spreads)
    await rig.pass()
    expect(slotsOf('thawed')).toHaveLength(slotCount)
    const [id = actionId()] = ids.filter((each) => slotOf(each, slotCount) !== deciding)
    await rig.intend(id, { type: 'allow.x' })
    await rig.claim(id)
    expect(await rig.answer(id, 'claim-1')).toMatchObject({ code: 'HP_FROZEN' })
  })
})

describe('deadlines stand still', () => {
  test('frozen for an hour, a hold of 15 minutes expires an hour later', async () => {
    const id = ids[0] ?? actionId()
    await rig.intend(id)
    await rig.pass(600_000)
    await rig.freeze(everything)
    await rig.pass(3_600_000)
    expect(rig.story(id)).toEqual(['held'])
    await rig.thaw()
    await rig.pass(299_999)
    expect(rig.story(id)).toEqual(['held'])
    await rig.pass(1)
    expect(rig.story(id)).toEqual(['held', 'expired'])
  })

  test('also where another gate takes over in between', async () => {
    const id = ids[0] ?? actionId()
    await rig.intend(id)
    await rig.freeze(everything)
    await rig.pass(3_600_000)
    gate.crash()
    gate = await rig.gate('gate-2')
    await rig.pass(1000)
    expect(rig.story(id)).toEqual(['held'])
    await rig.thaw()
    gate.crash()
    await rig.gate('gate-3')
    await rig.pass(899_999)
    expect(rig.story(id)).toEqual(['held'])
    await rig.pass(1)
    expect(rig.story(id)).toEqual(['held', 'expired'])
  })

  test('thawing writes nothing for what was held', async () => {
    for (const id of ids) await rig.intend(id)
    await rig.freeze(everything)
    await rig.pass(3_600_000)
    const states = () => rig.records('state').filter(({ key }) => key?.startsWith('a:')).length
    const before = states()
    await rig.thaw()
    await rig.pass(1000)
    expect(states()).toBe(before)
  })

  test('what is not frozen expires in time beside much that is', async () => {
    const frozen = Array.from({ length: 30 }, (_, n) => actionId(100 + n))
    for (const id of frozen) await rig.intend(id, { type: 'frozen.type' })
    await rig.freeze({ type: 'frozen.*' })
    await rig.pass(1000)
    const free = Array.from({ length: 30 }, (_, n) => actionId(200 + n))
    for (const id of free) await rig.intend(id)
    await rig.pass(900_000)
    await rig.pass(1000)
    expect(frozen.map((id) => rig.story(id))).toEqual(frozen.map(() => ['held']))
    expect(free.map((id) => rig.story(id))).toEqual(free.map(() => ['held', 'expired']))
  })
})
