import { expect, test } from 'vitest'
import { combined, plainRecords } from './measure-relay.ts'

test('two runs count by the time that each took', () => {
  const fast = { items: 100, perSecond: 100, cpuMicrosPerItem: { relay: 10 } }
  const slow = { items: 100, perSecond: 50, cpuMicrosPerItem: { relay: 30 } }
  const both = combined([fast, slow])
  expect(both.items).toBe(200)
  expect(both.perSecond).toBeCloseTo(200 / 3)
  expect(both.cpuMicrosPerItem).toEqual({ relay: 20 })
})

test('records are 1 KB, each with a key of its own, spread over six partitions', () => {
  const records = plainRecords('t', 12)
  expect(records.every(({ value }) => value.length === 1024)).toBe(true)
  expect(new Set(records.map(({ id }) => id)).size).toBe(12)
  expect(records.map(({ partition }) => partition)).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
})
