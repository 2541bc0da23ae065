/** Faults to order, and what a simulation may rely on. */

import { describe, expect, test } from 'vitest'
import { Collector, record } from './contract/cluster.ts'
import {
  type Fault,
  type FaultPoint,
  type Faults,
  MemoryCluster,
  type MemoryOptions,
} from './memory.ts'
import type { ConsumeOptions } from './port.ts'

const failed = { code: 'HP_BROKER' }

/** Orders each fault once, at the first call of its kind. */
function once(orders: Partial<Record<FaultPoint, Fault>>): Faults {
  const left = { ...orders }
  return (point) => {
    const fault = left[point] ?? 'ok'
    delete left[point]
    return fault
  }
}

function newCluster(options: Partial<MemoryOptions> = {}): MemoryCluster {
  const cluster = new MemoryCluster({ clock: () => 1000, ...options })
  cluster.createTopic('t', 2)
  return cluster
}
const values = (cluster: MemoryCluster, partition = 0) =>
  cluster.records('t', partition).map(({ value }) => value?.toString())
const settle = async () => {
  for (let n = 0; n < 200; n++) await Promise.resolve()
}

describe('a send', () => {
  test.each<[Fault, string[]]>([
    ['fail', []],
    ['failPersisted', ['a', 'b']],
    ['failHalf', ['a']],
  ])('that is ordered to %s leaves %j and rejects', async (fault, left) => {
    const cluster = newCluster({ faults: once({ send: fault }) })
    const sent = cluster.bus().send([record('t', 0, 'a'), record('t', 0, 'b')])
    await expect(sent).rejects.toMatchObject(failed)
    expect(values(cluster)).toEqual(left)
  })

  test('that waits has not happened yet', async () => {
    const gate = Promise.withResolvers<void>()
    const cluster = newCluster({ faults: once({ send: { wait: gate.promise } }) })
    const sent = cluster.bus().send([record('t', 0, 'a')])
    await settle()
    expect(values(cluster)).toEqual([])
    gate.resolve()
    await sent
    expect(values(cluster)).toEqual(['a'])
  })
})

describe('a commit', () => {
  test('that failed is open until its id is opened again; readers wait behind it', async () => {
    const cluster = newCluster({ faults: once({ commit: 'fail' }) })
    const bus = cluster.bus()
    const transactor = await bus.transactor('id')
    await expect(transactor.commit([record('t', 0, 'lost')])).rejects.toMatchObject(failed)
    await bus.send([record('t', 0, 'behind')])
    expect(values(cluster)).toEqual([])
    await bus.transactor('id')
    expect(values(cluster)).toEqual(['behind'])
  })

  test('that failed but persisted is there, and the transactor is dead', async () => {
    const cluster = newCluster({ faults: once({ commit: 'failPersisted' }) })
    const transactor = await cluster.bus().transactor('id')
    await expect(transactor.commit([record('t', 0, 'a')])).rejects.toMatchObject(failed)
    await expect(transactor.commit([record('t', 0, 'b')])).rejects.toMatchObject(failed)
    expect(values(cluster)).toEqual(['a'])
  })

  test('that is fenced says so, and left nothing', async () => {
    const cluster = newCluster({ faults: once({ commit: 'fence' }) })
    const transactor = await cluster.bus().transactor('id')
    const committed = transactor.commit([record('t', 0, 'a')])
    await expect(committed).rejects.toMatchObject({ code: 'HP_FENCED' })
    expect(values(cluster)).toEqual([])
  })

  test('two at once are a defect of the caller', async () => {
    const cluster = newCluster()
    const transactor = await cluster.bus().transactor('id')
    const first = transactor.commit([record('t', 0, 'a')])
    const second = transactor.commit([record('t', 0, 'b')])
    await expect(second).rejects.toMatchObject({ code: 'HP_INTERNAL' })
    await first
  })

  test('that hangs is ended by the timeout of the broker', async () => {
    const timers: { run: () => void; delayMs: number }[] = []
    const schedule = (run: () => void, delayMs: number) =>
      delayMs === 0 ? queueMicrotask(run) : timers.push({ run, delayMs })
    const hang = { wait: new Promise(() => {}) }
    const cluster = newCluster({ schedule, faults: once({ commit: hang }) })
    const transactor = await cluster.bus().transactor('id')
    void transactor.commit([record('t', 0, 'lost')])
    await settle()
    await cluster.bus().send([record('t', 0, 'behind')])
    expect(values(cluster)).toEqual([])
    for (const { run, delayMs } of timers) if (delayMs === 10_000) run()
    expect(values(cluster)).toEqual(['behind'])
  })
})

