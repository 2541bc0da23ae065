import { describe, expect, test } from 'vitest'
import { durationMs, durationText } from './duration.ts'

describe('a span of time', () => {
  test.each([
    '',
    '0s',
    '15',
    'm',
    '-1m',
    '1.5h',
    '15 m',
    '1h30m',
    '15M',
    '1w',
    '1000000s',
    'Infinitys',
  ])('is not %j', (text) => {
    expect(durationMs(text)).toBeUndefined()
  })

  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms)
  })
})

test.each([
  [1000, '1s'],
  [90_000, '90s'],
  [900_000, '15m'],
  [3_600_000, '1h'],
  [604_800_000, '7d'],
])('%i ms are written %s, and read as the same', (ms, text) => {
  expect(durationText(ms)).toBe(text)
  expect(durationMs(text)).toBe(ms)
})

test.each([0, -1000, 1500, 1])('%i ms have no such text', (ms) => {
  expect(durationText(ms)).toBeUndefined()
})
