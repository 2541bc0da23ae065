/** Mattermost's API as far as the channel uses it: bearer tokens, posts and patches of posts, buttons whose context clients never see, and rate limits. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { Secret } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics, systemTime } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostileTexts } from '../card/hostile.ts'
import { cardOf, decidedCard, sampleCard, sampleId } from '../card/sample.ts'
import { MemoryShelf } from '../shelf/memory.ts'
import { mattermostKind } from './mattermost.ts'
import type { Answer, Channel, Click, Inbox } from './port.ts'

const channelId = 'c'.repeat(26)
const user = 'u'.repeat(26)
const log = createLogger({ service: 'notifier', to: { write: () => undefined } })

interface Post {
  readonly id: string
  readonly pending_post_id: string
  message: string
  props: {
    attachments: { actions: { name: string; integration: { url: string; context: unknown } }[] }[]
  }
}
/** Longest post, as the server has it. */
const messageCharsMax = 16_383

let server: Server
let posts: Post[]
let failing: { status: number; headers?: Record<string, string> } | undefined
let tokens: (string | undefined)[]
let edge: FastifyInstance
let channel: Channel
let clicks: Click[]
let answer: Answer

async function handle(request: IncomingMessage): Promise<[number, object]> {
  tokens.push(request.headers.authorization)
  if (request.headers.authorization !== 'Bearer bot-token') return [401, {}]
  const body = JSON.parse(await readText(request))
  if (body.message.length > messageCharsMax) return [400, {}]
  const id = /^\/api\/v4\/posts\/(\w+)\/patch$/.exec(request.url ?? '')?.[1]
  if (request.method === 'PUT') {
    const found = posts.find((post) => post.id === id)
    if (found === undefined) return [404, {}]
    return [200, Object.assign(found, { message: body.message, props: body.props })]
  }
  if (request.url !== '/api/v4/posts' || body.channel_id !== channelId) return [403, {}]
  const known = posts.find((post) => post.pending_post_id === body.pending_post_id)
  const post = known ?? { ...body, id: String(posts.length + 1).padStart(26, 'p') }
  if (known === undefined) posts.push(post)
  return [201, post]
}

