import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Committed, OffsetCommits } from './offset-commits.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function committing(write: (offsets: Committed[]) => Promise<void> = async () => {}) {
  const written: string[][] = []
  const commits = new OffsetCommits(100, async (offsets) => {
    written.push(offsets.map(({ topic, partition, offset }) => `${topic}/${partition}=${offset}`))
    await write(offsets)
  })
  return { commits, written }
}

test('positions are gathered, and the latest of each partition is written', async () => {
  const { commits, written } = committing()
  commits.mark('t', 0, 1)
  commits.mark('t', 1, 5)
  commits.mark('t', 0, 2)
  await vi.advanceTimersByTimeAsync(100)
  expect(written).toEqual([['t/0=2', 't/1=5']])
  await vi.advanceTimersByTimeAsync(1000)
  expect(written).toHaveLength(1)
})

test('what is forgotten is not written; what was flushed before is', async () => {
  const { commits, written } = committing()
  commits.mark('t', 0, 1)
  const flushed = commits.flush()
  commits.mark('t', 0, 2)
  commits.forget()
  await flushed
  await vi.advanceTimersByTimeAsync(1000)
  expect(written).toEqual([['t/0=1']])
})

test('writes do not overtake each other', async () => {
  const first = Promise.withResolvers<void>()
  const { commits, written } = committing(() => first.promise)
  commits.mark('t', 0, 1)
  const one = commits.flush()
  commits.mark('t', 0, 2)
  const two = commits.flush()
  await vi.advanceTimersByTimeAsync(10)
  expect(written).toEqual([['t/0=1']])
  first.resolve()
  await Promise.all([one, two])
  expect(written).toEqual([['t/0=1'], ['t/0=2']])
})

test('a commit that fails is a redelivery at most: the next one is written', async () => {
  let failures = 1
  const { commits, written } = committing(async () => {
    if (failures-- > 0) throw new Error('rebalancing')
  })
  commits.mark('t', 0, 1)
  await commits.flush()
  commits.mark('t', 0, 2)
  await commits.flush()
  expect(written).toHaveLength(2)
})
