import { expect, test } from 'vitest'
import { shorten } from './shorten.ts'

test('a history that fails is shortened to what it needs', async () => {
  const needed = [3, 17, 18, 90]
  const history = Array.from({ length: 100 }, (_, at) => at)
  const failsAt = async (entries: readonly number[]) => {
    const places = needed.map((entry) => entries.indexOf(entry))
    return places.includes(-1) ? undefined : Math.max(...places) + 1
  }
  expect(await shorten(history, failsAt)).toEqual(needed)
})
