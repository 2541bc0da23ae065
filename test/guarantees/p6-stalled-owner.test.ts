/** P6: a gate that stalls loses its slots, and changes nothing when it wakes. */
import { until } from '@holdpoint/testkit'
import { test } from 'vitest'
import { checkLoad } from '../support/comments.ts'
import { waitMs } from '../support/stage.ts'
import { onStage } from '../support/stage-scope.ts'

const start = { gate: { restart: 'always' } } as const

test('a gate stopped in the middle of its work and woken after another took over changes nothing', () =>
  onStage({ services: ['redactor', 'unsealer', 'gate'], start }, async (at) => {
    const stalled = at.service('gate')
    const work = async (count: number) => (await at.records('approved')).length >= count
    await checkLoad(at, 40, async () => {
      await until(() => work(5), { deadlineMs: waitMs, what: 'some work done' })
      stalled.kill('SIGSTOP')
      await at.add('gate', { instance: 'second', waitUntilReady: false })
      await until(() => work(30), { deadlineMs: waitMs, what: 'the other gate at work' })
      stalled.kill('SIGCONT')
    })
    await stalled.ready()
  }))
