/** More requests than a channel can show: each is shown, alone or in a digest, the urgent ones first, and Slack never has to say that it is too much. */
import type { ActionId } from '@holdpoint/contracts'
import { until } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SlackStage, slackChannel, slackStage } from '../support/slack-stage.ts'

const plainCount = 480
const urgentCount = 20
/** One channel shows fifty messages a minute at most. */
const shownWithinMs = 170_000
const atOnce = 20

let on: SlackStage
beforeAll(async () => {
  on = await slackStage({ hasRates: true, perMinuteMax: 10 })
})
afterAll(() => on.close())

async function askAll(type: string, count: number): Promise<ActionId[]> {
  const ids: ActionId[] = []
  const askOne = async () => (await on.at.agent.propose({ type, params: { n: ids.length } })).id
  while (ids.length < count) {
    const left = Math.min(atOnce, count - ids.length)
    ids.push(...(await Promise.all(Array.from({ length: left }, askOne))))
  }
  return ids
}

test('500 requests in a minute', async () => {
  const plain = await askAll('mail.send', plainCount)
  const urgent = await askAll('payments.refund', urgentCount)
  const messages = () => on.slack.messages(slackChannel)
  const where = () => JSON.stringify(messages())
  const isShown = async () => {
    const text = where()
    return [...plain, ...urgent].every((id) => text.includes(id))
  }
  await until(isShown, { deadlineMs: shownWithinMs, what: 'all of them', everyMs: 500 })
  expect(on.slack.calls.filter(({ status }) => status === 429)).toEqual([])
  for (const id of urgent) {
    const own = messages().filter((message) => JSON.stringify(message.blocks).includes(id))
    expect(own).toHaveLength(1)
    expect(JSON.stringify(own)).toContain('hp.approve')
  }
  const lastOf = (ids: readonly string[]) =>
    Math.max(
      ...messages()
        .filter((message) => ids.some((id) => JSON.stringify(message.blocks).includes(id)))
        .map(({ postedAtMs }) => postedAtMs),
    )
  expect(lastOf(urgent)).toBeLessThan(lastOf(plain))
  expect(messages().length).toBeLessThan(100)
})
