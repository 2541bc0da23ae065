import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bytes, toHex } from '../bytes.ts'
import { leafHash } from '../hash.ts'
import { countingEntries, filesOf, reader } from '../reference-tree.ts'
import { Tail } from './tail.ts'

const hexed = (files: Iterable<readonly [string, Bytes]>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, toHex(bytes)]))

function grow(tail: Tail, entries: readonly Bytes[]): void {
  for (const entry of entries) tail.push(entry, leafHash(entry))
}

describe('the right edge as files', () => {
  test('grown in any steps, it writes exactly the files that a tree of its size needs and an earlier one had not', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(steps, (steps) => {
        const tail = new Tail()
        const written = new Map<string, Bytes>()
        let size = 0
        for (const step of steps) {
          const entries = countingEntries(size + step)
          grow(tail, entries.slice(size))
          for (const { path, bytes } of tail.files(size)) {
            expect(written.has(path)).toBe(false)
            written.set(path, bytes)
          }
          size += step
          tail.settle(size)
          const needed = hexed(filesOf(entries))
          expect(hexed([...written].filter(([path]) => path in needed))).toEqual(needed)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('loaded from tiles, it goes on as if it had never stopped', async () => {
    for (const size of [0, 1, 255, 256, 257, 700]) {
      const all = countingEntries(size + 300)
      const tail = await Tail.load(size, reader(filesOf(all.slice(0, size))))
      expect(tail.size).toBe(size)
      grow(tail, all.slice(size))
      const whole = hexed(filesOf(all))
      const grown = hexed(tail.files(size).map(({ path, bytes }) => [path, bytes] as const))
      expect(Object.keys(grown).length).toBeGreaterThan(0)
      for (const [path, bytes] of Object.entries(grown)) expect(bytes).toBe(whole[path])
    }
  })

  test('it keeps entries until they are in full, published bundles', () => {
    const tail = new Tail()
    grow(tail, countingEntries(300))
    expect(toHex(tail.entry(0) ?? new Uint8Array())).toBe('30')
    tail.settle(200)
    expect(tail.entry(0)).toBeDefined()
    tail.settle(300)
    expect(tail.entry(255)).toBeUndefined()
    expect(tail.entry(256)).toBeDefined()
    expect(tail.entry(300)).toBeUndefined()
  })
})
