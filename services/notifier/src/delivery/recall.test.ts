import { expect, test } from 'vitest'
import { recalling } from './recall.ts'

function world(entriesMax = 9) {
  const asked: string[] = []
  const time = { nowMs: 0 }
  const state = { fails: false }
  const ask = async (channel: string, person: string) => {
    asked.push(`${channel} ${person}`)
    if (state.fails) throw new RangeError('away')
    return asked.length
  }
  const recall = recalling(ask, { clock: () => time.nowMs, keepMs: 10, entriesMax })
  return { asked, time, recall, state }
}

test('the same question is asked once in a while, and many at once are one', async () => {
  const { asked, time, recall } = world()
  expect(await Promise.all([recall('a', 'x'), recall('a', 'x')])).toEqual([1, 1])
  time.nowMs = 9
  expect(await recall('a', 'x')).toBe(1)
  time.nowMs = 10
  expect(await recall('a', 'x')).toBe(2)
  expect(await recall('b', 'x')).toBe(3)
  expect(asked).toEqual(['a x', 'a x', 'b x'])
})

test('a failure is not kept', async () => {
  const { recall, state } = world()
  state.fails = true
  await expect(recall('a', 'x')).rejects.toThrow('away')
  state.fails = false
  expect(await recall('a', 'x')).toBe(2)
})

test('no more is kept than may be', async () => {
  const { asked, recall } = world(2)
  for (const person of ['x', 'y', 'z', 'y', 'x']) await recall('a', person)
  expect(asked).toEqual(['a x', 'a y', 'a z', 'a x'])
})
