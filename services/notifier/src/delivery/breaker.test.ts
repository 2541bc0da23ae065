import { expect, test } from 'vitest'
import { afterFailure, afterWait, failuresMax, healthy, isDown } from './breaker.ts'
import type { Health } from './port.ts'

const failed = (times: number, random = 1): Health => {
  let health: Health = healthy
  for (let time = 0; time < times; time++) health = afterFailure(health, 1000, random)
  return health
}

test('a few failures hold nothing back', () => {
  expect(failed(failuresMax - 1)).toEqual({ failures: failuresMax - 1, pausedUntilMs: 0 })
  expect(isDown(failed(failuresMax - 1))).toBe(false)
})

test('more of them do, for longer each time, but people never wait long after it is back', () => {
  const waits = [0, 1, 2, 3, 10, 1000].map(
    (more) => failed(failuresMax + more).pausedUntilMs - 1000,
  )
  expect(waits).toEqual([...waits].toSorted((one, two) => one - two))
  expect(waits[0]).toBeGreaterThan(0)
  expect(waits.at(-1)).toBe(60_000)
  expect(failed(failuresMax, 0).pausedUntilMs).toBeLessThan(failed(failuresMax, 1).pausedUntilMs)
})

test('what the service itself asks for counts as no failure', () => {
  expect(afterWait({ failures: 2, pausedUntilMs: 0 }, 5000)).toEqual({
    ...{ failures: 2, pausedUntilMs: 5000 },
  })
})
