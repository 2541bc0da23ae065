import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RateLimit } from './rate-limit.ts'

const clocked = (perSecond: number, burst: number) => {
  const time = { nowMs: 1_000_000 }
  return { time, limit: new RateLimit({ perSecond, burst }, () => time.nowMs) }
}

describe('a rate limit', () => {
  test('lets nobody pass more often than the rate, plus what was saved, over any stretch of time', () => {
    const rates = fc.record({ perSecond: fc.integer({ min: 1, max: 20 }), burst: fc.nat(20) })
    const pauses = fc.array(fc.nat(700), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(rates, pauses, ({ perSecond, burst }, steps) => {
        const { time, limit } = clocked(perSecond, burst)
        const passed: number[] = []
        for (const ms of steps) {
          time.nowMs += ms
          if (limit.take('a').isAllowed) passed.push(time.nowMs)
        }
        for (const [first, fromMs] of passed.entries()) {
          for (const [last, toMs] of passed.entries()) {
            if (last < first) continue
            const most = burst + ((toMs - fromMs) / 1000) * perSecond
            expect(last - first + 1).toBeLessThanOrEqual(most + 1e-6)
          }
        }
      }),
    )
  })

  test('says how long to wait; who waits so long passes, who comes sooner does not', () => {
    const { time, limit } = clocked(4, 2)
    expect(limit.take('a')).toEqual({ isAllowed: true, remaining: 1, waitMs: 0 })
    expect(limit.take('a')).toEqual({ isAllowed: true, remaining: 0, waitMs: 250 })
    expect(limit.take('a')).toEqual({ isAllowed: false, remaining: 0, waitMs: 250 })
    time.nowMs += 249
    expect(limit.take('a').isAllowed).toBe(false)
    time.nowMs += 1
    expect(limit.take('a').isAllowed).toBe(true)
  })

  test('one caller’s haste is not another’s', () => {
    const { limit } = clocked(1, 1)
    expect(limit.take('a').isAllowed).toBe(true)
    expect(limit.take('a').isAllowed).toBe(false)
    expect(limit.take('b').isAllowed).toBe(true)
  })

  test('a clock that goes back gives nothing', () => {
    const { time, limit } = clocked(1, 1)
    limit.take('a')
    time.nowMs -= 60_000
    expect(limit.take('a').isAllowed).toBe(false)
  })

  test('a million names fill no memory', () => {
    const { limit } = clocked(1, 1)
    for (let n = 0; n < 20_000; n += 1) limit.take(`caller-${n}`)
    expect(limit.size).toBe(10_000)
  })
})
