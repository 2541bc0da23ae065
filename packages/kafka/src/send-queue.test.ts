import { expect, test } from 'vitest'
import { type OutRecord, partitionKey } from './port.ts'
import { batchRecordsMax } from './record.ts'
import { SendQueue } from './send-queue.ts'

const record = (partition: number, value = 'v'): OutRecord => ({
  topic: 't',
  partition,
  key: null,
  value: Buffer.from(value),
  headers: {},
})
const bases = (...offsets: [number, number][]) =>
  new Map(offsets.map(([partition, offset]) => [partitionKey('t', partition), offset]))

test('a request that fails rejects every call in it, and no other', async () => {
  const queue = new SendQueue()
  const first = queue.add([record(0)])
  const second = queue.add([record(0)])
  const taken = queue.take()
  const third = queue.add([record(0)])
  taken.fail(new Error('lost'))
  await expect(first).rejects.toThrow('lost')
  await expect(second).rejects.toThrow('lost')
  queue.take().succeed(bases([0, 5]))
  await expect(third).resolves.toEqual(bases([0, 5]))
})

test('when one part of a call has failed, the rest of it is not sent', async () => {
  const queue = new SendQueue()
  const large = queue.add(Array.from({ length: batchRecordsMax + 1 }, () => record(0)))
  const other = queue.add([record(0, 'other')])
  queue.take().fail(new Error('lost'))
  await expect(large).rejects.toThrow('lost')
  const rest = queue.take()
  expect(rest.records.map(({ value }) => value?.toString())).toEqual(['other'])
  rest.succeed(bases([0, 0]))
  await other
  expect(queue.isEmpty).toBe(true)
  expect(queue.bytes).toBe(0)
})

test('calls that share a request get each its own first offsets', async () => {
  const queue = new SendQueue()
  const calls = [
    queue.add([record(0), record(1), record(0)]),
    queue.add([record(1)]),
    queue.add([record(0)]),
  ]
  queue.take().succeed(bases([0, 10], [1, 20]))
  expect(await Promise.all(calls)).toEqual([
    bases([0, 10], [1, 20]),
    bases([1, 21]),
    bases([0, 12]),
  ])
})

test('a call of several requests is done when all of them are, with the first offset', async () => {
  const queue = new SendQueue()
  const call = queue.add(Array.from({ length: batchRecordsMax + 1 }, () => record(0)))
  let isDone = false
  call.then(() => {
    isDone = true
  })
  queue.take().succeed(bases([0, 7]))
  await Promise.resolve()
  expect(isDone).toBe(false)
  queue.take().succeed(bases([0, 5000]))
  expect(await call).toEqual(bases([0, 7]))
})

test('a call without records is done at once', async () => {
  expect(await new SendQueue().add([])).toEqual(new Map())
})

test('closing rejects everything that waits', async () => {
  const queue = new SendQueue()
  const call = queue.add([record(0)])
  queue.failAll(new Error('closed'))
  await expect(call).rejects.toThrow('closed')
  expect(queue.isEmpty).toBe(true)
})
