/** The way from the link in a mail to a vote: what scanners do on it changes nothing, and every step wants what the one before has given. */
import { createHash, randomBytes } from 'node:crypto'
import { Secret } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { type Mailbox, mailbox } from '@holdpoint/testkit'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '../../card/card.ts'
import { decidedCard, sampleCard } from '../../card/sample.ts'
import { MemoryShelf } from '../../shelf/memory.ts'
import type { Answer, Click, Inbox } from '../port.ts'
import { shownText } from './html-check.ts'
import { MailChannel } from './mail.ts'
import { smtpMailer } from './smtp.ts'

let relay: Mailbox
let edge: FastifyInstance
let channel: MailChannel
let shelf: MemoryShelf
let card: Card | undefined
let clicks: Click[]
let answer: () => Answer
let looked: unknown[][]

const inbox: Inbox = {
  press: async (click) => {
    clicks.push(click)
    return { answer: Promise.resolve(answer()) }
  },
  look: async (...asked) => {
    looked.push(asked)
    return card
  },
  linkFor: async () => 'https://hold.example/link',
}

beforeEach(async () => {
  relay = await mailbox()
  shelf = new MemoryShelf(() => Date.now())
  card = sampleCard
  clicks = []
  looked = []
  answer = () => ({ kind: 'counted', card: decidedCard })
  const password = new Secret(Buffer.from(relay.user.password))
  channel = new MailChannel(
    {
      ...{ name: 'mail', isDetailed: false, withCodes: true, url: 'https://hold.example' },
      from: { name: 'Holdpoint', address: 'hold@mail.example' },
    },
    {
      mailer: smtpMailer({
        ...{ host: '127.0.0.1', port: relay.port, security: 'starttls', ca: relay.ca },
        login: { username: relay.user.username, password },
      }),
      ...{ shelf, clock: () => Date.now(), timeout: (ms: number) => AbortSignal.timeout(ms) },
      newToken: () => randomBytes(32).toString('base64url'),
      newCode: () => String(10_000_000 + (randomBytes(3).readUIntBE(0, 3) % 90_000_000)),
    },
  )
  edge = createEdge({
    log: createLogger({ service: 'notifier', level: 'silent' }),
    metrics: createMetrics('notifier'),
    isReady: () => true,
  })
  channel.routes(edge, inbox)
})
afterEach(async () => {
  await edge.close()
  await channel.stop()
  await relay.stop()
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }
async function linkOf(change: Partial<Card> = {}): Promise<string> {
  const { signal } = new AbortController()
  const sent = { ...sampleCard, ...change }
  await channel.deliver({
    id: `copy/${relay.mails.length}`,
    address: 'ana@mail.example',
    card: sent,
    signal,
  })
  const text = relay.mails.at(-1)?.parts.get('text/plain') ?? ''
  return /\/m\/mail\/[\w-]{43}/.exec(text)?.[0] ?? 'no link'
}
const get = (url: string, headers = {}) => edge.inject({ method: 'GET', url, headers })
const post = (url: string, fields: Record<string, string>, headers = {}) =>
  edge.inject({
    ...{ method: 'POST', url, headers: { ...form, ...headers } },
    payload: new URLSearchParams(fields).toString(),
  })
const fieldOf = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const actionOf = (html: string) => /<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? ''
const mailedCode = () =>
  /code: (\d{4} \d{4})/.exec(relay.mails.at(-1)?.parts.get('text/plain') ?? '')?.[1] ?? ''

async function csrfOf(link: string): Promise<string> {
  return fieldOf((await get(link)).body, 'csrf')
}
/** As a browser does it: each form to where it says. */
async function opened(link: string) {
  const { body: door } = await get(link)
  const csrf = fieldOf(door, 'csrf')
  const asking = await post(actionOf(door), { csrf })
  const { statusCode, body } = await post(actionOf(asking.body), { csrf, code: mailedCode() })
  return {
    statusCode,
    body,
    csrf,
    pass: fieldOf(body, 'pass'),
    presented: fieldOf(body, 'presented'),
  }
}
async function decided(link: string, more: Record<string, string> = {}) {
  const { body, csrf, pass, presented } = await opened(link)
  return post(actionOf(body), { csrf, pass, presented, verdict: 'approve', ...more })
}

/** What mail security and mail programs fetch with. */
const scanners: readonly [string, Record<string, string>][] = [
  ['Safe Links', { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) SafeLinks' }],
  ['Mimecast', { 'user-agent': 'Mimecast/URL-Protect' }],
  ['Proofpoint', { 'user-agent': 'Proofpoint URL Defense' }],
  ['Barracuda', { 'user-agent': 'BarracudaLinkProtect', accept: '*/*' }],
  ['Slackbot unfurling', { 'user-agent': 'Slackbot-LinkExpanding 1.0' }],
  ['Teams preview', { 'user-agent': 'SkypeUriPreview Preview/0.5' }],
  ['Chrome prefetch', { 'sec-purpose': 'prefetch', purpose: 'prefetch' }],
  ['Safari prerender', { 'sec-purpose': 'prefetch;prerender', 'x-purpose': 'preview' }],
  ['Googlebot', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)', from: 'x@y.example' }],
  ['curl', { 'user-agent': 'curl/8.9', range: 'bytes=0-99' }],
]

describe('ten scanners leave everything as it was', () => {
  test('with GET, HEAD and OPTIONS of the link and of every step behind it', async () => {
    const link = await linkOf()
    const [mails, before] = [relay.mails.length, shelf.dump()]
    for (const [, headers] of scanners) {
      for (const url of [link, `${link}/code`, `${link}/open`, `${link}/decide`, `${link}/`]) {
        for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
          const { body } = await edge.inject({ method, url, headers })
          expect(body).not.toMatch(/EMAIL|charged|refund|billing|Approve/)
        }
      }
    }
    expect([clicks, looked, relay.mails.length]).toEqual([[], [], mails])
    expect(shelf.dump()).toBe(before)
    expect((await decided(link)).statusCode).toBe(200)
    expect(clicks).toHaveLength(1)
  })

  test('with POST of whatever they make up, and of the forms that they find', async () => {
    const link = await linkOf()
    const { body } = await get(link)
    for (const [, headers] of scanners) {
      for (const step of ['code', 'open', 'decide', '']) {
        await post(`${link}/${step}`, {}, headers)
        await edge.inject({ method: 'POST', url: `${link}/${step}`, headers, payload: '{}' })
      }
    }
    expect(relay.mails).toHaveLength(1)
    for (const step of ['open', 'decide']) {
      const all = { csrf: fieldOf(body, 'csrf'), code: '12345678', verdict: 'approve', pass: 'x' }
      expect((await post(`${link}/${step}`, all)).statusCode).toBe(403)
    }
    expect([clicks, looked]).toEqual([[], []])
  })
})

describe('nobody decides', () => {
  test('with another link, or one that never was', async () => {
    for (const link of [`/m/mail/${'A'.repeat(43)}`, '/m/mail/x', '/m/mail/..%2f..']) {
      expect((await get(link)).statusCode).toBe(404)
    }
    const link = await linkOf()
    const { csrf, pass, presented } = await opened(link)
    const other = await linkOf()
    const answer = await post(`${other}/decide`, { csrf, pass, presented, verdict: 'approve' })
    expect(answer.statusCode).toBe(403)
    expect(clicks).toEqual([])
  })

  test('from another site, whatever it knows', async () => {
    const link = await linkOf()
    const { csrf, pass, presented } = await opened(link)
    const fields = { csrf, pass, presented, verdict: 'approve' }
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'no origin' },
    ]) {
      expect((await post(`${link}/decide`, fields, headers)).statusCode).toBe(403)
    }
    expect((await post(`${link}/decide`, { ...fields, csrf: '' })).statusCode).toBe(403)
    expect((await post(`${link}/decide`, { ...fields, csrf: 'x'.repeat(43) })).statusCode).toBe(403)
    expect(clicks).toEqual([])
  })

  test.each(['', 'yes', 'APPROVE', 'approve ', 'true', 'on'])(
    'with the verdict %j',
    async (verdict) => {
      expect((await decided(await linkOf(), { verdict })).statusCode).toBe(400)
      expect(clicks).toEqual([])
    },
  )

  test('about what they were not shown', async () => {
    const link = await linkOf()
    const { csrf, pass } = await opened(link)
    const presented = `sha256:${'B'.repeat(43)}`
    const answer = await post(`${link}/decide`, { csrf, pass, presented, verdict: 'approve' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('not what you were shown')
    expect(clicks).toEqual([])
  })

  test('without a reason where one is required; then with one', async () => {
    card = { ...sampleCard, reasonRequired: true }
    const link = await linkOf()
    expect((await decided(link, { reason: '  ' })).statusCode).toBe(422)
    expect(clicks).toEqual([])
    expect((await decided(link, { reason: 'checked' })).statusCode).toBe(200)
    expect(clicks).toMatchObject([{ reason: 'checked' }])
  })

  test('by JSON', async () => {
    const link = await linkOf()
    const { csrf, pass, presented } = await opened(link)
    const payload = { csrf, pass, presented, verdict: 'approve' }
    const answer = await edge.inject({ method: 'POST', url: `${link}/decide`, payload })
    expect(answer.statusCode).toBe(403)
  })

  test('with a mailbox that is nobody’s: they are told how to link it', async () => {
    const link = await linkOf()
    card = undefined
    const { statusCode, body } = await opened(link)
    expect(statusCode).toBe(403)
    expect(body).toContain('https://hold.example/link')
    expect(body).not.toMatch(/verdict|refund|EMAIL/)
  })
})