describe('a transactor', () => {
  test.each<[Fault, string]>([
    ['fail', 'HP_OK'],
    ['failPersisted', 'HP_FENCED'],
  ])('whose opening is ordered to %s leaves the former one %s', async (fault, outcome) => {
    const orders: Fault[] = ['ok', fault]
    const faults: Faults = (point) => (point === 'transactor' ? (orders.shift() ?? 'ok') : 'ok')
    const cluster = newCluster({ faults })
    const former = await cluster.bus().transactor('id')
    await expect(cluster.bus().transactor('id')).rejects.toMatchObject(failed)
    const committed = former.commit([record('t', 0, 'a')]).then(
      () => 'HP_OK',
      (error: { code: string }) => error.code,
    )
    expect(await committed).toBe(outcome)
  })
})

describe('a delivery', () => {
  const join = async (cluster: MemoryCluster, options: Partial<ConsumeOptions> = {}) => {
    const seen = new Collector()
    const consumption = await seen.join(cluster.bus(), { group: 'g', topics: ['t'], ...options })
    return { seen, consumption }
  }

  test('that fails ends the consumption', async () => {
    const cluster = newCluster({ faults: once({ deliver: 'fail' }) })
    const { consumption } = await join(cluster)
    await cluster.bus().send([record('t', 0, 'a')])
    await expect(consumption.failed).rejects.toMatchObject(failed)
  })

  test('that meets a rebalance comes after it', async () => {
    const cluster = newCluster({ faults: once({ deliver: 'rebalance' }) })
    const { seen } = await join(cluster)
    await cluster.bus().send([record('t', 0, 'a')])
    await settle()
    expect(seen.events).toEqual(['assigned 0,1', 'revoked 0,1', 'assigned 0,1'])
    expect(seen.values()).toEqual(['a'])
  })

  test('whose offset is not committed comes again to the next owner', async () => {
    const cluster = newCluster({ faults: once({ deliver: 'uncommitted' }) })
    const { seen, consumption } = await join(cluster)
    await cluster.bus().send([record('t', 0, 'a')])
    await settle()
    await consumption.stop()
    const next = await join(cluster)
    await settle()
    expect([seen.values(), next.seen.values()]).toEqual([['a'], ['a']])
  })

  test('gets as many records as the simulation wants', async () => {
    const sizes: number[] = []
    const cluster = newCluster({ recordsPerCall: () => 2 })
    await join(cluster, { onRecords: async (records) => void sizes.push(records.length) })
    await cluster.bus().send(['a', 'b', 'c', 'd', 'e'].map((value) => record('t', 0, value)))
    await settle()
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(5)
    expect(Math.max(...sizes)).toBe(2)
  })
})

