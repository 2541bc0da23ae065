import { afterEach, expect, test, vi } from 'vitest'
import { Shutdown } from './shutdown.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]))

afterEach(() => {
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.includes(listener)) process.removeListener(signal, listener)
    }
  }
})

test('everything is undone in reverse order, even after a failure, which is told at the end', async () => {
  const shutdown = new Shutdown()
  const done: string[] = []
  shutdown.onEnd(() => void done.push('servers'))
  shutdown.onEnd(() => {
    throw new Error('services did not stop')
  })
  shutdown.onEnd(async () => void done.push('proxy'))
  await expect(shutdown.run()).rejects.toThrow('services did not stop')
  expect(done).toEqual(['proxy', 'servers'])
})

test('each step is undone once, however often it is asked', async () => {
  const shutdown = new Shutdown()
  const step = vi.fn()
  shutdown.onEnd(step)
  await Promise.all([shutdown.run(), shutdown.run()])
  expect(step).toHaveBeenCalledTimes(1)
})

test('what begins after the end is undone at once', async () => {
  const shutdown = new Shutdown()
  await shutdown.run()
  const step = vi.fn()
  shutdown.onEnd(step)
  await vi.waitFor(() => expect(step).toHaveBeenCalledTimes(1))
})

test.each(signals)(
  '%s asks for the end, and does not end the process by itself',
  async (signal) => {
    const shutdown = new Shutdown()
    process.emit(signal)
    process.emit(signal)
    expect(await shutdown.requested).toBe(signal)
  },
)
