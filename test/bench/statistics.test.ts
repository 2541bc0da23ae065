import { expect, test } from 'vitest'
import { percentile, rounded, roundedAll, steadyRate } from './statistics.ts'

test.each([
  [[], 50, Number.NaN],
  [[7], 50, 7],
  [[7], 99, 7],
  [[3, 1, 2], 50, 2],
  [[4, 3, 2, 1], 50, 2],
  [Array.from({ length: 200 }, (_, index) => index + 1), 99, 198],
  [[1, 2, 3], 100, 3],
  [[1, 2, 3], 0, 1],
])('a percentile is a value that was seen: %j at %d', (values, percent, wanted) => {
  expect(percentile(values, percent)).toBe(wanted)
})

test('sorting is by number and leaves the samples as they were', () => {
  const samples = [100, 9, 20]
  expect(percentile(samples, 50)).toBe(20)
  expect(samples).toEqual([100, 9, 20])
})

test('the rate of an even flow is its pace', () => {
  const done = Array.from({ length: 101 }, (_, index) => index * 10)
  expect(steadyRate(done)).toBeCloseTo(100)
})

test('running up and running down do not count', () => {
  const middle = Array.from({ length: 80 }, (_, index) => 10_000 + index * 10)
  const slow = Array.from({ length: 10 }, (_, index) => index * 1000)
  const late = Array.from({ length: 10 }, (_, index) => 20_000 + index * 1000)
  expect(steadyRate([...slow, ...middle, ...late])).toBeCloseTo(100)
})

test.each([[[]], [[5]], [[5, 5, 5]]])('there is no rate where no time passed: %j', (done) => {
  expect(steadyRate(done)).toBeNaN()
})

test.each([
  [0.123456, 0.123],
  [12_345, 12_300],
  [0.00204, 0.00204],
  [99.96, 100],
])('%d is told as %d', (value, wanted) => {
  expect(rounded(value)).toBe(wanted)
})

test('all numbers of an object are rounded, and nothing else is touched', () => {
  const given = { a: 1234.5, b: { c: 0.12345, d: 'x' }, e: null }
  expect(roundedAll(given)).toEqual({ a: 1230, b: { c: 0.123, d: 'x' }, e: null })
})
