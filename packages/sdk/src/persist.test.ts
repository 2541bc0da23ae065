/** Trying again, and stopping to. */
import { HoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { pauseBefore, persist } from './persist.ts'
import type { Surroundings } from './surroundings.ts'

const away = new HoldpointError('HP_UNAVAILABLE', { what: 'edge' })

function inTime(byte = 255): Surroundings & { readonly pauses: number[] } {
  let nowMs = 0
  const pauses: number[] = []
  return {
    pauses,
    nowMs: () => nowMs,
    sleep: async (ms) => {
      pauses.push(ms)
      nowMs += ms
    },
    randomBytes: () => Uint8Array.of(byte),
  }
}

describe('is given up', () => {
  test.each([
    new HoldpointError('HP_AUTH', { rule: 'no' }),
    new HoldpointError('HP_INTERNAL'),
    new TypeError('defect'),
    undefined,
  ])('at once for what trying again cannot help: %s', async (error) => {
    const surroundings = inTime()
    const failing = persist(() => Promise.reject(error), { untilMs: 1e9, surroundings })
    await expect(failing).rejects.toBe(error)
    expect(surroundings.pauses).toEqual([])
  })

  test('before an attempt would begin too late', async () => {
    const surroundings = inTime()
    let attempts = 0
    const work = () => {
      attempts += 1
      return Promise.reject(away)
    }
    await expect(persist(work, { untilMs: 1_000, surroundings })).rejects.toBe(away)
    expect(surroundings.pauses).toEqual([100, 200, 400])
    expect(attempts).toBe(4)
    expect(surroundings.nowMs()).toBeLessThanOrEqual(1_000)
  })

  test('after one attempt where time is over already', async () => {
    const surroundings = inTime()
    await expect(persist(() => Promise.reject(away), { untilMs: -1, surroundings })).rejects.toBe(
      away,
    )
    expect(surroundings.pauses).toEqual([])
  })

  test('when the signal aborts, also in a pause', async () => {
    const stop = new AbortController()
    const surroundings = inTime()
    let attempts = 0
    const options = {
      ...{ untilMs: 1e9, signal: stop.signal },
      surroundings: { ...surroundings, sleep: async () => stop.abort() },
    }
    const work = () => {
      attempts += 1
      return Promise.reject(away)
    }
    await expect(persist(work, options)).rejects.toBe(away)
    expect(attempts).toBe(1)
  })
})

test('gives what the first attempt that works gives, and counts attempts from 1', async () => {
  const seen: number[] = []
  const work = (attempt: number) => {
    seen.push(attempt)
    return attempt < 3 ? Promise.reject(away) : Promise.resolve('done')
  }
  expect(await persist(work, { untilMs: 1e9, surroundings: inTime() })).toBe('done')
  expect(seen).toEqual([1, 2, 3])
})

test('pauses double up to five seconds, half of each left to chance', () => {
  const attempts = [1, 2, 3, 6, 7, 50]
  expect(attempts.map((n) => pauseBefore(n, inTime(255)))).toEqual([
    100, 200, 400, 3200, 5000, 5000,
  ])
  expect(attempts.map((n) => pauseBefore(n, inTime(0)))).toEqual([50, 100, 200, 1600, 2500, 2500])
})
