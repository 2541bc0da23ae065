import type { FaultPoint } from '@holdpoint/kafka'
import type { StoreVerb } from '@holdpoint/store'
import { beforeEach, describe, expect, test } from 'vitest'
import { Rig } from './rig.ts'
import { deathsAloneMax, deathsInCompanyMax } from './slot-owner.ts'
import { actionId } from './testing.ts'

const id = actionId()
let rig: Rig
beforeEach(() => {
  rig = new Rig()
})

/** The life of an action with a vote and a claim, while `fault` strikes once, at its n-th chance. */
async function live(fault: (n: number) => void, n: number): Promise<string[]> {
  rig = new Rig()
  await rig.gate('gate-1')
  fault(n)
  const redacted = await rig.intend(id)
  await rig.pass(1)
  await rig.vote(redacted, 'ana')
  await rig.pass(1)
  await rig.claim(id)
  await rig.pass(1)
  await rig.report(id)
  await rig.pass(1)
  return rig.story(id)
}

const whole = ['held', 'voted', 'approved', 'claimed', 'succeeded']

function onBus(point: FaultPoint, kind: 'fail' | 'failPersisted') {
  return (n: number) => {
    let left = n
    rig.faults = (at) => (at === point && left-- === 0 ? kind : 'ok')
  }
}

function onStore(verb: StoreVerb, kind: 'failed' | 'failed but persisted') {
  return (n: number) => {
    let left = n
    rig.server.fault = (at) => (at === verb && left-- === 0 ? kind : 'none')
  }
}

describe('one fault anywhere in the life of an action', () => {
  const faults = {
    'a commit fails': onBus('commit', 'fail'),
    'a commit succeeds and its reply is lost': onBus('commit', 'failPersisted'),
    'a transactional producer cannot be opened': onBus('transactor', 'fail'),
    'Redis does not load': onStore('load', 'failed'),
    'Redis does not apply': onStore('apply', 'failed'),
    'Redis applies and its reply is lost': onStore('apply', 'failed but persisted'),
    'Redis does not count attempts': onStore('attempt', 'failed'),
  }
  for (const [name, fault] of Object.entries(faults)) {
    test(`${name}: neither loses nor repeats anything`, async () => {
      for (let n = 0; n < 6; n += 1) {
        expect(await live(fault, n), `at chance ${n}`).toEqual(whole)
        expect(rig.records('approved')).toHaveLength(1)
        expect(rig.records('settled')).toHaveLength(1)
        expect(rig.facts().map(({ number }) => number)).toEqual(rig.facts().map((_, at) => at + 1))
      }
    })
  }

  test('Redis loses everything at any moment: the changelog brings it back', async () => {
    for (let n = 0; n < 8; n += 1) {
      const wipe = (left: number) => {
        let calls = left
        rig.server.fault = (verb) => {
          if (verb === 'load' && calls-- === 0) rig.server.wipeAll()
          return 'none'
        }
      }
      expect(await live(wipe, n), `at load ${n}`).toEqual(whole)
    }
  })
})

test('an idle slot notices that Redis has lost its state, before anybody asks', async () => {
  await rig.gate('gate-1')
  await rig.intend(id)
  rig.server.wipeAll()
  await rig.pass(1000)
  await rig.pass()
  expect(rig.server.slot(0).values.has(`a:${id}`)).toBe(true)
})

describe('hands in Redis', () => {
  test('an edited state is refused and restored from the changelog', async () => {
    await rig.gate('gate-1')
    const redacted = await rig.intend(id)
    const genuine = rig.server.slot(0).values.get(`a:${id}`) ?? ''
    rig.server.tamper(0, `a:${id}`, genuine.replace('"pending"', '"approved"'))
    await rig.claim(id)
    await rig.pass(1)
    expect(rig.story(id)).not.toContain('claimed')
    expect(rig.server.slot(0).values.get(`a:${id}`)).toBe(genuine)
    await rig.vote(redacted, 'ana')
    await rig.pass(1)
    expect(rig.story(id).filter((kind) => kind !== 'refused')).toEqual([
      'held',
      'voted',
      'approved',
    ])
  })

  test('an older genuine state put back over a claimed one does not give a second claim', async () => {
    await rig.gate('gate-1')
    await rig.intend(id, { type: 'allow.x' })
    const approved = rig.server.slot(0).values.get(`a:${id}`)
    await rig.claim(id)
    rig.server.tamper(0, `a:${id}`, approved)
    await rig.claim(id, 'claim-2', rig.otherExecutor)
    await rig.pass(1)
    expect(await rig.answer(id, 'claim-2')).toMatchObject({ ok: false, code: 'HP_CLAIM_TAKEN' })
    expect(rig.story(id)).toEqual(['approved', 'claimed', 'refused'])
  })

  test('a Redis restored from an older copy catches up before it is believed', async () => {
    const first = await rig.gate('gate-1')
    await rig.intend(id, { type: 'allow.x' })
    const snapshot = rig.server.snapshot()
    await rig.claim(id)
    await first.stop()
    rig.server.restore(snapshot)
    await rig.gate('gate-2')
    await rig.claim(id, 'claim-2', rig.otherExecutor)
    await rig.pass(1)
    expect(await rig.answer(id, 'claim-2')).toMatchObject({ ok: false, code: 'HP_CLAIM_TAKEN' })
  })

  test('a single value rolled back while no gate runs is noticed at takeover, because Redis does not add up', async () => {
    const first = await rig.gate('gate-1')
    await rig.intend(id, { type: 'allow.x' })
    const { values, open, granted } = rig.server.slot(0)
    const old = values.get(`a:${id}`)
    const entry = open.get(id) ?? { revision: 0 }
    await rig.claim(id)
    await first.stop()
    rig.server.tamper(0, `a:${id}`, old)
    open.set(id, entry)
    granted.set(id, 'billing')
    await rig.gate('gate-2')
    await rig.claim(id, 'claim-2', rig.otherExecutor)
    await rig.pass(1)
    expect(await rig.answer(id, 'claim-2')).toMatchObject({ ok: false, code: 'HP_CLAIM_TAKEN' })
  })
})

