/** Webhooks out and signed decisions in, from end to end: real Kafka and Redis, every service a process of its own, a real endpoint and a system through which people decide. */
import { type ActionId, decisionNonce, type Verdict } from '@holdpoint/contracts'
import { signSaying } from '@holdpoint/seal'
import { dumpRedis, until } from '@holdpoint/testkit'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MailStage, secrets } from '../support/mail-stage.ts'
import { waitMs } from '../support/stage.ts'

const planted = ['dora.planted@victim.example', '4111 1111 1111 1111']
let on: MailStage
beforeAll(async () => {
  on = await MailStage.open()
})
afterAll(() => on?.close())

const ask = async (more: object = {}): Promise<ActionId> => {
  const given = {
    type: 'payments.refund',
    target: { system: 'payments', resource: 'order/1842', environment: 'production' },
    params: { amount: 120, currency: 'EUR', to: planted[0], card: planted[1] },
    justification: `The parcel never arrived, says ${planted[0]}`,
  }
  return (await on.at.agent.propose({ ...given, ...more })).id
}
const votes = async (id: ActionId) =>
  ((await on.at.people.ask('GET', `/v1/approvals/${id}`, 'alice')).body as { votes: unknown[] })
    .votes
const typesOf = (messages: readonly { type: string }[]) => messages.map(({ type }) => type)

