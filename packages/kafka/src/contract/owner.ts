/** Contract: an owner reads what it asks for, from where it asks. */

import { expect, test } from 'vitest'
import { Collector, eventually, record, type TestCluster } from './cluster.ts'

export function ownerContract(cluster: () => TestCluster): void {
  /** A topic of one partition with these values, and an owner of it. */
  async function owning(values: readonly string[], onRecords?: () => Promise<void>) {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    await bus.send(values.map((value) => record(topic, 0, value)))
    const seen = new Collector()
    const group = cluster().name()
    const consumption = await seen.join(bus, {
      group,
      topics: [topic],
      positions: 'owner',
      ...(onRecords === undefined ? {} : { onRecords }),
    })
    return { topic, bus, seen, group, consumption }
  }

  test('nothing is delivered before the owner says from where', async () => {
    const { topic, seen, consumption } = await owning(['a', 'b', 'c'])
    expect(consumption.position(topic, 0)).toBeUndefined()
    consumption.read(topic, 0, 1)
    await seen.count(2)
    expect(seen.values()).toEqual(['b', 'c'])
  })

  test('a jump back delivers again; a jump forward skips', async () => {
    const { topic, seen, consumption } = await owning(['a', 'b', 'c', 'd'])
    consumption.read(topic, 0, 0)
    await seen.count(4)
    consumption.read(topic, 0, 2)
    await seen.count(6)
    expect(seen.values()).toEqual(['a', 'b', 'c', 'd', 'c', 'd'])
    expect(consumption.position(topic, 0)).toBe(4)
  })

  test('after a jump nothing from before it comes, however much was fetched', async () => {
    let jump: (() => void) | undefined
    const values = Array.from({ length: 2000 }, (_, n) => String(n))
    const { topic, seen, consumption } = await owning(values, async () => jump?.())
    jump = () => {
      jump = undefined
      consumption.read(topic, 0, 1900)
    }
    consumption.read(topic, 0, 0)
    await eventually('the last', () => seen.values().at(-1) === '1999')
    const offsets = seen.records.map(({ offset }) => offset)
    const jumpedAt = offsets.findIndex((offset, n) => n > 0 && offset !== (offsets[n - 1] ?? 0) + 1)
    expect(offsets[jumpedAt]).toBe(1900)
    expect(offsets.slice(jumpedAt)).toEqual(Array.from({ length: 100 }, (_, n) => 1900 + n))
  })

  test('a held partition is silent until it is read again', async () => {
    const { topic, bus, seen, consumption } = await owning(['a'])
    consumption.read(topic, 0, 0)
    await seen.count(1)
    consumption.hold(topic, 0)
    await bus.send([record(topic, 0, 'b')])
    const other = new Collector()
    await other.readAll(cluster().bus(), cluster().name(), [topic])
    await other.count(2)
    expect(seen.values()).toEqual(['a'])
    consumption.read(topic, 0, 1)
    await seen.count(2)
    expect(seen.values()).toEqual(['a', 'b'])
  })

  test('a handler that waits holds up its own partition only, one call at a time', async () => {
    const topic = await cluster().topic(2)
    const bus = cluster().bus()
    const gate = Promise.withResolvers<void>()
    let calls = 0
    let callsAtOnce = 0
    const seen = new Collector()
    await seen.join(bus, {
      group: cluster().name(),
      topics: [topic],
      positions: 'owner',
      onAssigned: (partitions, consumption) => {
        for (const p of partitions) consumption.read(topic, p, 0)
      },
      onRecords: async (_, __, partition) => {
        if (partition === 1) return
        calls++
        callsAtOnce = Math.max(callsAtOnce, calls)
        await gate.promise
        calls--
      },
    })
    await bus.send([record(topic, 0, 'slow')])
    await eventually('the handler to wait', () => calls === 1)
    for (let n = 0; n < 5; n++) {
      await bus.send([record(topic, 0, `slow ${n}`), record(topic, 1, `quick ${n}`)])
      await eventually('the quick one', () => seen.values(1).length === n + 1)
    }
    expect(seen.values(0)).toEqual([])
    gate.resolve()
    await seen.count(11)
    expect(seen.values(0)).toEqual(['slow', 'slow 0', 'slow 1', 'slow 2', 'slow 3', 'slow 4'])
    expect(callsAtOnce).toBe(1)
  })

  test('the position moves when the handler has resolved, not before', async () => {
    const gate = Promise.withResolvers<void>()
    let isWaiting = false
    const { topic, seen, consumption } = await owning(['a'], async () => {
      isWaiting = true
      await gate.promise
    })
    consumption.read(topic, 0, 0)
    await eventually('the handler to wait', () => isWaiting)
    expect(consumption.position(topic, 0)).toBe(0)
    gate.resolve()
    await seen.count(1)
    await eventually('the position', () => consumption.position(topic, 0) === 1)
  })

  test('reading where records are deleted starts at the first that is left', async () => {
    const { topic, seen, consumption } = await owning(['a', 'b', 'c', 'd'])
    await cluster().deleteBefore(topic, 0, 2)
    consumption.read(topic, 0, 0)
    await seen.count(2)
    expect(seen.values()).toEqual(['c', 'd'])
  })

  test('a position beyond the end of the log ends the consumption', async () => {
    const { topic, seen, consumption } = await owning(['a'])
    consumption.read(topic, 0, 5)
    await expect(consumption.failed).rejects.toMatchObject({ code: 'HP_BROKER' })
    expect(seen.records).toEqual([])
  })

  test('what is not ours is not read', async () => {
    const { topic, seen, consumption } = await owning(['a'])
    consumption.read(topic, 5, 0)
    consumption.hold(topic, 5)
    consumption.read('elsewhere', 0, 0)
    expect(consumption.position(topic, 5)).toBeUndefined()
    consumption.read(topic, 0, 0)
    await seen.count(1)
  })

  test('an owner reads where it wants, whatever the group has committed', async () => {
    const { topic, bus, group, seen, consumption } = await owning(['a', 'b'])
    consumption.report(topic, 0, 2)
    await eventually('the report', async () => {
      return (await cluster().groupOffset(group, topic, 0)) === 2
    })
    await consumption.stop()
    const again = await seen.join(bus, { group, topics: [topic], positions: 'owner' })
    again.read(topic, 0, 0)
    await seen.count(2)
    expect(seen.values()).toEqual(['a', 'b'])
  })
}
