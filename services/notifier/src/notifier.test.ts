import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { decodeEvent } from '@holdpoint/contracts'
import { afterEach, describe, expect, test } from 'vitest'
import {
  actionOf,
  deployment,
  idOf,
  issuer,
  newWorld,
  settle,
  signedToken,
  startNotifier,
  tokenOf,
  trust,
  type World,
} from '../test/fixture.ts'
import type { HoldOptions } from '../test/gate.ts'
import type { RunningNotifier } from './notifier.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function started(world = newWorld()) {
  const notifier = await startNotifier(world.parts())
  const answering = await world.gate.answer(world.gateBus, trust)
  stops.push(
    () => notifier.stop(),
    () => answering.stop(),
  )
  const hold = async (n: number, options?: HoldOptions, change = {}) => {
    await world.gateBus.send(world.gate.hold(actionOf(n, change), options))
    await settle()
  }
  return { world, notifier, hold, ...client(world, notifier) }
}

function client(world: World, { edge }: RunningNotifier) {
  const as = async (person: string) => ({
    authorization: `Bearer ${await tokenOf(person, world.time.nowMs)}`,
  })
  const get = async (url: string, person = 'ana') => edge.inject({ url, headers: await as(person) })
  const seen = async (n: number) => (await get(`/v1/approvals/${idOf(n)}`)).json()
  const decide = async (n: number, body: object, person = 'ana', headers: object = {}) =>
    edge.inject({
      method: 'POST',
      url: `/v1/approvals/${idOf(n)}/decision`,
      headers: { ...(await as(person)), ...headers },
      payload: body,
    })
  /** What the page does: the view's digest, and a token minted for exactly this. */
  const sign = async (n: number, verdict: 'approve' | 'deny', person = 'ana') => {
    const { presented } = await seen(n)
    const token = await signedToken(person, world.time.nowMs, {
      actionId: idOf(n),
      presented,
      verdict,
    })
    return { verdict, presented, token }
  }
  return { edge, as, get, seen, decide, sign }
}

describe('nobody else', () => {
  test.each(['/v1/approvals', `/v1/approvals/${idOf(1)}`, '/v1/events'])(
    'reads %s without being a person of the directory',
    async (url) => {
      const { edge, as, hold } = await started()
      await hold(1)
      expect((await edge.inject({ url })).json()).toMatchObject({ status: 401, code: 'HP_AUTH' })
      const machine = await edge.inject({ url, headers: { authorization: 'HP a.b.c' } })
      expect(machine.json()).toMatchObject({ status: 403, code: 'HP_NOT_ENTITLED' })
      const stranger = await edge.inject({ url, headers: await as('stranger') })
      expect(stranger.json()).toMatchObject({ status: 403, code: 'HP_NOT_ENTITLED' })
    },
  )

  test('votes: no machine, no stranger, no empty hands', async () => {
    const { edge, as, hold, sign, world } = await started()
    await hold(1)
    const payload = await sign(1, 'approve')
    const url = `/v1/approvals/${idOf(1)}/decision`
    for (const headers of [{}, { authorization: 'HP a.b.c' }, await as('stranger')]) {
      const { statusCode } = await edge.inject({ method: 'POST', url, headers, payload })
      expect(statusCode === 401 || statusCode === 403).toBe(true)
    }
    await settle()
    expect(world.gate.votes).toEqual([])
  })
})