describe('after the decision a link is dead', () => {
  test('when it was made with it: a second try is told so and brings nothing', async () => {
    const link = await linkOf()
    const { csrf, pass, presented } = await opened(link)
    const fields = { csrf, pass, presented, verdict: 'approve' }
    expect((await post(`${link}/decide`, fields)).statusCode).toBe(200)
    expect((await post(`${link}/decide`, { ...fields, verdict: 'deny' })).statusCode).toBe(404)
    expect((await get(link)).statusCode).toBe(404)
    expect(clicks).toHaveLength(1)
  })

  test('when it was made elsewhere, and the mail about it has gone out', async () => {
    const link = await linkOf()
    expect(await linkOf(decidedCard)).toBe('no link')
    expect((await get(link)).statusCode).toBe(404)
  })

  test('when it was made elsewhere a moment ago', async () => {
    const link = await linkOf()
    card = decidedCard
    const { statusCode, body } = await opened(link)
    expect([statusCode, /decided/.test(body)]).toEqual([410, true])
    expect(body).not.toContain('refund')
  })
})

test('the code goes to the mailbox, in a mail that says nothing of the action', async () => {
  const link = await linkOf()
  await post(`${link}/code`, { csrf: await csrfOf(link) })
  const mail = relay.mails.at(-1)
  expect(mail?.to).toEqual(['ana@mail.example'])
  expect(mail?.headers.get('subject')).toBe('Your one-time code')
  expect(`${[...(mail?.parts.values() ?? [])]}`).not.toMatch(/refund|billing|\/m\//)
  expect(mailedCode()).toMatch(/^\d{4} \d{4}$/)
})

test('a code that can’t be sent is not pretended to be on its way', async () => {
  const link = await linkOf()
  relay.refusal = { code: 450, text: 'later' }
  expect((await post(`${link}/code`, { csrf: await csrfOf(link) })).statusCode).toBe(503)
})

test('with the code one sees everything and decides, as the mailbox that has shown it', async () => {
  const link = await linkOf()
  const { body, statusCode } = await opened(link)
  expect(statusCode).toBe(200)
  const text = shownText(body)
  for (const words of ['⟦EMAIL·K7QX2M9A⟧', 'charged twice', '1250', 'Approve', 'Deny']) {
    expect(text).toContain(words)
  }
  const answer = await decided(link, { reason: 'fine' })
  expect([answer.statusCode, shownText(answer.body).includes('recorded')]).toEqual([200, true])
  expect(looked).toContainEqual(['mail:ana@mail.example', sampleCard.actionId, 'ana@mail.example'])
  expect(clicks).toEqual([
    {
      ...{ account: 'mail:ana@mail.example', verifiedEmail: 'ana@mail.example' },
      ...{ actionId: sampleCard.actionId, verdict: 'approve', presented: sampleCard.presented },
      ...{ isComplete: true, reason: 'fine', pressId: expect.stringMatching(/^[\w-]{43}$/) },
    },
  ])
})

test('a press that is brought twice at once is one press', async () => {
  const link = await linkOf()
  const { csrf, pass, presented } = await opened(link)
  const fields = { csrf, pass, presented, verdict: 'deny' }
  await Promise.all([1, 2].map(() => post(`${link}/decide`, fields)))
  expect(new Set(clicks.map(({ pressId }) => pressId)).size).toBe(1)
})

test('a refusal is told on the page, and the link lives on', async () => {
  answer = () => ({
    kind: 'refused',
    code: 'HP_OWN_ACTION',
    text: 'Nobody decides about their own.',
  })
  const link = await linkOf()
  const refused = await decided(link)
  expect([refused.statusCode, shownText(refused.body)]).toEqual([
    409,
    expect.stringContaining('Nobody decides about their own.'),
  ])
  expect((await get(link)).statusCode).toBe(200)
})

test('what the page does not have whole is not approved as whole', async () => {
  card = { ...sampleCard, rows: sampleCard.rows.map((row) => ({ ...row, isCut: true as const })) }
  await decided(await linkOf())
  expect(clicks).toMatchObject([{ isComplete: false }])
})

test('no page may be kept, framed, scripted, or told to others', async () => {
  const link = await linkOf()
  const pages = [await get(link), await get('/m/mail/x'), await post(`${link}/decide`, {})]
  for (const { headers } of pages) {
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    })
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/)
    expect(policy).not.toContain('script-src')
  }
})

test('what is kept knows neither links nor codes nor passes', async () => {
  const link = await linkOf()
  const { pass } = await opened(link)
  const token = link.split('/').at(-1) ?? ''
  for (const secret of [token, pass, mailedCode().replace(' ', '')]) {
    expect(shelf.dump()).not.toContain(secret)
  }
  expect(shelf.dump()).toContain(createHash('sha256').update(token).digest('base64url'))
})
