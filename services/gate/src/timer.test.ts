import { MemoryStoreServer, openMemoryStore } from '@holdpoint/store'
import { expect, test, vi } from 'vitest'
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
  const { due } = server.slot(0)
  return {
    timer,
    due,
    pass: (ms: number) => (nowMs += ms),
    asked: vi.spyOn(deps.store, 'nextDueMs'),
  }
}
const nothing = { again: [], dueAtMsMin: Number.POSITIVE_INFINITY }

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

test('a deadline that a batch sets is met, also where it is the first of all', async () => {
  const { timer, due, pass } = await dueTimers([])
  due.set('late', 9000)
  await timer.settle({ ...nothing, dueAtMsMin: 9000 })
  due.set('soon', 2000)
  await timer.settle({ ...nothing, dueAtMsMin: 2000 })
  expect((await timer.due(everythingRead)).ids).toEqual([])
  pass(1000)
  expect(timer.isDue(2000)).toBe(true)
  expect((await timer.due(everythingRead)).ids).toEqual(['soon'])
})

test('batches without deadlines that are due ask the store for none', async () => {
  const { timer, due, pass, asked } = await dueTimers([])
  due.set('a', 5000)
  for (let n = 0; n < 5; n++) await timer.settle({ ...nothing, dueAtMsMin: 5000 })
  expect(asked).not.toHaveBeenCalled()
  // Decided in time: its deadline is another now.
  due.set('a', 8000)
  await timer.settle({ ...nothing, dueAtMsMin: 8000 })
  pass(4000)
  expect((await timer.due(everythingRead)).ids).toEqual([])
  expect(timer.isDue(5000)).toBe(false)
  pass(3000)
  expect((await timer.due(everythingRead)).ids).toEqual(['a'])
})
