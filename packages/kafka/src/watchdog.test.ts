import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Watchdog } from './watchdog.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function watching() {
  let barks = 0
  const watchdog = new Watchdog(5000, () => {
    barks++
  })
  return { watchdog, barks: () => barks }
}

test('silence is noticed, once', () => {
  const { barks } = watching()
  vi.advanceTimersByTime(4999)
  expect(barks()).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(barks()).toBe(1)
})

test('whatever is heard starts the count anew', () => {
  const { watchdog, barks } = watching()
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(4000)
    watchdog.heard()
  }
  expect(barks()).toBe(0)
})

test('a process that was stopped for an hour is not taken for a silent one', () => {
  const { watchdog, barks } = watching()
  vi.setSystemTime(Date.now() + 3600_000)
  vi.advanceTimersByTime(1000)
  expect(barks()).toBe(0)
  watchdog.heard()
})

test('stopped, it says nothing', () => {
  const { watchdog, barks } = watching()
  watchdog.stop()
  vi.advanceTimersByTime(60_000)
  expect(barks()).toBe(0)
})