describe('a process', () => {
  test('that crashed hears nothing more, and its partitions move on', async () => {
    const cluster = newCluster()
    const [dead, alive] = [cluster.bus(), cluster.bus()]
    const [first, second] = [new Collector(), new Collector()]
    await first.join(dead, { group: 'g', topics: ['t'] })
    await second.join(alive, { group: 'g', topics: ['t'] })
    await settle()
    let hasHeard = false
    const call = () => {
      hasHeard = true
    }
    void dead.send([record('t', 0, 'sent before')]).then(call, call)
    dead.crash()
    void dead.endOffsets('t').then(call, call)
    await settle()
    await alive.send([record('t', 0, 'a'), record('t', 1, 'b')])
    await settle()
    expect(second.assigned).toEqual([0, 1])
    expect(second.values().sort()).toEqual(expect.arrayContaining(['a', 'b']))
    expect(first.values()).toEqual([])
    expect(hasHeard).toBe(false)
  })

  test('that dies while it joins keeps nobody waiting, at whatever moment', async () => {
    for (let turns = 0; turns < 8; turns++) {
      const cluster = newCluster()
      const dead = cluster.bus()
      void new Collector().join(dead, { group: 'g', topics: ['t'] })
      for (let n = 0; n < turns; n++) await Promise.resolve()
      dead.crash()
      const alive = new Collector()
      void alive.join(cluster.bus(), { group: 'g', topics: ['t'] })
      await settle()
      expect(alive.assigned, `after ${turns} turns`).toEqual([0, 1])
    }
  })

  test('that was stalled finds its commit fenced and its partitions gone, and joins again', async () => {
    const gate = Promise.withResolvers<void>()
    const cluster = newCluster({ faults: once({ commit: { wait: gate.promise } }) })
    const [stalled, other] = [cluster.bus(), cluster.bus()]
    const [first, second] = [new Collector(), new Collector()]
    await first.join(stalled, { group: 'g', topics: ['t'] })
    const transactor = await stalled.transactor('slot')
    const commit = transactor.commit([record('t', 0, 'old')])
    const refused = expect(commit).rejects.toMatchObject({ code: 'HP_FENCED' })
    await settle()
    stalled.stall()
    await second.join(other, { group: 'g', topics: ['t'] })
    const successor = await other.transactor('slot')
    await successor.commit([record('t', 0, 'new')])
    await settle()
    expect(second.assigned).toEqual([0, 1])
    expect(first.events).toEqual(['assigned 0,1'])
    gate.resolve()
    stalled.resume()
    await refused
    await settle()
    expect(first.events).toEqual(['assigned 0,1', 'revoked 0,1', `assigned ${first.assigned}`])
    expect([...first.assigned, ...second.assigned].sort()).toEqual([0, 1])
    expect(values(cluster)).toEqual(['new'])
  })

  test('that only seems dead keeps its partitions until its session ends', async () => {
    const timers: { run: () => void; delayMs: number }[] = []
    const schedule = (run: () => void, delayMs: number) =>
      delayMs === 0 ? queueMicrotask(run) : timers.push({ run, delayMs })
    const cluster = newCluster({ schedule })
    const [dead, alive] = [cluster.bus(), cluster.bus()]
    const [first, second] = [new Collector(), new Collector()]
    await first.join(dead, { group: 'g', topics: ['t'], sessionTimeoutMs: 6000 })
    await second.join(alive, { group: 'g', topics: ['t'] })
    await settle()
    dead.crash()
    await settle()
    expect(second.assigned).toHaveLength(1)
    for (const { run, delayMs } of timers) if (delayMs === 6000) run()
    await settle()
    expect(second.assigned).toEqual([0, 1])
  })
})

describe('the log', () => {
  test('offsets skip where transactions end, and where the cleaner was', async () => {
    const cluster = newCluster()
    const bus = cluster.bus()
    const transactor = await bus.transactor('id')
    for (const value of ['1', '2', '3']) {
      await transactor.commit([{ ...record('t', 0, value), key: 'same' }, record('t', 0, value)])
    }
    expect(cluster.records('t', 0).map(({ offset }) => offset)).toEqual([0, 1, 3, 4, 6, 7])
    cluster.compact('t')
    expect(cluster.records('t', 0).map(({ offset }) => offset)).toEqual([1, 4, 6, 7])
    const seen = new Collector()
    const consumption = await seen.readAll(bus, 'g', ['t'])
    await settle()
    expect(seen.values()).toEqual(['1', '2', '3', '3'])
    expect(consumption.position('t', 0)).toBe(9)
  })

  test('what the writer does to its buffer later does not change the record', async () => {
    const cluster = newCluster()
    const value = Buffer.from('before')
    await cluster.bus().send([{ ...record('t', 0, ''), value }])
    value.write('after!')
    expect(values(cluster)).toEqual(['before'])
  })

  test('the same calls in the same order give the same log: nothing is left to chance', async () => {
    const run = async () => {
      let nowMs = 0
      const cluster = newCluster({ clock: () => ++nowMs })
      const seen = new Collector()
      await seen.join(cluster.bus('a'), { group: 'g', topics: ['t'] })
      await seen.join(cluster.bus('b'), { group: 'g', topics: ['t'] })
      for (let n = 0; n < 20; n++) await cluster.bus('c').send([record('t', n % 2, String(n))])
      await settle()
      return { events: seen.events, records: seen.records }
    }
    expect(await run()).toEqual(await run())
  })
})
