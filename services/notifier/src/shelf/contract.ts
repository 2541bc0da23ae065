/** What every adapter of the shelf promises, as tests. Runs on memory and on real servers. */
import { describe, expect, test } from 'vitest'
import type { Shelf } from './port.ts'

const minuteMs = 60_000

/** `open` gives two replicas on one fresh server; `pass` lets at least so much time go by. */
export function shelfContract(
  name: string,
  open: () => Promise<readonly [Shelf, Shelf]>,
  pass: (ms: number) => Promise<void>,
): void {
  describe(`shelf on ${name}`, () => {
    test('what is not there is not found, not taken, and no list', async () => {
      const [one] = await open()
      expect([await one.get('k'), await one.take('k'), await one.list('k')]).toEqual([
        ...[undefined, undefined],
        [],
      ])
      await one.remove('k')
    })

    test('what one replica puts, the other finds, until its time is over', async () => {
      const [one, two] = await open()
      await one.put('k', 'short', 50)
      await one.put('long', 'stays', minuteMs)
      expect(await two.get('long')).toBe('stays')
      await pass(50)
      expect([await two.get('k'), await two.get('long')]).toEqual([undefined, 'stays'])
    })

    test('of many who put something new, one succeeds', async () => {
      const [one, two] = await open()
      const tried = [1, 2, 3, 4].map((n) => (n % 2 ? one : two).putNew('k', String(n), minuteMs))
      expect((await Promise.all(tried)).filter(Boolean)).toHaveLength(1)
    })

    test('of many who take it, one has it', async () => {
      const [one, two] = await open()
      await one.put('k', 'once', minuteMs)
      const taken = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? one : two).take('k')))
      expect(taken.filter((value) => value === 'once')).toHaveLength(1)
      expect(await one.get('k')).toBeUndefined()
    })

    test('what is removed is gone', async () => {
      const [one, two] = await open()
      await one.put('k', 'v', minuteMs)
      await two.remove('k')
      expect(await one.get('k')).toBeUndefined()
    })

    test('a count counts every call once, and begins anew a lifetime after its first', async () => {
      const [one, two] = await open()
      const counts = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? one : two).count('k', 200)))
      expect(counts.toSorted()).toEqual([1, 2, 3, 4])
      await pass(200)
      expect(await one.count('k', minuteMs)).toBe(1)
    })

    test('a list keeps its latest, the latest first', async () => {
      const [one, two] = await open()
      for (const value of ['a', 'b', 'c']) await one.push('k', value, 2, minuteMs)
      expect(await two.list('k')).toEqual(['c', 'b'])
    })
  })
}
