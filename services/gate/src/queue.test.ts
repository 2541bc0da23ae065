import type { InRecord } from '@holdpoint/kafka'
import { describe, expect, test } from 'vitest'
import { SlotQueue } from './queue.ts'

const record = (offset: number, bytes = 10): InRecord => ({
  topic: 't',
  partition: 0,
  offset,
  timestampMs: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
})
const records = (from: number, count: number, bytes?: number) =>
  Array.from({ length: count }, (_, at) => record(from + at, bytes))
const offsets = (queue: SlotQueue, count = 1000) =>
  queue.take(count, Number.MAX_SAFE_INTEGER).map(({ record: { offset } }) => offset)

describe('the queue of a slot', () => {
  test('keeps the order of arrival across both inputs', async () => {
    const queue = new SlotQueue()
    await queue.offer(records(0, 2), 'redacted')
    await queue.offer(records(7, 2), 'commands')
    await queue.offer(records(2, 1), 'redacted')
    expect(
      queue.take(10, 1000).map(({ record: { offset }, input }) => `${input}/${offset}`),
    ).toEqual(['redacted/0', 'redacted/1', 'commands/7', 'commands/8', 'redacted/2'])
  })

  test('gives at most the count and about the bytes that were asked for, but always one', async () => {
    const queue = new SlotQueue()
    await queue.offer(records(0, 4, 100), 'redacted')
    expect(queue.take(1, 1000)).toHaveLength(1)
    expect(queue.take(10, 250)).toHaveLength(2)
    expect(queue.take(10, 1)).toHaveLength(1)
    expect(queue.take(10, 1)).toHaveLength(0)
  })

  test('holds the offer back while it is full and goes on where it stopped', async () => {
    const queue = new SlotQueue()
    let isAccepted = false
    const offer = queue.offer(records(0, 2000), 'redacted').then(() => {
      isAccepted = true
    })
    await Promise.resolve()
    expect(isAccepted).toBe(false)
    const seen: number[] = []
    while (!isAccepted) {
      seen.push(...offsets(queue, 300))
      await Promise.resolve()
    }
    await offer
    seen.push(...offsets(queue))
    expect(seen).toEqual(Array.from({ length: 2000 }, (_, at) => at))
  })

  test('counts bytes too: a few large records fill it', async () => {
    const queue = new SlotQueue()
    let isAccepted = false
    void queue.offer(records(0, 20, 1024 * 1024), 'redacted').then(() => {
      isAccepted = true
    })
    await Promise.resolve()
    expect(isAccepted).toBe(false)
    expect(offsets(queue).length).toBeLessThan(10)
  })

  test('once cleared, lets no record of the former reading in', async () => {
    const queue = new SlotQueue()
    const offer = queue.offer(records(0, 2000), 'redacted')
    queue.clear()
    await offer
    expect(queue.isEmpty).toBe(true)
    await queue.offer(records(5, 1), 'redacted')
    expect(offsets(queue)).toEqual([5])
  })

  test('wakes whoever waits when a record arrives, a timer is due, or it is cleared', async () => {
    const queue = new SlotQueue()
    for (const wake of [
      () => queue.offer(records(0, 1), 'commands'),
      () => queue.wake(),
      () => queue.clear(),
    ]) {
      const arrived = queue.arrived()
      await wake()
      await arrived
      queue.take(10, 1000)
    }
  })
})
