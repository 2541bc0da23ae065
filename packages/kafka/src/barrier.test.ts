import { expect, test } from 'vitest'
import { BarrierReader, barrierKey } from './barrier.ts'
import type { InRecord } from './port.ts'

const record = (offset: number, key: string, value: string): InRecord => ({
  topic: 'gate.state',
  partition: 3,
  key,
  value: Buffer.from(value),
  headers: {},
  offset,
  timestampMs: 0,
})

test("a former owner's barrier is not ours", () => {
  const reader = new BarrierReader('mine')
  expect(reader.push([record(0, barrierKey, 'theirs'), record(2, 'a', '1')])).toEqual([
    record(2, 'a', '1'),
  ])
  expect(reader.end).toBeUndefined()
})

test('a record with our nonce under another key is an ordinary record', () => {
  const reader = new BarrierReader('mine')
  expect(reader.push([record(0, 'a', 'mine')])).toHaveLength(1)
  expect(reader.end).toBeUndefined()
})

test('everything before the barrier is given, nothing behind it', () => {
  const reader = new BarrierReader('mine')
  expect(reader.push([record(0, 'a', '1')])).toHaveLength(1)
  const last = reader.push([
    record(4, 'b', '2'),
    record(5, barrierKey, 'mine'),
    record(7, 'c', 'behind'),
  ])
  expect(last).toEqual([record(4, 'b', '2')])
  expect(reader.end).toBe(6)
})

test('whoever reads on with a reader that is done has a defect', () => {
  const reader = new BarrierReader('mine')
  reader.push([record(0, barrierKey, 'mine')])
  expect(() => reader.push([])).toThrow(expect.objectContaining({ code: 'HP_INTERNAL' }))
})

test('the record to commit is the one that is waited for', () => {
  const reader = new BarrierReader('mine')
  const out = reader.record('gate.state', 3)
  reader.push([{ ...out, offset: 9, timestampMs: 0 }])
  expect(reader.end).toBe(10)
})
