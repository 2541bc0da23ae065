import { expect, test } from 'vitest'
import { cpuSecondsIn, cpuSecondsOf } from './neighbours.ts'

test('who is not there uses no time, and nobody guesses', () => {
  expect(cpuSecondsOf({ nobody: undefined, gone: 2 ** 30 })).toEqual({})
  expect(cpuSecondsIn('')).toBeUndefined()
  expect(cpuSecondsIn('1 (half a line) S 1')).toBeUndefined()
})

test('user and system time are read behind whatever the process is called', () => {
  const stat = '7 (a) 1 (b c) S 1 7 7 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 12 0 9 1 1'
  expect(cpuSecondsIn(stat)).toBe(2)
})