interface Given {
  readonly person?: string
  readonly verdict?: Verdict
  readonly by?: 'token' | 'key'
  readonly id?: string
  readonly secret?: string
  readonly agoMs?: number
  readonly change?: object
}
let sent = 0
/** As a system of the house brings the word of a person. */
async function decide(actionId: ActionId, given: Given = {}) {
  const { person = 'alice', verdict = 'approve', by = 'token', secret = secrets.system } = given
  const { id = `erp_${++sent}`, agoMs = 0, change = {} } = given
  const { presented } = await on.at.seen(person, actionId)
  const vote = { actionId, presented, verdict }
  const own = { deployment: on.at.hp.urn, person: `p-${person}`, nonce: decisionNonce(vote) }
  const token =
    by === 'token'
      ? await on.at.people.tokenFor(person, vote)
      : signSaying(on.alice, { ...own, nowMs: Date.now() })
  const body = JSON.stringify({ ...vote, person: `p-${person}`, token, ...change })
  const at = new Date(Date.now() - agoMs)
  const headers = {
    ...{ 'content-type': 'application/json', 'webhook-id': id },
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  const url = `${on.at.hp.urls.notifier}/v1/approvals/${actionId}/decision`
  const send = async (more: object = {}) => {
    const answer = await fetch(url, { method: 'POST', headers: { ...headers, ...more }, body })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  return { ...(await send()), again: send }
}

describe('out', () => {
  test('every step in the life of an action is told once, signed by every key, with the masked view', async () => {
    on.at.execute({ 'payments.refund': { run: () => ({ done: true }) } })
    const id = await ask()
    const [first] = await on.events(id, 'approval.pending')
    expect(first).toMatchObject({
      data: { actionId: id, state: 'pending', risk: 'high', view: expect.anything() },
    })
    expect(JSON.stringify(first)).toContain('⟦EMAIL·')
    await on.at.decide('alice', id, 'approve')
    const told = typesOf(await on.events(id, 'approval.succeeded'))
    expect(told[0]).toBe('approval.pending')
    expect(told.at(-1)).toBe('approval.succeeded')
    const requests = on.hook.requests.filter(({ text }) => text.includes(id))
    for (const { headers } of requests) {
      expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
      expect(headers['webhook-id']).not.toContain('.')
    }
  })

  test('an endpoint that fails, redirects or is away gets it afterwards, under the same id', async () => {
    const answers = [500, 302]
    on.hook.answer = () => ({ status: answers.shift() ?? 204, headers: { location: '/else' } })
    const id = await ask()
    const own = () => on.hook.requests.filter(({ text }) => text.includes(id))
    await until(async () => own().length >= 3, { deadlineMs: waitMs, what: 'three attempts' })
    expect(new Set(own().map((request) => request.id)).size).toBe(1)
    expect(own().every(({ path }) => path === '/hook')).toBe(true)
    await on.hook.stop()
    const later = await ask()
    await on.at.seen('alice', later)
    await on.restartHook()
    expect(await on.events(later, 'approval.pending')).toHaveLength(1)
  })
})

describe('in', () => {
  test.each(['token', 'key'] as const)(
    'a decision proven by a %s of the person is theirs, through that system, as sso',
    async (by) => {
      const { id } = await on.at.agent.propose({ type: 'support.ticket.comment', params: { by } })
      const answer = await decide(id, { by })
      expect(answer).toMatchObject({ status: 200, body: { status: 'approved' } })
      expect(await votes(id)).toMatchObject([
        { person: 'p-alice', assurance: 'sso', channel: 'erp', verdict: 'approve' },
      ])
      expect(await answer.again()).toMatchObject({ status: 200, body: answer.body })
      expect(await votes(id)).toHaveLength(1)
    },
  )

  test('what is unsigned, forged, stale or of nobody changes nothing', async () => {
    const id = await ask()
    const refused = async (given: Given) => {
      const { status, body } = await decide(id, given)
      return [status, body['code'], body['field']]
    }
    expect(await refused({ secret: secrets.hook })).toEqual([401, 'HP_AUTH', undefined])
    expect(await refused({ agoMs: 301_000 })).toEqual([401, 'HP_AUTH', undefined])
    expect(await refused({ agoMs: -301_000 })).toEqual([401, 'HP_AUTH', undefined])
    expect(await refused({ change: { person: 'p-bob' } })).toMatchObject([
      422,
      expect.anything(),
      '/token',
    ])
    expect(await refused({ change: { verdict: 'deny' } })).toMatchObject([
      422,
      expect.anything(),
      '/token',
    ])
    expect(await refused({ change: { token: undefined } })).toMatchObject([
      422,
      expect.anything(),
      '/token',
    ])
    expect(await refused({ change: { person: undefined } })).toMatchObject([
      422,
      expect.anything(),
      '/person',
    ])
    const unsigned = await decide(id, { secret: secrets.hook })
    expect(await unsigned.again({ 'webhook-signature': 'v1,AAAA' })).toMatchObject({ status: 401 })
    expect(await votes(id)).toEqual([])
    expect(await on.at.seen('alice', id)).toMatchObject({ status: 'pending' })
  })

  test('the owner of the agent has no say through it either', async () => {
    const id = await ask()
    const answer = await decide(id, { person: 'carol' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'HP_OWN_ACTION' } })
    expect(await votes(id)).toEqual([])
  })

  test('a message that is replayed for another action, or changed, is not signed', async () => {
    const [one, other] = [await ask(), await ask()]
    const url = `${on.at.hp.urls.notifier}/v1/approvals/${other}/decision`
    const { presented } = await on.at.seen('alice', one)
    const vote = { actionId: one, presented, verdict: 'approve' as const }
    const token = await on.at.people.tokenFor('alice', vote)
    const body = JSON.stringify({ ...vote, person: 'p-alice', token })
    const now = new Date()
    const headers = {
      ...{ 'content-type': 'application/json', 'webhook-id': 'erp_replay' },
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secrets.system).sign('erp_replay', now, body),
    }
    const replayed = await fetch(url, { method: 'POST', headers, body })
    expect([replayed.status, await replayed.json()]).toMatchObject([422, { field: '/actionId' }])
    const changed = body.replace('p-alice', 'p-bob')
    expect((await fetch(url, { method: 'POST', headers, body: changed })).status).toBe(401)
    expect([await votes(one), await votes(other)]).toEqual([[], []])
  })

  test('after it was decided elsewhere: the same is answered with the record, another is a conflict', async () => {
    const id = await ask()
    await on.at.decide('alice', id, 'deny')
    expect(await decide(id, { verdict: 'deny' })).toMatchObject({
      ...{ status: 200, body: { verdict: 'deny', status: 'denied' } },
    })
    expect(await decide(id)).toMatchObject({ status: 409, body: { code: 'HP_ACTION_CLOSED' } })
    expect(await decide(id, { person: 'bob' })).toMatchObject({ status: 409 })
  })

  test('two people at once through the same system: one decides', async () => {
    const id = await ask()
    const both = await Promise.all([decide(id), decide(id, { person: 'bob' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await votes(id)).toHaveLength(1)
  })
})

test('what was planted is in no payload, and no key in a log or in Redis', async () => {
  const sent = on.hooked.map(({ text, headers }) => text + JSON.stringify(headers)).join('\n')
  const kept = JSON.stringify([
    ...(await dumpRedis(on.at.hp.redis, `${on.at.hp.redis.namespace}:*`)),
  ])
  expect(sent).toContain('⟦EMAIL·')
  for (const value of planted) expect(sent + kept).not.toContain(value)
  for (const secret of Object.values(secrets)) {
    expect(sent + kept + on.at.service('notifier').log()).not.toContain(secret)
  }
})

test('410 disables the endpoint: nothing more goes there', async () => {
  on.hook.answer = () => ({ status: 410 })
  const id = await ask()
  await until(async () => on.hook.requests.some(({ text }) => text.includes(id)), {
    ...{ deadlineMs: waitMs, what: 'the last message' },
  })
  on.hook.answer = () => ({ status: 204 })
  const before = on.hook.requests.length
  const next = await ask()
  await on.mails(next, 'alice')
  await until(async () => /ENDPOINT_DISABLED/.test(on.at.service('notifier').log()), {
    ...{ deadlineMs: waitMs, what: 'a message that was not sent' },
  })
  expect(on.hook.requests).toHaveLength(before)
})
