/** A flood of forged requests makes a line a minute. */
import { expect, test } from 'vitest'
import { Refusals } from './refusals.ts'

test('the first of a kind is told at once, the others once a minute with their number', () => {
  const lines: unknown[] = []
  const time = { nowMs: 1_000_000 }
  const log = { warn: (line: unknown) => void lines.push(line) }
  const refusals = new Refusals({ name: 'teams', clock: () => time.nowMs, log: log as never })
  for (let at = 0; at < 1000; at++) refusals.note('token')
  refusals.note('tenant')
  time.nowMs += 60_000
  refusals.note('token')
  expect(lines).toEqual([
    { channel: 'teams', why: 'token', since: 0 },
    { channel: 'teams', why: 'tenant', since: 0 },
    { channel: 'teams', why: 'token', since: 999 },
  ])
})
