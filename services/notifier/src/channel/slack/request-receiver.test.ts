/** Presses over HTTP, on the notifier's edge: only what Slack has signed just now, and only once. */
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { signedForm, until } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SlackStand, slackStand } from '../../../test/slack.ts'

const log = createLogger({ service: 'notifier', to: { write: () => undefined } })
let stand: SlackStand
let edge: ReturnType<typeof createEdge>
let at: { channel: string; ts: string }

beforeEach(async () => {
  stand = await slackStand({ isHttp: true, ackWithinMs: 1500 })
  edge = createEdge({ log, metrics: createMetrics('notifier'), isReady: () => true })
  stand.channel.routes(edge)
  await stand.channel.start(stand.inbox)
  stand.slack.requestUrl = `${await edge.listen({ host: '127.0.0.1', port: 0 })}/slack/slack`
  at = await stand.post()
})
afterEach(async () => {
  await edge.close()
  await stand.close()
})

const payloadOf = (user: string, actionId = 'hp.approve') =>
  stand.slack.payloadOf({ user, actionId, ...at })
const sent = async (payload: object, change: object = {}, nowMs = Date.now()) => {
  const { body, headers } = signedForm({ ...payload }, stand.slack.signingSecret, nowMs)
  return edge.inject({
    ...{ method: 'POST', url: '/slack/slack', payload: body },
    headers: { ...headers, ...change },
  })
}

describe('refused, with nothing read and nobody told', () => {
  test.each<[string, object, number]>([
    ['unsigned', { 'x-slack-signature': '' }, 0],
    ['forged', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }, 0],
    ['too old', {}, -301_000],
    ['from the future', {}, 301_000],
  ])('%s', async (_, change, ms) => {
    const answer = await sent(payloadOf('U0ANA'), change, Date.now() + ms)
    expect(answer.statusCode).toBe(401)
    expect(stand.inbox.clicks).toEqual([])
    expect(stand.slack.workspace.ephemerals).toEqual([])
  })

  test('brought a second time', async () => {
    const payload = payloadOf('U0ANA')
    const now = Date.now()
    expect((await sent(payload, {}, now)).statusCode).toBe(200)
    expect((await sent(payload, {}, now)).statusCode).toBe(401)
    expect(stand.inbox.clicks).toHaveLength(1)
  })

  test('signed, and no interaction', async () => {
    for (const text of ['payload=x', 'payload=1', 'x=1', '']) {
      const { headers } = signedForm({}, stand.slack.signingSecret, Date.now())
      const answer = await edge.inject({
        method: 'POST',
        url: '/slack/slack',
        headers,
        payload: text,
      })
      expect(answer.statusCode).toBe(401)
    }
    expect((await sent({ type: 'block_actions' })).statusCode).toBeGreaterThanOrEqual(400)
    expect(stand.inbox.clicks).toEqual([])
  })

  test.each(['GET', 'HEAD', 'PUT'] as const)('%s', async (method) => {
    expect((await edge.inject({ method, url: '/slack/slack' })).statusCode).toBe(404)
  })
})

test('a press is answered once its vote is written', async () => {
  expect(await stand.slack.press({ user: 'U0ANA', actionId: 'hp.approve', ...at })).toEqual({
    ...{ isAcknowledged: true, answer: {} },
  })
  expect(stand.inbox.clicks).toMatchObject([{ verdict: 'approve' }])
})

test('where writing stalls, Slack hears nothing in time, and the vote still counts once', async () => {
  const stalled = Promise.withResolvers<void>()
  stand.inbox.write = () => stalled.promise
  const press = { user: 'U0ANA', actionId: 'hp.approve', ...at }
  expect(await stand.slack.press(press)).toEqual({ isAcknowledged: false })
  stalled.resolve()
  await until(async () => stand.inbox.clicks.length === 1, { deadlineMs: 5000, what: 'the vote' })
})

test('where writing fails, Slack is told so', async () => {
  stand.inbox.write = () => Promise.reject(new Error('no broker'))
  expect((await sent(payloadOf('U0ANA'))).statusCode).toBe(503)
})

test('a form that lacks its reason comes back with words beside the field', async () => {
  const press = { user: 'U0ANA', actionId: 'hp.deny', ...at }
  expect(await stand.slack.press(press)).toMatchObject({ isAcknowledged: true })
  const view = stand.slack.view('U0ANA')
  if (view === undefined) throw new Error('no form')
  await stand.slack.submit(view, 'U0ANA', { in_reason: 'too much' })
  expect(stand.inbox.clicks).toMatchObject([{ verdict: 'deny', reason: 'too much' }])
})

test('Slack may try the address', async () => {
  const { createHmac } = await import('node:crypto')
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', stand.slack.signingSecret).update(`v0:${timestamp}:${body}`)
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac.digest('hex')}`,
  }
  const answer = await edge.inject({ method: 'POST', url: '/slack/slack', headers, payload: body })
  expect(answer.json()).toEqual({ challenge: 'abc' })
})