describe('owners', () => {
  test('a stalled owner whose commit is under way when another takes over changes nothing', async () => {
    const stalled = await rig.gate('gate-1')
    const failed = stalled.failed.catch((error: unknown) => error)
    await rig.pass()
    let wake = () => {}
    const waiting = new Promise<void>((resolve) => {
      wake = resolve
    })
    rig.faults = (point, info) =>
      point === 'commit' && info.client === 'gate-1' ? { wait: waiting } : 'ok'
    await rig.intend(id, { type: 'allow.x' })
    stalled.crash()
    await rig.gate('gate-2')
    await rig.pass(1)
    wake()
    await rig.pass(1)
    expect(rig.story(id)).toEqual(['approved'])
    expect(rig.records('approved')).toHaveLength(1)
    await Promise.race([failed, rig.pass(1)])
  })

  test('two gates share the slots and hand them on when one leaves', async () => {
    rig = new Rig(6)
    const first = await rig.gate('gate-1')
    const second = await rig.gate('gate-2')
    await rig.pass()
    expect([...first.slots, ...second.slots].map(({ slot }) => slot).sort()).toEqual([
      0, 1, 2, 3, 4, 5,
    ])
    expect(first.slots).toHaveLength(3)
    const ids = Array.from({ length: 30 }, (_, n) => actionId(n + 1))
    for (const one of ids.slice(0, 15)) await rig.intend(one, { type: 'allow.x' })
    first.crash()
    await rig.pass(1)
    for (const one of ids.slice(15)) await rig.intend(one, { type: 'allow.x' })
    await rig.pass(1)
    expect(second.slots).toHaveLength(6)
    expect(ids.map((one) => rig.story(one))).toEqual(ids.map(() => ['approved']))
  })

  test('an input that kills every process that touches it is given up after a few, and the others go on', async () => {
    rig.poison = id
    await rig.intend(actionId(2), { type: 'allow.x' })
    await rig.intend(id, { type: 'allow.x' })
    await rig.intend(actionId(3), { type: 'allow.x' })
    let deaths = 0
    for (let n = 1; rig.story(actionId(3)).length === 0; n += 1) {
      const gate = await rig.gate(`gate-${n}`)
      const death = gate.failed.catch(() => {
        deaths += 1
        gate.crash()
      })
      await rig.pass(1)
      await Promise.race([death, rig.pass(1)])
      expect(n).toBeLessThan(20)
    }
    expect(deaths).toBeLessThanOrEqual(2 * deathsInCompanyMax + deathsAloneMax)
    expect(rig.story(actionId(2))).toEqual(['approved'])
    expect(rig.story(id)).toEqual(['rejected'])
    expect(rig.records('settled')).toHaveLength(1)
    expect(rig.parked('redacted')).toHaveLength(1)
  })

  test('an innocent input that comes first in a later life does not pay for the deaths over another', async () => {
    const held = actionId(2)
    const before = await rig.gate('gate-0')
    const redacted = await rig.intend(held)
    await rig.pass(1)
    before.crash()
    rig.poison = id
    await rig.intend(id)
    await rig.vote(redacted, 'ana')
    const enough = deathsInCompanyMax + deathsAloneMax
    const { promise, resolve } = Promise.withResolvers<void>()
    for (let n = 1; n <= enough + 1; n += 1) {
      // In the last life the vote is read first: the other record would be given up now.
      rig.faults = (point, { topic }) =>
        point === 'deliver' && topic?.endsWith('redacted') && n > enough ? { wait: promise } : 'ok'
      const gate = await rig.gate(`gate-${n}`)
      const death = gate.failed.catch(() => gate.crash())
      await rig.pass(1)
      await Promise.race([death, rig.pass(1)])
    }
    expect(rig.story(held)).toEqual(['held', 'voted', 'approved'])
    expect(rig.parked('commands')).toEqual([])
    resolve()
    await rig.pass(1)
  })
})
