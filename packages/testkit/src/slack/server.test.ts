/** The stand-in for Slack keeps Slack's rules: tokens, limits, acknowledgements, triggers. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type SlackServer, startSlack } from './server.ts'

let slack: SlackServer
let nowMs = 0
beforeEach(async () => {
  nowMs = 1_780_000_000_000
  const users = [{ id: 'U1' }, { id: 'UGUEST', isUltraRestricted: true }]
  slack = await startSlack({ users, channels: ['C1'], clock: () => nowMs, ackWithinMs: 200 })
})
afterEach(() => slack.close())

async function call(method: string, args: Record<string, string>, token = slack.botToken) {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
  const body = new URLSearchParams(args)
  const answer = await fetch(slack.apiUrl + method, { method: 'POST', headers, body })
  const retryAfter = answer.headers.get('retry-after')
  return { status: answer.status, retryAfter, body: await answer.json() }
}
const element = {
  type: 'button',
  action_id: 'go',
  value: 'v',
  text: { type: 'plain_text', text: 'Go' },
}
const blocks = JSON.stringify([{ type: 'actions', block_id: 'b', elements: [element] }])
const post = (more: Record<string, string> = {}) =>
  call('chat.postMessage', { channel: 'C1', text: 'hi', blocks, ...more })

test.each([
  ['no token', '', 'not_authed'],
  ['another token', 'xoxb-other', 'invalid_auth'],
])('%s is refused', async (_, token, error) => {
  expect((await call('auth.test', {}, token)).body).toEqual({ ok: false, error })
})

test.each([
  [{ channel: 'C404' }, 'channel_not_found'],
  [{ blocks: '[{"type":"marquee"}]' }, 'invalid_blocks'],
  [{ text: '', blocks: '[]' }, 'no_text'],
  [{ thread_ts: '1.2' }, 'thread_not_found'],
])('a message with %j is refused', async (change, error) => {
  expect((await post(change)).body).toMatchObject({ ok: false, error })
})

test('archived channels, and those without the app, take nothing', async () => {
  slack.workspace.channels.set('C2', { id: 'C2', isArchived: true, hasApp: true })
  slack.workspace.channels.set('C3', { id: 'C3', isArchived: false, hasApp: false })
  expect((await post({ channel: 'C2' })).body.error).toBe('is_archived')
  expect((await post({ channel: 'C3' })).body.error).toBe('not_in_channel')
})

test('more than one message a second in a channel is answered 429 with when to come again', async () => {
  const statuses = []
  for (let n = 0; n < 6; n++) statuses.push((await post()).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  expect(await post()).toMatchObject({
    status: 429,
    retryAfter: '1',
    body: { error: 'ratelimited' },
  })
  nowMs += 1000
  expect((await post()).status).toBe(200)
})

test('a message is changed in place, and only where it is', async () => {
  const { ts } = (await post()).body
  expect((await call('chat.update', { channel: 'C1', ts, text: 'new' })).body.ok).toBe(true)
  expect(slack.messages('C1')).toMatchObject([{ text: 'new', changeCount: 1 }])
  expect((await call('chat.update', { channel: 'C1', ts: '1.1', text: 'x' })).body.error).toBe(
    'message_not_found',
  )
})

test('a press goes to a socket, and counts as arrived only when that socket says so in time', async () => {
  const { ts } = (await post()).body
  const press = { user: 'U1', channel: 'C1', ts, actionId: 'go' }
  expect(await slack.press(press)).toEqual({ isAcknowledged: false })
  const { url } = (await call('apps.connections.open', {}, slack.appToken)).body
  const socket = new WebSocket(url)
  const frames: { type: string; envelope_id: string; payload: { actions: object[] } }[] = []
  const heard = Promise.withResolvers<void>()
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)))
    if (frames.length === 1) heard.resolve()
    if (frames.length === 3) socket.send(JSON.stringify({ envelope_id: frames[2]?.envelope_id }))
  })
  await heard.promise
  expect(await slack.press(press)).toEqual({ isAcknowledged: false })
  expect(await slack.press(press)).toMatchObject({ isAcknowledged: true })
  expect(frames.map(({ type }) => type)).toEqual(['hello', 'interactive', 'interactive'])
  expect(frames[1]?.payload.actions).toMatchObject([{ action_id: 'go', value: 'v', block_id: 'b' }])
  const again = new WebSocket(url)
  await new Promise((resolve) => again.on('error', resolve))
  socket.terminate()
})

test('a modal opens once for a press, and only within three seconds', async () => {
  const { ts } = (await post()).body
  const payload = () => slack.payloadOf({ user: 'U1', channel: 'C1', ts, actionId: 'go' })
  const title = { type: 'plain_text', text: 'Deny' }
  const view = JSON.stringify({ type: 'modal', title, blocks: [{ type: 'divider' }] })
  const open = async (trigger_id: unknown) =>
    (await call('views.open', { trigger_id: String(trigger_id), view })).body
  const { trigger_id: first } = payload()
  expect((await open(first)).ok).toBe(true)
  expect((await open(first)).error).toBe('exchanged_trigger_id')
  const { trigger_id: late } = payload()
  nowMs += 3001
  expect((await open(late)).error).toBe('expired_trigger_id')
  expect((await open('made up')).error).toBe('invalid_trigger_id')
})

test('an answer that gets lost leaves the message there', async () => {
  slack.behaviour = 'lose'
  await expect(post()).rejects.toThrow()
  expect(slack.messages('C1')).toHaveLength(1)
})
