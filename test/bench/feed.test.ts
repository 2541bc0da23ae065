import { expect, test } from 'vitest'
import { atPace } from './feed.ts'

test('an item that takes for ever keeps no other from its moment', async () => {
  const first = Promise.withResolvers<void>()
  const begun: number[] = []
  const all = atPace([1, 2, 3], 1000, (item) => {
    begun.push(item)
    if (item === 3) first.resolve()
    return item === 1 ? first.promise : Promise.resolve()
  })
  expect(await all).toHaveLength(3)
  expect(begun).toEqual([1, 2, 3])
})

test('moments are told in the order of the items', async () => {
  const moments = await atPace([1, 2, 3, 4], 500, async () => {})
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
})

test('a failure of one is a failure of all', async () => {
  const failing = atPace([1, 2], 1000, async (item) => {
    if (item === 2) throw new TypeError('refused')
  })
  await expect(failing).rejects.toThrow('refused')
})
