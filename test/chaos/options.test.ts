import { describe, expect, test } from 'vitest'
import { readOptions } from './options.ts'

const cases = ['freeze-edge', 'members']
const read = (...args: string[]) => readOptions(args, cases)

describe('an argument that means nothing is refused, and what would mean something is said', () => {
  test.each([
    [['--sed', '1'], /takes --seed <n>, --minutes <m>/],
    [['loose'], /takes --seed/],
    [['--seed', 'x'], /--seed takes a whole number/],
    [['--seed', '-1'], /takes --seed|whole number/],
    [['--minutes', '0'], /--minutes takes a number up to 1440/],
    [['--minutes', '99999'], /--minutes/],
    [['--minutes', '1e3'], /--minutes/],
    [['--case', 'rain'], /--case takes one of: freeze-edge, members/],
  ])('%j', (args, expected) => {
    expect(() => read(...args)).toThrow(expected)
  })
})

test('nothing said means ten minutes of storm and every case, with a seed of its own', () => {
  expect(read()).toEqual({
    ...{ seed: undefined, durationMs: 600_000, json: false, only: undefined },
    ...{ stormOnly: false, list: false },
  })
})

test('seed, length and case are taken as they are', () => {
  expect(read('--seed', '7', '--minutes', '0.5', '--case', 'members', '--json')).toMatchObject({
    ...{ seed: 7, durationMs: 30_000, only: 'members', json: true },
  })
})
