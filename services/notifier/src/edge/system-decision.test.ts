/** Decisions that systems of the house bring: the system by its signature, the person by their own proof, each message once. */
import { decisionNonce, type Verdict } from '@holdpoint/contracts'
import { generateKey, parseTrust, Signer, signSaying } from '@holdpoint/seal'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { desk } from '../../test/desk.ts'
import {
  deployment,
  idOf,
  issuer,
  keys,
  newWorld,
  signedToken,
  tokenOf,
} from '../../test/fixture.ts'
import { parseVerifyingKey } from '../channel/webhook/signature.ts'
import { MemoryShelf } from '../shelf/memory.ts'

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
const foreign = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const ana = generateKey()
const bea = generateKey()
const trust = parseTrust(
  JSON.stringify({
    deployment,
    services: { gate: [keys.gate.publicJwk], notifier: [keys.notifier.publicJwk] },
    people: { ana: { keys: [ana.publicJwk] }, bea: { keys: [bea.publicJwk] } },
    issuers: [{ issuer, audience: 'holdpoint', keys: [keys.issuer.publicJwk] }],
  }),
)
let at: Awaited<ReturnType<typeof desk>>
let shelf: MemoryShelf
let messages: number

beforeEach(async () => {
  const world = newWorld()
  shelf = new MemoryShelf(world.time.clock)
  messages = 0
  const known = [{ name: 'erp', keys: [parseVerifyingKey(secret, 'erp')] }]
  at = await desk(world, { trust }, { systems: { known, shelf } })
  await at.hold(1)
})
afterEach(() => at.close())

interface Sent {
  readonly id?: string
  readonly secret?: string
  readonly atMs?: number
  readonly headers?: object
  readonly body?: object
  readonly n?: number
}
const nowMs = () => at.world.time.nowMs
const presentedOf = async (n = 1) => (await at.seen(n)).presented
async function decision(verdict: Verdict = 'approve', more: object = {}, n = 1) {
  const vote = { actionId: idOf(n), presented: await presentedOf(n), verdict }
  const token = await signedToken('ana', nowMs(), vote)
  return { ...vote, person: 'ana', token, ...more }
}
async function send(given: Sent = {}) {
  const {
    id = `msg_${++messages}`,
    secret: key = secret,
    atMs = nowMs(),
    headers = {},
    n = 1,
  } = given
  const payload = JSON.stringify(given.body ?? (await decision('approve', {}, n)))
  const signature = new Webhook(key).sign(id, new Date(atMs), payload)
  const {
    statusCode,
    json,
    headers: answered,
  } = await at.edge.inject({
    ...{ method: 'POST', url: `/v1/approvals/${idOf(n)}/decision`, payload },
    headers: present({
      ...{ 'content-type': 'application/json', 'webhook-id': id },
      ...{ 'webhook-timestamp': String(Math.floor(atMs / 1000)), 'webhook-signature': signature },
      ...headers,
    }),
  })
  return { status: statusCode, body: json(), type: answered['content-type'] }
}
const present = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
const votes = () => at.world.gate.votes

describe('a request is not of a known system', () => {
  test.each<[string, Sent]>([
    ['with a signature by another key', { secret: foreign }],
    ['without a signature', { headers: { 'webhook-signature': undefined } }],
    ['without an id', { headers: { 'webhook-id': undefined } }],
    ['with another id than it was signed with', { headers: { 'webhook-id': 'msg_other' } }],
    ['with a signature of another scheme', { headers: { 'webhook-signature': 'v2,AAAA' } }],
    ['with a login beside', { headers: { authorization: 'Bearer x' } }],
  ])('%s', async (_, given) => {
    expect(await send(given)).toMatchObject({ status: 401, body: { code: 'HP_AUTH' } })
    expect(votes()).toEqual([])
  })

  test('more than five minutes old, or ahead', async () => {
    for (const byMs of [-301_000, 301_000]) {
      expect(await send({ atMs: nowMs() + byMs })).toMatchObject({ status: 401 })
    }
    expect(votes()).toEqual([])
  })

  test('where none is known', async () => {
    const none = await desk(at.world, { trust })
    const { statusCode } = await none.edge.inject({
      ...{ method: 'POST', url: `/v1/approvals/${idOf(1)}/decision`, payload: {} },
      headers: { 'webhook-signature': 'v1,AAAA', 'webhook-id': 'x', 'webhook-timestamp': '1' },
    })
    expect(statusCode).toBe(401)
    await none.close()
  })
})

