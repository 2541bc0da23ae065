/** A gate is ready when every slot that fell to it can be trusted, and says meanwhile how far each is. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Rig } from './rig.ts'
import { actionId } from './testing.ts'

const slotCount = 3
let rig: Rig

beforeEach(async () => {
  rig = new Rig(slotCount)
})

/** Redis takes nothing for this slot until the returned function is called. */
function refuseIn(slot: number): () => void {
  rig.server.fault = (verb, where) => (verb === 'apply' && where === slot ? 'failed' : 'none')
  return () => {
    rig.server.fault = () => 'none'
  }
}

async function fill(): Promise<void> {
  for (let n = 1; n <= 12; n += 1) await rig.intend(actionId(n))
}

describe('readiness', () => {
  test('is refused until the last slot is taken over; each says what is applied and where it is trusted', async () => {
    const first = await rig.gate('gate-1')
    await fill()
    first.crash()
    rig.server.wipeAll()
    const heal = refuseIn(1)
    const gate = await rig.gate('gate-2')
    await rig.pass()
    expect(gate.isReady).toBe(false)
    const [, opening] = gate.slots
    expect(opening).toMatchObject({ slot: 1, state: 'opening', appliedTo: 0 })
    expect(opening?.until).toBeGreaterThan(4)
    expect(gate.slots.map(({ state }) => state)).toEqual(['open', 'opening', 'open'])
    heal()
    await rig.pass()
    expect(gate.isReady).toBe(true)
    for (const { state, appliedTo, until } of gate.slots) {
      expect(state).toBe('open')
      expect(appliedTo).toBe(until)
    }
    expect(gate.replayed).toBeGreaterThan(12)
  })

  test('is lost while a slot is taken over again, and comes back', async () => {
    const gate = await rig.gate('gate-1')
    await fill()
    await rig.pass()
    expect(gate.isReady).toBe(true)
    const heal = refuseIn(2)
    rig.server.wipe(2)
    await rig.pass(2000)
    expect(gate.isReady).toBe(false)
    expect(gate.slots.map(({ state }) => state)).toEqual(['open', 'open', 'opening'])
    heal()
    await rig.pass()
    expect(gate.isReady).toBe(true)
  })

  test('a gate that has left its group is not ready and owns nothing', async () => {
    const gate = await rig.gate('gate-1')
    await rig.pass()
    await gate.stop()
    expect(gate.isReady).toBe(false)
    expect(gate.slots).toEqual([])
  })
})