describe('a decision is refused', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['that is not the literal word', { verdict: 'Approve' }, '/verdict'],
    ['that is "yes"', { verdict: 'yes' }, '/verdict'],
    ['that is true', { verdict: true }, '/verdict'],
    ['that is missing', { verdict: undefined }, '/verdict'],
    ['on no view', { presented: undefined }, '/presented'],
    ['on something that is no digest', { presented: 'x' }, '/presented'],
    ['with a member too many', { admin: true }, '/admin'],
    ['with a reason beyond all bounds', { reason: 'x'.repeat(5000) }, '/reason'],
  ])('%s', async (_, change, field) => {
    const { hold, sign, decide, world } = await started()
    await hold(1)
    const answer = await decide(1, { ...(await sign(1, 'approve')), ...change })
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ code: 'HP_FIELD_INVALID', field })
    expect(world.gate.votes).toEqual([])
  })

  test('with a reason that grows beyond all bounds when it is masked', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1)
    const answer = await decide(1, { ...(await sign(1, 'deny')), reason: 'a@b '.repeat(900) })
    expect(answer.json()).toMatchObject({ status: 400, field: '/reason' })
    expect(world.gate.votes).toEqual([])
  })

  test('with a token for the other verdict, another action, another view or another person', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1)
    await hold(2)
    const deny = await sign(1, 'deny')
    const other = await sign(2, 'approve')
    const theirs = await sign(1, 'approve', 'bea')
    for (const body of [{ ...deny, verdict: 'approve' }, { ...deny, token: other.token }, theirs]) {
      expect((await decide(1, body)).json()).toMatchObject({
        status: 401,
        code: 'HP_PERSON_UNPROVEN',
        field: '/token',
      })
    }
    expect((await decide(1, { ...deny, verdict: 'deny', token: 'x' })).statusCode).toBe(401)
    expect(world.gate.votes).toEqual([])
  })

  test('about an action that nobody was asked about', async () => {
    const { decide, hold, sign, get } = await started()
    await hold(1)
    const answer = await decide(2, await sign(1, 'approve'))
    expect(answer.json()).toMatchObject({ status: 404, code: 'HP_ACTION_UNKNOWN' })
    expect((await get('/v1/approvals/nonsense')).json()).toMatchObject({ status: 400, field: 'id' })
  })

  test('on GET: nothing is decided there', async () => {
    const { hold, get, world } = await started()
    await hold(1)
    expect((await get(`/v1/approvals/${idOf(1)}/decision?verdict=approve`)).statusCode).toBe(404)
    expect(world.gate.votes).toEqual([])
  })

  test('under a key that is no key', async () => {
    const { hold, sign, decide } = await started()
    await hold(1)
    const answer = await decide(1, await sign(1, 'approve'), 'ana', { 'idempotency-key': 'a b' })
    expect(answer.json()).toMatchObject({ status: 400, field: 'idempotency-key' })
  })
})

describe('a vote', () => {
  test('is answered with what the gate recorded', async () => {
    const { hold, sign, decide, seen, world } = await started()
    await hold(1)
    const answer = await decide(1, { ...(await sign(1, 'approve')), reason: 'looks right' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      ...{ actionId: idOf(1), verdict: 'approve', status: 'approved', revision: 2 },
      tally: { approvals: 1, denials: 0, quorum: 1 },
    })
    expect(world.gate.votes).toMatchObject([
      { person: 'ana', verdict: 'approve', complete: true, channel: 'api', reason: 'looks right' },
    ])
    expect(await seen(1)).toMatchObject({
      status: 'approved',
      votes: [{ person: 'ana', assurance: 'sso', reason: 'looks right' }],
      timeline: [{ kind: 'held' }, { kind: 'voted' }, { kind: 'approved' }],
    })
  })

  test('that the gate refuses is answered with the refusal’s code and status', async () => {
    const { hold, sign, decide } = await started()
    await hold(1)
    const { token: _, ...unsigned } = await sign(1, 'approve')
    const answer = await decide(1, unsigned)
    expect(answer.json()).toMatchObject({ status: 403, code: 'HP_ASSURANCE_LOW' })
    expect(answer.json().title).toContain('needs assurance sso, the vote has chat')
  })

  test('on one’s own side is told what that means', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1)
    world.gate.refusing = 'HP_OWN_ACTION'
    const { title } = (await decide(1, await sign(1, 'approve', 'olga'), 'olga')).json()
    expect(title).toBe(
      'nobody decides about their own action (owner, operator, or the person it is done for)',
    )
  })

  test('that comes late is told how the action stands', async () => {
    const { hold, sign, decide } = await started()
    await hold(1)
    const late = await sign(1, 'approve', 'bea')
    await decide(1, await sign(1, 'deny'))
    const answer = await decide(1, late, 'bea')
    expect(answer.json()).toMatchObject({ status: 409, code: 'HP_ACTION_CLOSED' })
    expect(answer.json().title).toContain('already denied')
  })

  test('given twice under one key is one vote with one answer', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1, { demand: { quorum: 2 } })
    const body = await sign(1, 'approve')
    const headers = { 'idempotency-key': 'k-1' }
    const first = await decide(1, body, 'ana', headers)
    const again = await decide(1, body, 'ana', headers)
    expect(again.json()).toEqual(first.json())
    expect(world.gate.votes).toHaveLength(1)
  })

  test('of two people with the same key are two votes', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1, { demand: { quorum: 2 } })
    const headers = { 'idempotency-key': 'k-1' }
    await decide(1, await sign(1, 'approve'), 'ana', headers)
    const second = await decide(1, await sign(1, 'approve', 'bea'), 'bea', headers)
    expect(second.json()).toMatchObject({ status: 'approved', tally: { approvals: 2 } })
    expect(world.gate.votes.map(({ person }) => person)).toEqual(['ana', 'bea'])
  })

  test('from the page says so', async () => {
    const { hold, sign, decide, world } = await started()
    await hold(1)
    await decide(1, await sign(1, 'deny'), 'ana', { 'sec-fetch-site': 'same-origin' })
    expect(world.gate.votes).toMatchObject([{ channel: 'console' }])
  })

  test('that nobody answers is not said to have failed', async () => {
    const world = newWorld()
    const notifier = await startNotifier(world.parts())
    stops.push(() => notifier.stop())
    await world.gateBus.send(world.gate.hold(actionOf(1)))
    await settle()
    const { sign, decide } = client(world, notifier)
    const answer = await decide(1, await sign(1, 'approve'))
    expect(answer.json()).toMatchObject({ status: 504, code: 'HP_TIMEOUT' })
    expect(world.cluster.records('approvals.commands', world.gate.slot(idOf(1)))).toHaveLength(1)
  })
})

