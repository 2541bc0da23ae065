/** The kit's Teams is as strict as the real one is said to be: what a client gets away with here, it gets away with there. */
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { messageBytesMax } from './conversations.ts'
import { FakeTeams } from './server.ts'

const time = { nowMs: Date.UTC(2026, 5, 1) }
let teams: FakeTeams
let conversation: string
beforeEach(async () => {
  teams = await FakeTeams.open({ clock: () => time.nowMs })
  conversation = teams.channel([teams.person('ana')])
})
afterEach(() => teams.close())

const body = [{ type: 'TextBlock', text: 'x' }]
const message = (content: object = { type: 'AdaptiveCard', version: '1.5', body }) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})

async function token(change: Record<string, string> = {}) {
  const form = {
    ...{ grant_type: 'client_credentials', client_id: teams.app.id },
    ...{ client_secret: teams.app.secret, scope: 'https://api.botframework.com/.default' },
    ...change,
  }
  const url = `${teams.endpoints.login}/${teams.tenant}/oauth2/v2.0/token`
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, body: await response.json() }
}

async function call(method: string, path: string, activity?: object, bearer?: string) {
  const authorization = `Bearer ${bearer ?? (await token()).body.access_token}`
  const response = await fetch(`${teams.serviceUrl}v3/conversations${path}`, {
    ...{ method, headers: { authorization, 'content-type': 'application/json' } },
    ...(activity === undefined ? {} : { body: JSON.stringify(activity) }),
  })
  const answer = await response.json()
  return { status: response.status, ...answer, retryAfter: response.headers.get('retry-after') }
}
const post = (activity: object = message()) => call('POST', `/${conversation}/activities`, activity)

describe('the login service gives no token', () => {
  test.each<[string, Record<string, string>, number]>([
    ['for another secret', { client_secret: 'x' }, 401],
    ['to another app', { client_id: 'x' }, 400],
    ['for another scope', { scope: 'https://graph.microsoft.com/.default' }, 400],
    ['for another grant', { grant_type: 'password' }, 400],
    ['for a statement that nobody signed', { client_secret: '', client_assertion: 'a.b.c' }, 401],
  ])('%s', async (_, change, status) => {
    expect((await token(change)).status).toBe(status)
  })
})

describe('the Connector refuses', () => {
  test('a token that is none, or has ended', async () => {
    expect(await call('POST', `/${conversation}/activities`, message(), 'x')).toMatchObject({
      status: 401,
    })
    const { access_token: old } = (await token()).body
    time.nowMs += 3_601_000
    expect(await call('POST', `/${conversation}/activities`, message(), old)).toMatchObject({
      status: 401,
    })
  })

  test('a card that is not of the schema, another attachment, and a message that is too large', async () => {
    const wrong = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Html' }] }
    expect(await post(message(wrong))).toMatchObject({ status: 400 })
    expect(
      await post({ type: 'message', attachments: [{ contentType: 'text/html' }] }),
    ).toMatchObject({ status: 400 })
    const text = 'x'.repeat(messageBytesMax)
    const large = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] }
    expect(await post(message(large))).toMatchObject({ status: 413 })
    expect(teams.messages(conversation)).toEqual([])
  })

  test('the eighth message in a second, and says when to come again', async () => {
    for (let at = 0; at < 7; at++) expect((await post()).status).toBe(201)
    expect(await post()).toMatchObject({ status: 429, retryAfter: '1' })
    expect(teams.counts).toMatchObject({ posts: 7, throttled: 1 })
    time.nowMs += 2000
    expect((await post()).status).toBe(201)
  })

  test('what is not there', async () => {
    expect(await call('PUT', `/${conversation}/activities/1`, message())).toMatchObject({
      status: 404,
    })
    expect(await call('POST', '/19:x@thread.tacv2/activities', message())).toMatchObject({
      status: 404,
    })
    expect(await call('GET', `/${conversation}/members/29:x`)).toMatchObject({ status: 404 })
  })
})

test('a message is posted, changed in place, and read by its people', async () => {
  const { id } = await post()
  const changed = message({ type: 'AdaptiveCard', version: '1.5', body: [] })
  expect(await call('PUT', `/${conversation}/activities/${id}`, changed)).toMatchObject({
    status: 200,
  })
  expect(teams.messages(conversation)).toMatchObject([{ id, revisions: 2, card: { body: [] } }])
  const [ana] = teams.people
  expect(await call('GET', `/${conversation}/members/${ana?.member.id}`)).toMatchObject({
    ...{ status: 200, userRole: 'user', tenantId: teams.tenant },
    aadObjectId: ana?.member.aadObjectId,
  })
})

test('an answer that is lost leaves what was done', async () => {
  const { access_token: bearer } = (await token()).body
  teams.behaviour = 'lost'
  await expect(call('POST', `/${conversation}/activities`, message(), bearer)).rejects.toThrow()
  expect(teams.messages(conversation).length).toBe(1)
})

test('a press reaches the bot with a token that its keys verify', async () => {
  const got: { authorization: string; body: string }[] = []
  const bot = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { authorization = '' } = request.headers
    got.push({ authorization, body: String(Buffer.concat(chunks)) })
    const type = 'application/vnd.microsoft.activity.message'
    response.end(JSON.stringify({ statusCode: 200, type, value: 'Done' }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => bot.once('listening', resolve))
  teams.botUrl = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`
  const run = { type: 'Action.Execute', title: 'Go', verb: 'go', data: { hp: 1 } }
  await post(message({ type: 'AdaptiveCard', version: '1.5', body: [], actions: [run] }))
  const [shown] = teams.messages(conversation)
  const [ana] = teams.people
  if (!shown || !ana) throw new Error('nothing there')
  expect(await ana.press(shown, 'Go', { in_reason: 'because' })).toEqual({
    kind: 'toast',
    text: 'Done',
  })
  const { keys } = await (
    await fetch(teams.endpoints.openId.replace('openidconfiguration', 'keys'))
  ).json()
  const key = createPublicKey({ key: keys[0] as JsonWebKey, format: 'jwk' })
  const [{ authorization, body: sent } = { authorization: '', body: '{}' }] = got
  const { payload } = await jwtVerify(authorization.slice(7), key, {
    currentDate: new Date(time.nowMs),
  })
  expect(payload).toMatchObject({
    ...{ aud: teams.app.id, serviceurl: teams.regionUrl, iss: 'https://api.botframework.com' },
  })
  expect(keys[0].endorsements).toContain('msteams')
  expect(JSON.parse(sent).value.action).toEqual({
    ...{ type: 'Action.Execute', verb: 'go', data: { hp: 1, in_reason: 'because' } },
  })
  bot.close()
  bot.closeAllConnections()
})