beforeEach(async () => {
  ;[posts, clicks, tokens, failing] = [[], [], [], undefined]
  answer = { kind: 'counted', card: sampleCard }
  server = createServer((request, response) => {
    const done = (status: number, body: object, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body))
    if (failing) return void done(failing.status, {}, failing.headers)
    handle(request).then(
      ([status, body]) => done(status, body),
      () => done(500, {}),
    )
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  channel = await mattermostKind.open(
    { url: address(), channel: channelId, botToken: 'bot-token', pressKey: 'k'.repeat(32) },
    {
      ...{
        name: 'mattermost',
        deployment: 'urn:holdpoint:test',
        page: 'https://hold.example',
        log,
      },
      ...{
        shelf: new MemoryShelf(systemTime.clock),
        time: systemTime,
        random: () => 0,
        newKey: () => 'k',
      },
      secret: async (path) => new Secret(Buffer.from(path)),
    },
  )
  const inbox: Inbox = {
    press: async (click) => {
      clicks.push(click)
      return { answer: Promise.resolve(answer) }
    },
    look: async () => undefined,
    linkFor: async () => 'https://hold.example/link#t',
  }
  edge = createEdge({
    log,
    metrics: createMetrics('notifier'),
    isReady: () => true,
    http: {},
  })
  channel.routes?.(edge, inbox)
  await channel.start(inbox)
})
afterEach(async () => {
  await channel.stop()
  await edge.close()
  server.closeAllConnections()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  await promise
})

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const deliver = (change: object = {}) =>
  channel.deliver({
    ...{ id: 'd-1', address: channelId, card: sampleCard, signal: new AbortController().signal },
    ...change,
  })
const buttons = () => posts[0]?.props.attachments[0]?.actions ?? []
const press = async (context: unknown, change: object = {}) =>
  edge.inject({
    method: 'POST',
    url: '/mattermost/mattermost',
    payload: {
      user_id: user,
      post_id: posts[0]?.id ?? 'p'.repeat(26),
      trigger_id: 't-1',
      context,
      ...change,
    },
  })

test('a card is posted once under its id, changed in place, and loses its buttons when it is over', async () => {
  const shown = await deliver()
  expect(shown).toEqual({ kind: 'shown', isComplete: true, handle: { post: posts[0]?.id } })
  expect(await deliver()).toEqual(shown)
  expect(posts).toHaveLength(1)
  expect(buttons().map(({ name }) => name)).toEqual(['approve', 'deny'])
  await deliver({ id: 'd-2', card: decidedCard, handle: { post: posts[0]?.id ?? '' } })
  expect(posts).toHaveLength(1)
  expect(posts[0]?.message).toContain('**Denied**')
  expect(buttons()).toEqual([])
})

test('a press says who, on what, and in which words it was answered', async () => {
  await deliver()
  const [approve] = buttons()
  expect(approve?.integration.url).toBe('https://hold.example/mattermost/mattermost')
  expect((await press(approve?.integration.context)).json()).toEqual({
    ephemeral_text: 'It counts.',
  })
  expect(clicks).toEqual([
    {
      ...{
        account: `mattermost:mattermost:${user}`,
        actionId: sampleId,
        presented: sampleCard.presented,
      },
      ...{ verdict: 'approve', isComplete: true, pressId: 't-1' },
      copy: { address: channelId, handle: { post: posts[0]?.id } },
    },
  ])
  answer = { kind: 'refused', code: 'HP_NOT_ENTITLED', text: 'You are not among those.' }
  expect((await press(approve?.integration.context)).json().ephemeral_text).toBe(
    'You are not among those.',
  )
})

describe('nothing is pressed by', () => {
  test('a call that Mattermost did not make of a button of ours', async () => {
    await deliver()
    const context = buttons()[1]?.integration.context as object
    for (const forged of [{ ...context, v: 'approve' }, { ...context, mac: 'A' }, {}, null, 'x']) {
      expect((await press(forged)).json()).toEqual({ ephemeral_text: 'This button is not ours.' })
    }
    expect((await press(context, { user_id: 'ana' })).statusCode).toBe(400)
    expect((await edge.inject({ url: '/mattermost/mattermost' })).statusCode).toBe(404)
    expect(clicks).toEqual([])
  })

  test('a copy that does not show everything: it has no Approve, and says so in what it carries', async () => {
    await deliver({ card: cardOf('x'.repeat(20_000)) })
    expect(buttons().map(({ name }) => name)).toEqual(['deny'])
    await press(buttons()[0]?.integration.context)
    expect(clicks).toMatchObject([{ verdict: 'deny', isComplete: false }])
  })
})

describe('what the service says decides what becomes of a delivery', () => {
  test.each([
    [500, {}, { kind: 'later', code: 'HTTP_500' }],
    [429, { 'retry-after': '7' }, { kind: 'later', code: 'HTTP_429', afterMs: 7000 }],
    [429, { 'retry-after': '999999' }, { kind: 'later', code: 'HTTP_429', afterMs: 3_600_000 }],
    [401, {}, { kind: 'refused', code: 'HTTP_401' }],
    [302, { location: 'http://127.0.0.1:1/' }, { kind: 'refused', code: 'HTTP_302' }],
  ])('%d', async (status, headers, delivered) => {
    failing = { status, headers }
    expect(await deliver()).toEqual(delivered)
  })

  test('a post that somebody has deleted is gone; a service that is not there comes later', async () => {
    expect(await deliver({ handle: { post: 'x'.repeat(26) } })).toEqual({
      kind: 'gone',
      code: 'HTTP_404',
    })
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    expect(await deliver()).toEqual({ kind: 'later', code: 'UNREACHABLE' })
  })
})

test.each(hostileTexts)('$name: taken by the service, and nobody is called', async ({ text }) => {
  expect(await deliver({ card: cardOf(text) })).toMatchObject({ kind: 'shown' })
  const outside = (posts[0]?.message ?? '')
    .replace(/^```\n.+?\n```$/gmsu, '')
    .replaceAll(/` [^`\n]* `/gu, '')
  expect(outside).not.toMatch(/@(?:channel|all|here|ana)|~town|<|evil/u)
})

test('several requests come as one post without buttons, and the token stays in its header', async () => {
  const { signal } = new AbortController()
  await channel.deliverDigest({
    id: 'g',
    address: channelId,
    cards: [sampleCard, decidedCard],
    signal,
  })
  expect(posts[0]?.message.split('\n')).toHaveLength(2)
  expect(buttons()).toEqual([])
  expect(tokens).toEqual(['Bearer bot-token'])
  expect(JSON.stringify(posts)).not.toContain('bot-token')
})
