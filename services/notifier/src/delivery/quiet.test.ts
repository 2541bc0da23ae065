import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkZone, type QuietHours, quietUntilMs } from './quiet.ts'

const at = (text: string) => Date.parse(text)
const night: QuietHours = { fromMinute: 22 * 60, untilMinute: 7 * 60, zone: 'Europe/Berlin' }

describe('quiet hours', () => {
  test.each<[string, string, QuietHours, string | undefined]>([
    ['before they begin', '2026-06-01T19:59:59Z', night, undefined],
    ['from their first minute', '2026-06-01T20:00:00Z', night, '2026-06-02T05:00:00Z'],
    ['after midnight', '2026-06-02T01:23:45Z', night, '2026-06-02T05:00:00Z'],
    ['not in the minute of their end', '2026-06-02T05:00:00Z', night, undefined],
    ['in winter', '2026-12-01T21:30:00Z', night, '2026-12-02T06:00:00Z'],
    // The last Sunday of March has 23 hours, that of October 25.
    ['over the night that is short', '2026-03-28T22:00:00Z', night, '2026-03-29T05:00:00Z'],
    ['over the night that is long', '2026-10-24T22:00:00Z', night, '2026-10-25T06:00:00Z'],
    [
      'within one day',
      '2026-06-01T12:10:00Z',
      { fromMinute: 12 * 60, untilMinute: 13 * 60, zone: 'UTC' },
      '2026-06-01T13:00:00Z',
    ],
    [
      'a night that began on a day that counts',
      '2026-06-06T01:00:00Z',
      { ...night, zone: 'UTC', days: [5] },
      '2026-06-06T07:00:00Z',
    ],
    [
      'a night that began on another day',
      '2026-06-07T01:00:00Z',
      { ...night, zone: 'UTC', days: [5] },
      undefined,
    ],
    [
      'two days from end to end',
      '2026-06-06T10:00:00Z',
      { fromMinute: 0, untilMinute: 0, zone: 'UTC', days: [0, 6] },
      '2026-06-08T00:00:00Z',
    ],
  ])('%s', (_, now, hours, until) => {
    const found = quietUntilMs(at(now), hours)
    expect(found === undefined ? undefined : new Date(found).toISOString()).toBe(
      until?.replace('Z', '.000Z'),
    )
  })

  test('that nobody set are never', () => {
    expect(quietUntilMs(0, undefined)).toBeUndefined()
  })

  test('that never end leave nobody waiting for ever', () => {
    const always = { fromMinute: 0, untilMinute: 0, zone: 'UTC' }
    const now = at('2026-06-01T12:00:00Z')
    expect(quietUntilMs(now, always)).toBeLessThan(now + 31 * 24 * 3_600_000)
  })

  test('an end is later than now, within a day of it, and not quiet itself', () => {
    const hours = fc.record({
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      untilMinute: fc.integer({ min: 0, max: 1439 }),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
    })
    const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') })
    fc.assert(
      fc.property(moment, hours, (nowMs, quiet) => {
        fc.pre(quiet.fromMinute !== quiet.untilMinute)
        const until = quietUntilMs(nowMs, quiet)
        if (until === undefined) return
        expect(until).toBeGreaterThan(nowMs)
        expect(until - nowMs).toBeLessThanOrEqual(26 * 3_600_000)
        expect(quietUntilMs(until, quiet)).toBeUndefined()
      }),
    )
  })
})

test('a zone that nobody knows is refused', () => {
  expect(() => checkZone('Europe/Atlantis')).toThrow(RangeError)
  expect(() => checkZone('Europe/Berlin')).not.toThrow()
})