describe('a known system has no say of its own: 422 names what is missing of the person', () => {
  test.each<[string, object, string]>([
    ['nobody', { person: undefined }, '/person'],
    ['somebody whom the directory does not know', { person: 'eve' }, '/person'],
    ['no proof', { token: undefined }, '/token'],
    ['an empty proof', { token: '' }, '/token'],
    ['a proof that is none', { token: 'yes, really' }, '/token'],
    ['another verdict than a literal one', { verdict: true }, '/verdict'],
    ['no digest', { presented: undefined }, '/presented'],
    ['another action than that of the address', { actionId: idOf(2) }, '/actionId'],
    ['something that nobody asked for', { approved: true }, '/approved'],
  ])('%s', async (_, change, field) => {
    const body = { ...(await decision()), ...change }
    expect(await send({ body })).toMatchObject({
      ...{ status: 422, type: 'application/problem+json' },
      body: { field, status: 422 },
    })
    expect(votes()).toEqual([])
  })

  test('a proof of another person, for another verdict, action or view, or for nothing at all', async () => {
    const right = await decision()
    const { actionId, presented } = right
    const vote = { actionId, presented, verdict: 'approve' } as const
    const tokens = await Promise.all([
      signedToken('bea', nowMs(), vote),
      signedToken('ana', nowMs(), { ...vote, verdict: 'deny' }),
      signedToken('ana', nowMs(), { ...vote, actionId: idOf(2) }),
      signedToken('ana', nowMs(), { ...vote, presented: `sha256:${'B'.repeat(43)}` as never }),
      tokenOf('ana', nowMs()),
    ])
    const own = { deployment, nonce: decisionNonce(vote), nowMs: nowMs() }
    const sayings = [
      signSaying(new Signer(bea.privateJwk), { ...own, person: 'ana' }),
      signSaying(new Signer(bea.privateJwk), { ...own, person: 'bea' }),
      signSaying(new Signer(ana.privateJwk), { ...own, person: 'ana', nonce: 'other' }),
      signSaying(new Signer(keys.notifier.privateJwk), { ...own, person: 'ana' }),
      signSaying(new Signer(ana.privateJwk), { ...own, person: 'ana', nowMs: nowMs() - 400_000 }),
    ]
    for (const token of [...tokens, ...sayings]) {
      const answer = await send({ body: { ...right, token } })
      expect(answer).toMatchObject({ status: 422, body: { field: '/token' } })
      expect(JSON.stringify(answer.body)).not.toContain(token)
    }
    expect(votes()).toEqual([])
  })

  test('a reason that policy wants and is not there', async () => {
    at.world.gate.refusing = 'HP_REASON_REQUIRED'
    expect(await send()).toMatchObject({ status: 422, body: { field: '/reason' } })
  })
})

test('a view that has changed is a conflict', async () => {
  at.world.gate.refusing = 'HP_STALE_VIEW'
  expect(await send()).toMatchObject({ status: 409, body: { code: 'HP_STALE_VIEW' } })
})

test('an action that nobody was asked about is not there, and may be there the next time', async () => {
  const vote = { actionId: idOf(9), presented: await presentedOf(), verdict: 'approve' } as const
  const body = { ...vote, person: 'ana', token: await signedToken('ana', nowMs(), vote) }
  expect(await send({ body, n: 9, id: 'm-9' })).toMatchObject({ status: 404 })
  await at.hold(9)
  expect(await send({ n: 9, id: 'm-9' })).toMatchObject({ status: 200 })
})

test.each([
  ['an ID token that was minted for it', async () => decision()],
  [
    'a key of the person’s own',
    async () => {
      const body = await decision()
      const own = { deployment, person: 'ana', nonce: decisionNonce(body), nowMs: nowMs() }
      return { ...body, token: signSaying(new Signer(ana.privateJwk), own) }
    },
  ],
])('a decision proven by %s counts as that person’s, through that system', async (_, make) => {
  const body = { ...(await make()), reason: 'ask ana@victim.example' }
  expect(await send({ body })).toMatchObject({
    status: 200,
    body: { actionId: idOf(1), verdict: 'approve', status: 'approved', revision: 2 },
  })
  expect(votes()).toMatchObject([
    { person: 'ana', verdict: 'approve', channel: 'erp', complete: true, token: body.token },
  ])
  expect(votes()[0]?.reason).not.toContain('victim')
})

describe('a message that comes again gets its first answer', () => {
  test('a recorded one, however often, and also when the gate has forgotten it', async () => {
    const first = await send({ id: 'm-1' })
    for (const { results } of at.world.server.partitions.values()) results.clear()
    at.world.gate.refusing = 'HP_ACTION_CLOSED'
    for (let n = 0; n < 3; n++) expect(await send({ id: 'm-1' })).toEqual(first)
    expect(votes()).toHaveLength(1)
  })

  test('a refused one, also when it would be taken by now', async () => {
    const body = await decision('approve', { person: 'eve' })
    expect(await send({ id: 'm-1', body })).toMatchObject({ status: 422 })
    expect(await send({ id: 'm-1' })).toMatchObject({ status: 422, body: { field: '/person' } })
    expect(await send({ id: 'm-2' })).toMatchObject({ status: 200 })
  })

  test('at the same time: one vote', async () => {
    await at.hold(2, {}, { demand: { quorum: 2 } })
    const body = await decision('approve', {}, 2)
    const both = await Promise.all([1, 2, 3].map(() => send({ id: 'm-1', body, n: 2 })))
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(both.map(({ body: { revision } }) => revision)).size).toBe(1)
  })

  test('after a day it is judged anew, and then its time is too old', async () => {
    const atMs = nowMs()
    await send({ id: 'm-1', atMs })
    at.world.time.nowMs += 24 * 3600 * 1000
    expect(await send({ id: 'm-1', atMs, body: await decision() })).toMatchObject({ status: 401 })
  })
})

test('the same decision in another message, or after it was made elsewhere, is answered with the record', async () => {
  await at.decide(1, 'approve')
  expect(await send()).toMatchObject({
    ...{ status: 200, body: { verdict: 'approve', status: 'approved', revision: 3 } },
  })
  const other = await send({ body: await decision('deny') })
  expect(other).toMatchObject({ status: 409, body: { code: 'HP_ACTION_CLOSED' } })
})

test('what is kept of it holds no proof and no reason', async () => {
  const body = await decision('approve', { reason: 'because' })
  await send({ body })
  expect(shelf.dump()).not.toContain(body.token)
  expect(shelf.dump()).not.toContain('because')
})
