import { HoldpointError } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delayOf, type RetryOptions, retry } from './backoff.ts'

const transient = () => new HoldpointError('HP_BROKER', { rule: 'no leader' })

/** Sleeps in no time and remembers for how long. */
function patience(change: Partial<RetryOptions> = {}) {
  const slept: number[] = []
  const options: RetryOptions = {
    firstMs: 100,
    mostMs: 1000,
    random: () => 1,
    sleep: async (ms) => void slept.push(ms),
    ...change,
  }
  return { options, slept }
}

/** Fails with these, then succeeds. */
function failing(...failures: unknown[]) {
  const calls = { count: 0 }
  const operation = async () => {
    const failure = failures[calls.count++]
    if (failure !== undefined) throw failure
    return 'done'
  }
  return { operation, calls }
}

describe('what cannot help to repeat is not repeated', () => {
  test.each([
    ['a terminal error', new HoldpointError('HP_TOO_OLD')],
    ['a fatal error', new HoldpointError('HP_FENCED', { slot: 1 })],
    ['an unknown error', new Error('?')],
    ['text', 'broken'],
  ])('%s', async (_, failure) => {
    const { operation, calls } = failing(failure)
    await expect(retry(operation, patience().options)).rejects.toBe(failure)
    expect(calls.count).toBe(1)
  })

  test('and nothing after the attempts have run out', async () => {
    const last = transient()
    const { operation, calls } = failing(transient(), transient(), last, transient())
    await expect(retry(operation, patience({ attemptsMax: 3 }).options)).rejects.toBe(last)
    expect(calls.count).toBe(3)
  })

  test('and nothing after the signal, not even once more', async () => {
    const control = new AbortController()
    const { operation, calls } = failing(transient(), transient())
    const sleep = async () => control.abort()
    const { options } = patience({ sleep, signal: control.signal })
    await expect(retry(operation, options)).rejects.toThrow('no leader')
    expect(calls.count).toBe(1)
  })
})

test('a retryable error is tried again, later each time, until it works', async () => {
  const { operation, calls } = failing(...Array.from({ length: 6 }, transient))
  const told: number[] = []
  const { options, slept } = patience({ onRetry: (_, attempt) => told.push(attempt) })
  expect(await retry(operation, options)).toBe('done')
  expect(calls.count).toBe(7)
  expect(slept).toEqual([100, 200, 400, 800, 1000, 1000])
  expect(told).toEqual([1, 2, 3, 4, 5, 6])
})

test('a delay is between half of its step and all of it, and never above the most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, random) => {
        const delayMs = delayOf(n, { firstMs: 10, mostMs: 5000 }, random)
        const stepMs = Math.min(5000, 10 * 2 ** Math.min(n - 1, 30))
        expect(delayMs).toBeGreaterThanOrEqual(Math.floor(stepMs / 2))
        expect(delayMs).toBeLessThanOrEqual(stepMs)
      },
    ),
  )
})
