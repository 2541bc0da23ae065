import { expect, test } from 'vitest'
import type { Release } from './release.ts'
import { Shelf } from './shelf.ts'

const release = (chars: number) =>
  ({ issued: { sealed: 'x'.repeat(chars - 2), action: {} } }) as unknown as Release

test('takes what it has room for, and refuses the rest', () => {
  const shelf = new Shelf(100)
  const [small, large] = [release(40), release(61)]
  expect(shelf.put(small)).toBe(true)
  expect(shelf.put(large)).toBe(false)
  expect(shelf.clear()).toEqual([small])
})

test('has all its room again when it was cleared', () => {
  const shelf = new Shelf(100)
  for (let round = 0; round < 3; round += 1) {
    expect(shelf.put(release(100))).toBe(true)
    expect(shelf.put(release(2))).toBe(false)
    expect(shelf.clear()).toHaveLength(1)
  }
  expect(shelf.clear()).toEqual([])
})
