import { expect, test } from 'vitest'
import { gatheredMin, gatherMsMax, Pace } from './pace.ts'

function after(inputs: number, tookMs: number): Pace {
  const pace = new Pace()
  pace.committed(inputs, 1000 - tookMs, 1000)
  return pace
}

test('the first input of a slot waits for nobody', () => {
  expect(new Pace().waitMs(1, 1000)).toBe(0)
})

test('an input that comes alone, or a while after others, waits for nobody', () => {
  expect(after(1, 10).waitMs(1, 1000)).toBe(0)
  expect(after(5, 10).waitMs(1, 1011)).toBe(0)
})

test('where nothing waits, timers are not held up', () => {
  expect(after(5, 10).waitMs(0, 1000)).toBe(0)
})

test('a batch that is large enough is not made to wait', () => {
  expect(after(5, 10).waitMs(gatheredMin, 1000)).toBe(0)
})

test('right after a batch of several the next one waits half as long as it took, and never long', () => {
  expect(after(2, 10).waitMs(1, 1000)).toBe(5)
  expect(after(2, 10).waitMs(gatheredMin - 1, 1010)).toBe(5)
  expect(after(50, 10_000).waitMs(1, 1000)).toBe(gatherMsMax)
})
