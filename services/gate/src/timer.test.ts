import { MemoryStoreServer, openMemoryStore } from '@holdpoint/store'
import { expect, test } from 'vitest'
import { SlotTimer } from './timer.ts'

const everythingRead = () => true

async function dueTimers(ids: readonly string[]) {
  let nowMs = 1000
  const server = new MemoryStoreServer({ nowMs: () => nowMs })
  for (const id of ids) server.slot(0).due.set(id, 1000)
  const bus = { endOffsets: async () => new Map() }
  const deps = { bus: bus as never, store: openMemoryStore(server), prefix: '', clock: () => nowMs }
  const timer = new SlotTimer(0, deps)
  await timer.reset()
  return { timer, pass: (ms: number) => (nowMs += ms) }
}

test('timers that were given out again after a freeze, and that a batch leaves, come once more', async () => {
  const { timer, pass } = await dueTimers(['a', 'b'])
  expect((await timer.due(everythingRead)).ids).toEqual(['a', 'b'])
  const again = ['a', 'b'].map((id, at) => ({ id, when: 1500 + at }))
  await timer.settle({ again, dueAtMsMin: Number.POSITIVE_INFINITY })
  expect((await timer.due(everythingRead)).ids).toEqual([])
  pass(1000)
  // The slot works alone now: it takes one at a time.
  const { ids } = await timer.due(everythingRead)
  expect(ids).toEqual(['a', 'b'])
  timer.leave(['b'])
  await timer.settle({ again: [], dueAtMsMin: Number.POSITIVE_INFINITY })
  expect((await timer.due(everythingRead)).ids).toEqual(['b'])
})
