import { expect, test } from 'vitest'
import { systemTime } from './time.ts'

const longMs = 60_000

test('an aborted sleep ends at once, before and after it began', async () => {
  const control = new AbortController()
  const asleep = systemTime.sleep(longMs, control.signal)
  control.abort()
  await asleep
  await systemTime.sleep(longMs, control.signal)
})

test('a sleep resolves, and the clock has moved on', async () => {
  const beforeMs = systemTime.clock()
  await systemTime.sleep(5)
  expect(systemTime.clock()).toBeGreaterThanOrEqual(beforeMs)
})

test('a repeated call stops when it is told to', async () => {
  let calls = 0
  const stop = systemTime.every(1, () => {
    calls++
  })
  await expect.poll(() => calls).toBeGreaterThan(1)
  stop()
  const seen = calls
  await systemTime.sleep(10)
  expect(calls).toBe(seen)
})

test('neither keeps a process alive', () => {
  const alive = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = alive()
  void systemTime.sleep(longMs)
  const stop = systemTime.every(longMs, () => {})
  expect(alive()).toBe(before)
  stop()
})
