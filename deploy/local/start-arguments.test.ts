import { expect, test } from 'vitest'
import { parseArguments } from './start-arguments.ts'

test.each([
  [['--json'], '--json needs --demo.'],
  [['--keep'], '--keep needs --demo'],
  [['--fast'], "Unknown option '--fast'"],
  [['--demo=yes'], "'--demo' does not take an argument"],
  [['now'], "Unexpected argument 'now'"],
])('%s is wrong', (args, message) => {
  const parsed = parseArguments(args)
  expect('wrong' in parsed && parsed.wrong).toContain(message)
})

test('everything is off unless asked for', () => {
  const off = { demo: false, json: false, keep: false, help: false }
  expect(parseArguments([])).toEqual(off)
  expect(parseArguments(['--demo', '--json'])).toEqual({ ...off, demo: true, json: true })
  expect(parseArguments(['--keep', '--demo'])).toEqual({ ...off, demo: true, keep: true })
})
