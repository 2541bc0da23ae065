import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callBytesMax, callRecordsMax, PartitionQueue } from './partition-queue.ts'
import type { InRecord } from './port.ts'

const record = (offset: number, bytes = 1): InRecord => ({
  topic: 't',
  partition: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
  offset,
  timestampMs: 0,
})
const range = (from: number, end: number) =>
  Array.from({ length: end - from }, (_, n) => record(from + n))
const settle = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve()
}

/** A queue whose handler calls end when told. */
function controlled() {
  const calls: { offsets: number[]; end: (error?: Error) => void }[] = []
  const positions: number[] = []
  const errors: unknown[] = []
  const queue = new PartitionQueue({
    handle: (records) => {
      const done = Promise.withResolvers<void>()
      const end = (error?: Error) => (error === undefined ? done.resolve() : done.reject(error))
      calls.push({ offsets: records.map(({ offset }) => offset), end })
      return done.promise
    },
    onHandled: (position) => positions.push(position),
    onError: (error) => errors.push(error),
  })
  return { queue, calls, positions, errors }
}

test('what comes before the expected offset is missing: nothing is handed over', () => {
  const { queue, calls } = controlled()
  queue.open(5)
  expect(queue.offer(6, 8, range(6, 8))).toBe('gap')
  expect(calls).toEqual([])
})

test('a closed queue takes nothing', () => {
  const { queue, calls } = controlled()
  expect(queue.offer(0, 1, range(0, 1))).toBe('stale')
  queue.open(0)
  queue.close()
  expect(queue.offer(0, 1, range(0, 1))).toBe('stale')
  expect(calls).toEqual([])
  expect(queue.position).toBeUndefined()
})

test('what was fetched before a jump is not delivered after it', async () => {
  const { queue, calls, positions } = controlled()
  queue.open(0)
  queue.offer(0, 2, range(0, 2))
  queue.offer(2, 4, range(2, 4))
  queue.open(100)
  calls[0]?.end()
  await settle()
  expect(queue.offer(4, 6, range(4, 6))).toBe('stale')
  expect(queue.offer(100, 101, range(100, 101))).toBe('taken')
  await settle()
  expect(calls.map(({ offsets }) => offsets)).toEqual([[0, 1], [100]])
  expect(positions).toEqual([])
  expect(queue.position).toBe(100)
})

test('a second call waits for the first, also across a jump', async () => {
  const { queue, calls } = controlled()
  queue.open(0)
  queue.offer(0, 1, range(0, 1))
  queue.open(7)
  queue.offer(7, 8, range(7, 8))
  await settle()
  expect(calls).toHaveLength(1)
  calls[0]?.end()
  await settle()
  expect(calls.map(({ offsets }) => offsets)).toEqual([[0], [7]])
})

test('a batch that overlaps what is known gives only what is new', async () => {
  const { queue, calls } = controlled()
  queue.open(2)
  expect(queue.offer(0, 5, range(0, 5))).toBe('taken')
  expect(queue.offer(3, 5, range(3, 5))).toBe('stale')
  await settle()
  expect(calls.map(({ offsets }) => offsets)).toEqual([[2, 3, 4]])
})

test('the position moves when the call has resolved, over gaps and markers', async () => {
  const { queue, calls, positions } = controlled()
  queue.open(0)
  queue.offer(0, 3, [record(1)])
  expect(queue.position).toBe(0)
  calls[0]?.end()
  await settle()
  expect(queue.position).toBe(3)
  queue.offer(3, 9, [])
  await settle()
  expect(queue.position).toBe(9)
  expect(positions).toEqual([3, 9])
})

test('opened without an offset, it begins where the first offer does', async () => {
  const { queue } = controlled()
  queue.open(undefined)
  expect(queue.position).toBeUndefined()
  expect(queue.offer(42, 42, [])).toBe('taken')
  await settle()
  expect(queue.position).toBe(42)
})

test('a rejection closes it, and is told once', async () => {
  const { queue, calls, errors } = controlled()
  queue.open(0)
  queue.offer(0, 1, range(0, 1))
  queue.offer(1, 2, range(1, 2))
  calls[0]?.end(new Error('poison'))
  await settle()
  expect(errors).toEqual([new Error('poison')])
  expect(calls).toHaveLength(1)
  expect(queue.isOpen).toBe(false)
})

test('a call gets no more records and bytes than it may, and a giant alone', async () => {
  const { queue, calls } = controlled()
  queue.open(0)
  queue.offer(0, callRecordsMax + 1, range(0, callRecordsMax + 1))
  calls[0]?.end()
  await settle()
  const from = callRecordsMax + 1
  const half = callBytesMax / 2
  queue.offer(from, from + 3, [
    record(from, half),
    record(from + 1, half),
    record(from + 2, 2 * callBytesMax),
  ])
  calls[1]?.end()
  await settle()
  calls[2]?.end()
  await settle()
  calls[3]?.end()
  await settle()
  expect(calls.map(({ offsets }) => offsets.length)).toEqual([callRecordsMax, 1, 1, 1, 1])
})

test('what gathers while a call runs is one call', async () => {
  const { queue, calls } = controlled()
  queue.open(0)
  for (let n = 0; n < 6; n++) queue.offer(n, n + 1, range(n, n + 1))
  calls[0]?.end()
  await settle()
  expect(calls.map(({ offsets }) => offsets)).toEqual([[0], [1, 2, 3, 4, 5]])
})

test('draining ends with the call under way, whose position still counts', async () => {
  const { queue, calls, positions } = controlled()
  queue.open(0)
  queue.offer(0, 1, range(0, 1))
  queue.offer(1, 2, range(1, 2))
  let isDrained = false
  const drained = queue.drain().then(() => {
    isDrained = true
  })
  await settle()
  expect(isDrained).toBe(false)
  calls[0]?.end()
  await drained
  expect(calls).toHaveLength(1)
  expect(positions).toEqual([1])
})

test('however fetches overlap and jumps fall, every record comes once and in order after the last jump', async () => {
  const step = fc.oneof(
    fc.record({ fetch: fc.integer({ min: 1, max: 5 }), back: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ jump: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ end: fc.constant(true) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { queue, calls } = controlled()
      let start = 0
      let callsBefore = 0
      queue.open(0)
      for (const each of steps) {
        if ('jump' in each) {
          start = each.jump
          callsBefore = calls.length
          queue.open(start)
        } else if ('fetch' in each) {
          const from = Math.max(0, (queue.expected ?? 0) - each.back)
          queue.offer(from, from + each.fetch, range(from, from + each.fetch))
        } else calls.at(-1)?.end()
        await settle()
      }
      const seen = calls.slice(callsBefore).flatMap(({ offsets }) => offsets)
      expect(seen).toEqual(range(start, start + seen.length).map(({ offset }) => offset))
    }),
    { numRuns: 200 },
  )
})
