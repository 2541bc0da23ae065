/** Contract: what was sent, and nothing else, arrives; and errors are errors. */

import { recordBytesMax } from '@holdpoint/contracts'
import { expect, test } from 'vitest'
import { partitionKey } from '../port.ts'
import { Collector, eventually, record, type TestCluster } from './cluster.ts'

const yearMs = 365 * 24 * 3600 * 1000

export function sendingContract(cluster: () => TestCluster): void {
  test('a record above the limit is refused, and nothing of its call is written', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    const large = { ...record(topic, 0, ''), value: Buffer.alloc(recordBytesMax + 1) }
    await expect(bus.send([record(topic, 0, 'a'), large])).rejects.toMatchObject({
      code: 'HP_TOO_LARGE',
    })
    expect((await bus.endOffsets(topic)).get(0)).toBe(0)
  })

  test('a partition that the topic does not have is an error, not a silent loss', async () => {
    const topic = await cluster().topic(2)
    const bus = cluster().bus()
    await expect(bus.send([record(topic, 2, 'a')])).rejects.toMatchObject({ code: 'HP_BROKER' })
    await bus.send([record(topic, 1, 'b')])
    expect([...(await bus.endOffsets(topic))].sort()).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  test('an acknowledged record is in the log, at the offset that the call gave', async () => {
    const topic = await cluster().topic(2)
    const bus = cluster().bus()
    await bus.send([record(topic, 0, 'before')])
    const bases = await bus.send([
      record(topic, 0, 'a'),
      record(topic, 1, 'b'),
      record(topic, 0, 'c'),
    ])
    expect(bases).toEqual(
      new Map([
        [partitionKey(topic, 0), 1],
        [partitionKey(topic, 1), 0],
      ]),
    )
    expect((await bus.endOffsets(topic)).get(0)).toBe(3)
    expect(await bus.partitionCount(topic)).toBe(2)
  })

  test('records of one partition arrive in the order of the calls that sent them', async () => {
    const topic = await cluster().topic(3)
    const bus = cluster().bus()
    const values = Array.from({ length: 60 }, (_, n) => String(n))
    await Promise.all(values.map((value, n) => bus.send([record(topic, n % 3, value)])))
    const seen = new Collector()
    await seen.join(bus, { group: cluster().name(), topics: [topic] })
    await seen.count(60)
    for (const p of [0, 1, 2]) {
      expect(seen.values(p)).toEqual(values.filter((_, n) => n % 3 === p))
    }
  })

  test('key, tombstone, empty value and headers come back as they went', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    const headers = { ce_id: '1', naïve: 'Ωμέγα', constructor: 'x', ['__proto__']: 'y', empty: '' }
    const sent = [
      { topic, partition: 0, key: 'schlüssel', value: Buffer.from([0, 255, 7]), headers },
      { topic, partition: 0, key: 'k', value: null, headers: {} },
      { topic, partition: 0, key: null, value: Buffer.alloc(0), headers: {} },
    ]
    await bus.send(sent)
    const seen = new Collector()
    await seen.join(bus, { group: cluster().name(), topics: [topic] })
    await seen.count(3)
    expect(seen.records[0]).toEqual({ ...sent[0], offset: 0, timestampMs: expect.any(Number) })
    expect(Object.entries(seen.records[0]?.headers ?? {})).toEqual(Object.entries(headers))
    expect(seen.records[1]).toMatchObject({ key: 'k', value: null })
    expect(seen.records[2]).toMatchObject({ key: null, value: Buffer.alloc(0) })
  })

  test('one call with megabytes for one partition arrives whole and in order', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    const values = Array.from({ length: 40 }, (_, n) => String(n).padEnd(100_000, '.'))
    await bus.send(values.map((value) => record(topic, 0, value)))
    const seen = new Collector()
    await seen.join(bus, { group: cluster().name(), topics: [topic] })
    await seen.count(40)
    expect(seen.values()).toEqual(values)
  })

  test("a client's clock decides nothing: records bear the broker's time", async () => {
    const topic = await cluster().topic(1)
    for (const offMs of [10 * yearMs, -10 * yearMs]) {
      await cluster().withClientClock(offMs, async () => {
        const bus = cluster().bus()
        await bus.send([record(topic, 0, 'sent')])
        const transactor = await bus.transactor(cluster().name())
        await transactor.commit([record(topic, 0, 'committed')])
      })
    }
    const seen = new Collector()
    await seen.join(cluster().bus(), { group: cluster().name(), topics: [topic] })
    await seen.count(4)
    for (const { timestampMs } of seen.records) {
      expect(Math.abs(timestampMs - cluster().brokerTimeMs())).toBeLessThan(yearMs)
    }
  })

  test('what does not exist is said', async () => {
    const bus = cluster().bus()
    const missing = `missing-${cluster().name()}`
    const refusal = { code: 'HP_BROKER' }
    await expect(bus.endOffsets(missing)).rejects.toMatchObject(refusal)
    await expect(bus.partitionCount(missing)).rejects.toMatchObject(refusal)
    const consumed = bus.consume({
      group: cluster().name(),
      topics: [missing],
      positions: 'group',
      onRecords: async () => {},
    })
    await expect(consumed).rejects.toMatchObject(refusal)
  })

  test('a closed bus sends nothing more', async () => {
    const topic = await cluster().topic(1)
    const bus = cluster().bus()
    await bus.send([record(topic, 0, 'a')])
    await bus.close()
    await expect(bus.send([record(topic, 0, 'b')])).rejects.toMatchObject({ code: 'HP_BROKER' })
    await eventually('the end to stay', async () => {
      return (await cluster().bus().endOffsets(topic)).get(0) === 1
    })
  })
}
