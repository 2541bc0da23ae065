/** P6: a batch whose output is larger than a broker takes at once is still one transaction. */

import { until } from '@holdpoint/testkit'
import { expect, test } from 'vitest'
import { waitMs } from '../support/stage.ts'
import { onStage } from '../support/stage-scope.ts'
import { storyOf } from '../support/story.ts'

const actionCount = 24
const paramsBytes = 120_000

test('actions of several megabytes that wait for one gate are all held, each once', () =>
  onStage({ services: ['redactor'], slots: 1 }, async (at) => {
    const text = 'lorem ipsum '.repeat(paramsBytes / 12)
    const propose = (n: number) =>
      at.agent.propose({ type: 'payments.refund', params: { n, text } })
    const tickets = await Promise.all(Array.from({ length: actionCount }, (_, n) => propose(n)))
    await at.add('gate')
    const isHeld = async () => (await at.records('decisions')).length > actionCount
    await until(isHeld, { deadlineMs: waitMs, what: 'all of them held' })
    const { lives } = await storyOf(at)
    expect(tickets.map(({ id }) => lives.get(id))).toEqual(tickets.map(() => ['held']))
  }))
