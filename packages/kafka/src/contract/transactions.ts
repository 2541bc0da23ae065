/** Contract: all or nothing, by the latest owner only. */

import { recordBytesMax } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { BarrierReader, barrierKey } from '../barrier.ts'
import { type InRecord, partitionKey } from '../port.ts'
import { Collector, eventually, record, type TestCluster } from './cluster.ts'

export function transactionContract(cluster: () => TestCluster): void {
  test('a stalled owner that wakes up is fenced; readers see only its successor', async () => {
    const topic = await cluster().topic(2)
    const id = cluster().name()
    const { bus: old, stalled, wake } = cluster().stallingBus()
    const oldTransactor = await old.transactor(id)
    const late = oldTransactor.commit([record(topic, 0, 'old'), record(topic, 1, 'old')])
    const refused = expect(late).rejects.toMatchObject({ code: 'HP_FENCED' })
    await stalled

    const bus = cluster().bus()
    const successor = await bus.transactor(id)
    await successor.commit([record(topic, 0, 'new')])
    wake()
    await refused
    await expect(oldTransactor.commit([record(topic, 0, 'again')])).rejects.toMatchObject({
      code: 'HP_FENCED',
    })
    await successor.commit([record(topic, 0, 'newer'), record(topic, 1, 'newer')])
    const seen = new Collector()
    await seen.readAll(bus, cluster().name(), [topic])
    await seen.count(3)
    expect(seen.values(0)).toEqual(['new', 'newer'])
    expect(seen.values(1)).toEqual(['newer'])
  })

  test('an idle owner is fenced as well', async () => {
    const topic = await cluster().topic(1)
    const id = cluster().name()
    const old = await cluster().bus().transactor(id)
    await old.commit([record(topic, 0, 'a')])
    await cluster().bus().transactor(id)
    await expect(old.commit([record(topic, 0, 'b')])).rejects.toMatchObject({ code: 'HP_FENCED' })
  })

  test('a transaction is all or nothing to a reader, over partitions and topics', async () => {
    const [first, second] = [await cluster().topic(2), await cluster().topic(1)]
    const { bus, stalled, wake } = cluster().stallingBus()
    const transactor = await bus.transactor(cluster().name())
    const records = [record(first, 0, 'a'), record(first, 1, 'b'), record(second, 0, 'c')]
    const committed = transactor.commit(records)
    await stalled
    const seen = new Collector()
    await seen.readAll(cluster().bus(), cluster().name(), [first, second])
    await cluster()
      .bus()
      .send([record(first, 0, 'behind it')])
    expect(seen.records).toEqual([])
    wake()
    const bases = await committed
    await seen.count(4)
    expect(seen.values(0).sort()).toEqual(['a', 'behind it', 'c'])
    expect([...bases.keys()].sort()).toEqual(
      [partitionKey(first, 0), partitionKey(first, 1), partitionKey(second, 0)].sort(),
    )
    const a = seen.records.find(({ key }) => key === 'k-a')
    expect(bases.get(partitionKey(first, 0))).toBe(a?.offset)
  })

  test('aborted records of interleaved transactions are never delivered', async () => {
    const topic = await cluster().topic(1)
    const ids = [cluster().name(), cluster().name(), cluster().name()]
    const open = []
    for (const id of ids) {
      const { bus, stalled } = cluster().stallingBus()
      const transactor = await bus.transactor(id)
      transactor.commit([record(topic, 0, `lost ${id}`)]).catch(() => {})
      await stalled
      open.push(id)
      await cluster()
        .bus()
        .send([record(topic, 0, 'kept')])
    }
    // They end in the opposite order of their beginnings.
    for (const id of open.reverse()) await cluster().bus().transactor(id)
    await cluster()
      .bus()
      .send([record(topic, 0, 'kept')])
    for (const from of [0, 1, 2, 3, 4]) {
      const seen = new Collector()
      const group = cluster().name()
      await seen.join(cluster().bus(), {
        group,
        topics: [topic],
        positions: 'owner',
        onAssigned: (_, consumption) => consumption.read(topic, 0, from),
      })
      const kept = [1, 3, 5].filter((offset) => offset >= from).length + 1
      await seen.count(kept)
      expect(seen.values()).toEqual(Array(kept).fill('kept'))
    }
  })

  test('more than a megabyte for one partition is one transaction still', async () => {
    const topic = await cluster().topic(1)
    const transactor = await cluster().bus().transactor(cluster().name())
    const values = Array.from({ length: 25 }, (_, n) => String(n).padEnd(100_000, '.'))
    const bases = await transactor.commit(values.map((value) => record(topic, 0, value)))
    expect(bases.get(partitionKey(topic, 0))).toBe(0)
    const seen = new Collector()
    await seen.readAll(cluster().bus(), cluster().name(), [topic])
    await seen.count(25)
    expect(seen.values()).toEqual(values)
  })

  test('a record above the limit is refused before anything is written', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    const transactor = await bus.transactor(cluster().name())
    const large = { ...record(topic, 0, ''), value: Buffer.alloc(recordBytesMax + 1) }
    await expect(transactor.commit([large])).rejects.toMatchObject({ code: 'HP_TOO_LARGE' })
    expect((await bus.endOffsets(topic)).get(0)).toBe(0)
  })

  test('after a rejection the transactor is dead', async () => {
    const topic = await cluster().topic(1)
    const transactor = await cluster().bus().transactor(cluster().name())
    const refusal = { code: 'HP_BROKER' }
    await expect(transactor.commit([record(topic, 7, 'a')])).rejects.toMatchObject(refusal)
    await expect(transactor.commit([record(topic, 0, 'b')])).rejects.toMatchObject(refusal)
  })

  test('the position reaches the end of the log although its last offset is a marker', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    const transactor = await bus.transactor(cluster().name())
    await transactor.commit([record(topic, 0, 'a')])
    const seen = new Collector()
    const consumption = await seen.readAll(bus, cluster().name(), [topic])
    await eventually('the position', async () => {
      const end = (await bus.endOffsets(topic)).get(0)
      return end !== undefined && end >= 2 && consumption.position(topic, 0) === end
    })
    expect(seen.values()).toEqual(['a'])
    consumption.read(topic, 0, 1)
    await eventually('the position again', () => (consumption.position(topic, 0) ?? 0) >= 2)
    expect(seen.values()).toEqual(['a'])
  })

  test('a barrier finds everything committed milliseconds before', async () => {
    const topic = await cluster().topic(1)
    const id = cluster().name()
    const sink = new Collector()
    const bus = cluster().bus()
    let barrier = new BarrierReader('none')
    let applied: InRecord[] = []
    const consumption = await sink.join(bus, {
      group: cluster().name(),
      topics: [topic],
      positions: 'owner',
      onRecords: async (records) => {
        if (barrier.end === undefined) applied.push(...barrier.push(records))
      },
    })
    for (let round = 1; round <= 10; round++) {
      const owner = cluster().bus()
      const former = await owner.transactor(id)
      await former.commit([record(topic, 0, `state ${round}`)])
      cluster().crash(owner)
      barrier = new BarrierReader(`nonce ${round}`)
      applied = []
      const successor = await bus.transactor(id)
      await successor.commit([barrier.record(topic, 0)])
      consumption.read(topic, 0, 0)
      await eventually('the barrier', () => barrier.end !== undefined)
      consumption.hold(topic, 0)
      expect(applied).toHaveLength(round)
      expect(applied).not.toContainEqual(expect.objectContaining({ key: barrierKey }))
    }
  })
}
