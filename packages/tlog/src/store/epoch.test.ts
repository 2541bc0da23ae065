import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimEpoch } from './epoch.ts'
import { withTempDir } from './fixture.ts'
import { Positions } from './positions.ts'

test('of writers that start at once, each gets a number of its own and only the last may write', async () => {
  await withTempDir(async (dir) => {
    const epochs = await Promise.all(Array.from({ length: 20 }, () => claimEpoch(dir)))
    const numbers = epochs.map(({ number }) => number).toSorted((a, b) => a - b)
    expect(new Set(numbers).size).toBe(20)
    const last = numbers.at(-1)
    for (const epoch of epochs) {
      if (epoch.number === last) epoch.assertMine()
      else expect(() => epoch.assertMine()).toThrow(`writer ${last} has opened the log`)
    }
    expect(new Set(epochs.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size).toBe(20)
    const next = await claimEpoch(dir)
    expect(next.number).toBeGreaterThan(last ?? 0)
    expect(await readdir(join(dir, '.state/epoch'))).toEqual([String(next.number)])
  })
})

test('positions go forward only, each partition for itself, and all or none', () => {
  const start = new Positions([{ topic: 'a', partition: 0, next: 5 }])
  const moved = start.moved([
    { topic: 'a', partition: 0, next: 7 },
    { topic: 'a', partition: 1, next: 1 },
  ])
  expect([moved.next('a', 0), moved.next('a', 1), moved.next('b', 0)]).toEqual([7, 1, undefined])
  expect(start.next('a', 0)).toBe(5)
  for (const next of [4, -1, 5.5, Number.NaN, 2 ** 60]) {
    expect(() => start.moved([{ topic: 'a', partition: 0, next }])).toThrow(/would go back/)
  }
})