test('what a person types is masked before it goes anywhere', async () => {
  const { hold, sign, decide, world, seen, notifier: _ } = await started()
  await hold(1)
  await decide(1, { ...(await sign(1, 'deny')), reason: 'ask ana@example.org first' })
  const [command] = world.cluster.records('approvals.commands', world.gate.slot(idOf(1)))
  expect(command?.value?.toString()).not.toContain('ana@example.org')
  expect(decodeEvent(command ?? { headers: {}, value: null }).data).toMatchObject({
    reason: 'ask ⟦EMAIL·K7QX2M9A⟧ first',
  })
  expect(JSON.stringify(await seen(1))).not.toContain('ana@example.org')
})

describe('the list', () => {
  test('has what waits, next deadline first, and what was decided', async () => {
    const { hold, get, sign, decide, world } = await started()
    const late = world.time.nowMs + 900_000
    await hold(1, { decideByMs: late })
    await hold(2, { decideByMs: late - 5 })
    await hold(3, { decideByMs: late - 9 })
    await decide(3, await sign(3, 'deny'))
    const pending = (await get('/v1/approvals?state=pending')).json()
    expect(pending.approvals.map(({ id }: { id: string }) => id)).toEqual([idOf(2), idOf(1)])
    expect(pending.total).toBe(2)
    expect((await get('/v1/approvals?state=decided')).json()).toMatchObject({
      total: 1,
      approvals: [{ id: idOf(3), status: 'denied' }],
    })
    expect((await get('/v1/approvals?limit=1')).json()).toMatchObject({
      total: 2,
      approvals: [{ id: idOf(2) }],
    })
  })

  test.each(['state=open', 'limit=0', 'limit=201', 'limit=x', 'limit=-1'])(
    'refuses %s',
    async (query) => {
      const { get } = await started()
      expect((await get(`/v1/approvals?${query}`)).json()).toMatchObject({
        status: 400,
        code: 'HP_FIELD_INVALID',
      })
    },
  )
})

test('events tell that something changed, and end with the service', async () => {
  const { edge, as, hold, notifier } = await started()
  const address = edge.server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${address.port}/v1/events`, {
    headers: await as('ana'),
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  await hold(1)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('data:')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain(`data: {"id":"${idOf(1)}","revision":1,"kind":"held"}\n\n`)
  const rest = reader?.read()
  await notifier.stop()
  expect((await rest)?.done).toBe(true)
})

describe('the page', () => {
  test('may load nothing from elsewhere, run nothing inline, and stand in no frame', async () => {
    const { edge } = await started()
    for (const url of ['/', `/a/${idOf(1)}`, '/console/app.js', '/console/console.css']) {
      const { headers, statusCode } = await edge.inject({ url })
      expect([url, statusCode]).toEqual([url, 200])
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain(`connect-src 'self' ${new URL(issuer).origin}`)
      expect(policy).not.toContain('unsafe')
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
    }
    const page = readFileSync(new URL('../console/index.html', import.meta.url), 'utf8')
    expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/i)
  })

  test.each([
    '/console/../src/main.ts',
    '/console/%2e%2e/package.json',
    '/console/none.js',
    '/console/',
  ])('gives no other file: %s', async (url) => {
    const { edge } = await started()
    expect((await edge.inject({ url })).statusCode).toBe(404)
  })

  test('learns where to sign in, and is not sent again when it is known', async () => {
    const { edge } = await started()
    expect((await edge.inject({ url: '/console/settings' })).json()).toEqual({
      deployment,
      issuer,
      isDemo: true,
    })
    const { headers } = await edge.inject({ url: '/' })
    const again = await edge.inject({
      url: '/',
      headers: { 'if-none-match': String(headers.etag) },
    })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })
})

test('it is ready when history has been read', async () => {
  const { edge } = await started()
  expect((await edge.inject({ url: '/readyz' })).statusCode).toBe(200)
})

test('its log says nothing of tokens, reasons or views', async () => {
  const { hold, sign, decide, world, get } = await started()
  await hold(1)
  const body = await sign(1, 'deny')
  await decide(1, { ...body, reason: 'a reason in words' })
  await get('/v1/approvals')
  expect(world.alarms.join('')).not.toMatch(/eyJ|a reason in words|charged twice/)
})
