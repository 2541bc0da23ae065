import { type RequestAct, type Signer, signRequest, verifyReceipt } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { openMemoryStore } from '@holdpoint/store'
import type { FastifyInstance } from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { Rig } from '../rig.ts'
import { SlotLookup } from '../slot-lookup.ts'
import { actionId, deployment } from '../testing.ts'
import { actionRoutes } from './actions.ts'
import { approvedRoutes } from './approved.ts'

const id = actionId()
let rig: Rig
let edge: FastifyInstance

beforeEach(async () => {
  rig = new Rig()
  await rig.gate('gate-1')
  const store = openMemoryStore(rig.server)
  edge = createEdge({
    log: createLogger({ service: 'gate', level: 'silent' }),
    metrics: createMetrics('gate'),
    isReady: () => true,
  })
  const deps = {
    bus: rig.cluster.bus('edge'),
    store,
    lookup: new SlotLookup(store, rig.keys.state, rig.slotCount),
    deployment,
    prefix: 't.',
    rules: () => rig.rules,
    maskText: (text: string) => text.replaceAll('ann@example.com', '⟦EMAIL⟧'),
    clock: () => rig.nowMs,
    sleep: async (ms: number) => {
      await rig.pass(ms)
    },
  }
  actionRoutes(edge, deps)
  approvedRoutes(edge, deps)
})

interface Call {
  readonly by?: Signer
  readonly act?: RequestAct
  readonly subject?: string
  readonly grant?: string
  readonly claim?: string
  readonly forMs?: number
  readonly key?: string
  /** Makes the signed request; another one, another request. */
  readonly jti?: string
  readonly body?: string
}

async function call(
  method: 'GET' | 'POST',
  url: string,
  { by, act = 'read', subject = id, key, body, jti = 'j', ...more }: Call = {},
) {
  const extras = { jti, ...more }
  const request = by && signRequest(by, { deployment, subject, act, nowMs: rig.nowMs, ...extras })
  const headers = {
    ...(request ? { authorization: `HP ${request}` } : {}),
    ...(key ? { 'idempotency-key': key } : {}),
    ...(body ? { 'content-type': 'application/json' } : {}),
  }
  const reply = await edge.inject({ method, url, headers, ...(body ? { body } : {}) })
  return { status: reply.statusCode, body: reply.json() }
}

const read = (by: Signer, query = '') => call('GET', `/v1/actions/${id}${query}`, { by })
const claim = (by: Signer, more: Call = {}) =>
  call('POST', `/v1/actions/${id}/claim`, { by, act: 'claim', grant: `${id}/1`, ...more })

describe('reading an action', () => {
  test('needs a signed request, for this action, to read it', async () => {
    await rig.intend(id)
    expect(await call('GET', `/v1/actions/${id}`)).toMatchObject({
      status: 401,
      body: { code: 'HP_AUTH' },
    })
    const others = { act: 'claim' as const, by: rig.agent }
    expect(await call('GET', `/v1/actions/${id}`, others)).toMatchObject({ status: 401 })
    expect(
      await call('GET', `/v1/actions/${id}`, { by: rig.agent, subject: actionId(2) }),
    ).toMatchObject({ status: 401 })
    expect(await call('GET', `/v1/actions/${id}`, { by: rig.notifier })).toMatchObject({
      status: 401,
    })
  })

  test('an id that is none is named, an action that is not there or not mine is unknown', async () => {
    expect(await call('GET', '/v1/actions/x', { by: rig.agent, subject: 'x' })).toMatchObject({
      status: 400,
      body: { field: 'id' },
    })
    expect(await read(rig.agent)).toMatchObject({
      status: 404,
      body: { code: 'HP_ACTION_UNKNOWN' },
    })
  })

  test('tells the agent how it stands and until when', async () => {
    const { intended } = await rig.intend(id)
    expect((await read(rig.agent)).body).toMatchObject({
      status: 'pending',
      intended,
      decideByMs: rig.nowMs + 900_000,
    })
  })

  test('waits until it has ended, and no longer than asked', async () => {
    await rig.intend(id)
    expect((await read(rig.agent, '?wait=2')).body.status).toBe('pending')
    const waiting = read(rig.agent, '?wait=50')
    await rig.withdraw(id)
    expect((await waiting).body).toMatchObject({ status: 'withdrawn', actionId: id })
    for (const wait of ['x', '-1', '56', '1.5']) {
      expect(await read(rig.agent, `?wait=${wait}`)).toMatchObject({
        status: 400,
        body: { field: 'wait' },
      })
    }
  })
})

describe('an intent that the gate would not take in', () => {
  const source = { topic: 'actions.intended', partition: 0, offset: 5 }
  const at = '?source=actions.intended/0/5'
  beforeEach(async () => {
    await rig.intend(id)
    await rig.intend(id, { agent: { id: 'other-bot' } }, { source })
  })

  test('is nothing to anybody but the agent that signed it, and knows where it stood', async () => {
    expect((await read(rig.agent, at)).body).toMatchObject({ status: 'pending' })
    expect((await read(rig.executor, at)).body).not.toHaveProperty('code', 'HP_ID_CONFLICT')
    expect(await read(rig.otherAgent)).toMatchObject({ status: 404 })
    expect(await read(rig.otherAgent, '?source=actions.intended/0/6')).toMatchObject({
      status: 404,
    })
    for (const strange of ['x', '/0/5', 'a/b/5', `${'x'.repeat(300)}/0/5`]) {
      const answer = await read(rig.otherAgent, `?source=${encodeURIComponent(strange)}`)
      expect(answer).toMatchObject({ status: 400, body: { field: 'source' } })
    }
  })

  test('is told to that agent with its reason, at once', async () => {
    const { status, body } = await read(rig.otherAgent, `${at}&wait=50`)
    expect(status).toBe(200)
    const told = { status: 'rejected', code: 'HP_ID_CONFLICT', agent: 'other-bot', actionId: id }
    expect(body).toMatchObject({ ...told, intended: expect.stringMatching(/^sha256:/) })
  })
})

describe('waiting for an action that is not there yet', () => {
  test('is answered when it has come and ended', async () => {
    const waiting = read(rig.agent, '?wait=50')
    await rig.intend(id)
    await rig.withdraw(id)
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'withdrawn' } })
  })

  test('takes as long as for one of somebody else, and then says the same', async () => {
    const answers: unknown[] = []
    for (const isThere of [false, true]) {
      if (isThere) await rig.intend(id)
      const beforeMs = rig.nowMs
      answers.push([await read(rig.otherAgent, '?wait=3'), rig.nowMs - beforeMs])
    }
    expect(answers[0]).toMatchObject([{ status: 404, body: { code: 'HP_ACTION_UNKNOWN' } }, 3000])
    expect(answers[1]).toEqual(answers[0])
  })
})

describe('commands', () => {
  test('a claim is answered with a receipt for the claimer key, again and again', async () => {
    await rig.intend(id, { type: 'allow.x' })
    const { status, body } = await claim(rig.executor)
    expect(status).toBe(200)
    const known = { deployment, atMs: rig.nowMs, keyOf: rig.rules.trust.service('gate') }
    expect(verifyReceipt(body.receipt, known)).toMatchObject({
      actionId: id,
      keyThumbprint: rig.executor.kid,
    })
    expect((await claim(rig.executor, { jti: 'again' })).body).toMatchObject({
      receipt: body.receipt,
      repeated: true,
    })
    expect(await claim(rig.otherExecutor)).toMatchObject({
      status: 409,
      body: { code: 'HP_CLAIM_TAKEN' },
    })
    expect(rig.story(id).filter((kind) => kind === 'claimed')).toHaveLength(1)
  })

  test('the same request sent twice is carried out once and gets the same answer, also when the answer was lost', async () => {
    await rig.intend(id, { type: 'allow.x' })
    const first = await claim(rig.executor)
    expect(await claim(rig.executor)).toEqual(first)
    expect(rig.records('commands')).toHaveLength(1)
    rig.server.answers.clear()
    expect(await claim(rig.executor)).toEqual(first)
    expect(rig.records('commands')).toHaveLength(2)
  })

  test('a key of the caller does not hide from a restarted executor that it had the claim before', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await claim(rig.executor, { key: 'k' })
    const again = await claim(rig.executor, { key: 'k', jti: 'later life' })
    expect(again.body).toMatchObject({ repeated: true })
  })

  test('a key of the same name by somebody else is another command', async () => {
    await rig.intend(id)
    const withdraw = (by: Signer) =>
      call('POST', `/v1/actions/${id}/withdraw`, { by, act: 'withdraw', key: 'k' })
    await withdraw(rig.agent)
    expect(await withdraw(rig.executor)).toMatchObject({ status: 403 })
  })

  test('agents do not claim and executors do not withdraw', async () => {
    await rig.intend(id, { type: 'allow.x' })
    expect(await claim(rig.agent)).toMatchObject({ status: 403, body: { code: 'HP_NOT_ENTITLED' } })
    const withdraw = await call('POST', `/v1/actions/${id}/withdraw`, {
      by: rig.executor,
      act: 'withdraw',
    })
    expect(withdraw).toMatchObject({ status: 403 })
    expect(new Set(rig.story(id))).toEqual(new Set(['approved', 'refused']))
  })

  test('the agent withdraws, with a reason if it likes', async () => {
    await rig.intend(id)
    const withdraw = (body: string, key = 'first') =>
      call('POST', `/v1/actions/${id}/withdraw`, { by: rig.agent, act: 'withdraw', body, key })
    expect(await withdraw('{"reason":1}')).toMatchObject({
      status: 400,
      body: { field: '/reason' },
    })
    expect(await withdraw('{"reason":"not needed"}')).toMatchObject({
      status: 200,
      body: { status: 'withdrawn' },
    })
    expect((await withdraw('{}', 'second')).body).toMatchObject({ repeated: true })
  })

  test('a key means something for one act on one action only, and must be one', async () => {
    await rig.intend(id)
    await rig.intend(actionId(2))
    const withdraw = (subject: typeof id, key: string, jti: string) =>
      call('POST', `/v1/actions/${subject}/withdraw`, {
        ...{ by: rig.agent, act: 'withdraw', subject, key, jti },
      })
    const first = await withdraw(id, 'k', 'one')
    expect(first).toMatchObject({ status: 200, body: { actionId: id } })
    expect(await withdraw(id, 'k', 'two')).toEqual(first)
    expect(rig.records('commands')).toHaveLength(1)
    expect(await withdraw(actionId(2), 'k', 'three')).toMatchObject({
      ...{ status: 200, body: { actionId: actionId(2), status: 'withdrawn' } },
    })
    expect(await withdraw(actionId(2), 'a b', 'four')).toMatchObject({
      ...{ status: 400, body: { field: 'idempotency-key' } },
    })
  })

  test('a reason is masked before it reaches a topic', async () => {
    await rig.intend(id)
    const withdraw = (body: string) =>
      call('POST', `/v1/actions/${id}/withdraw`, { by: rig.agent, act: 'withdraw', body })
    const long = JSON.stringify({ reason: 'x'.repeat(4097) })
    expect(await withdraw(long)).toMatchObject({ status: 400, body: { field: '/reason' } })
    await withdraw('{"reason":"ann@example.com asked"}')
    const written = rig.cluster.records('t.approvals.commands', 0)
    const reasons = written.map(({ value }) => JSON.parse(String(value)).reason)
    expect(reasons).toEqual(['⟦EMAIL⟧ asked'])
  })

  test('without an answer in time the caller is told that it may still take effect', async () => {
    await rig.intend(id, { type: 'allow.x' })
    rig.faults = (point) => (point === 'commit' || point === 'transactor' ? 'fail' : 'ok')
    expect(await claim(rig.executor)).toMatchObject({ status: 504, body: { code: 'HP_TIMEOUT' } })
  })
})

describe('more time for a claim', () => {
  const extend = (by: Signer, more: Call = {}) =>
    call('POST', `/v1/actions/${id}/extend`, {
      ...{ by, act: 'extend', claim: `${id}/2`, forMs: 600_000, ...more },
    })
  const receiptOf = (receipt: string) =>
    verifyReceipt(receipt, {
      ...{ deployment, atMs: rig.nowMs, keyOf: rig.rules.trust.service('gate') },
    })

  test.each([
    ['without a signed request', {}, 401, 'HP_AUTH'],
    ['with a request for something else', { act: 'claim' }, 401, 'HP_AUTH'],
    ['that names no claim', { claim: undefined }, 401, 'HP_AUTH'],
    ['for another claim', { claim: `${id}/7` }, 403, 'HP_NOT_ENTITLED'],
  ] as const)('%s is refused', async (what, change, status, code) => {
    await rig.intend(id, { type: 'allow.x' })
    await claim(rig.executor)
    const { claim: named, ...rest } = { claim: `${id}/2`, forMs: 600_000, ...change }
    const by = what.startsWith('without') ? {} : { by: rig.executor }
    const more: Call = { act: 'extend', ...by, ...rest, ...(named ? { claim: named } : {}) }
    const answer = await call('POST', `/v1/actions/${id}/extend`, more)
    expect(answer).toMatchObject({ status, body: { code } })
    expect(rig.story(id)).not.toContain('extended')
  })

  test('is nobody else’s to ask for: neither another executor’s nor the agent’s', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await claim(rig.executor)
    for (const by of [rig.otherExecutor, rig.agent]) {
      expect(await extend(by)).toMatchObject({ status: 403, body: { code: 'HP_NOT_ENTITLED' } })
    }
  })

  test('is answered with a receipt that holds as long, and silence counts from then', async () => {
    await rig.intend(id, { type: 'allow.x' })
    const { body } = await claim(rig.executor)
    const { expiresMs } = receiptOf(body.receipt)
    const extended = await extend(rig.executor)
    expect(extended).toMatchObject({ status: 200, body: { status: 'claimed' } })
    const longer = receiptOf(extended.body.receipt)
    expect(longer).toEqual({ ...receiptOf(body.receipt), expiresMs: longer.expiresMs })
    expect(longer.expiresMs).toBeGreaterThan(expiresMs)
    await rig.pass(expiresMs - rig.nowMs + 1000)
    expect(rig.story(id)).toEqual(['approved', 'claimed', 'extended'])
    await rig.pass(longer.expiresMs - rig.nowMs + 1000)
    await rig.pass()
    expect(rig.story(id)).toEqual(['approved', 'claimed', 'extended', 'unknown'])
    expect(await extend(rig.executor)).toMatchObject({ status: 409 })
  })

  test('under the same key is asked for once', async () => {
    await rig.intend(id, { type: 'allow.x' })
    await claim(rig.executor)
    const first = await extend(rig.executor, { key: 'k', jti: 'one' })
    expect(await extend(rig.executor, { key: 'k', jti: 'two' })).toEqual(first)
    expect(rig.story(id)).toEqual(['approved', 'claimed', 'extended'])
  })
})

describe.each(['withdraw', 'claim', 'extend'] as const)('POST /v1/actions/:id/%s', (act) => {
  const url = `/v1/actions/${id}/${act}`
  const post = (body: string, contentType = 'application/json', by: Signer = rig.agent) => {
    const request = signRequest(by, { deployment, subject: id, act, nowMs: rig.nowMs })
    const headers = { authorization: `HP ${request}`, 'content-type': contentType }
    return edge.inject({ method: 'POST', url, headers, body })
  }

  test.each([
    ['what is no JSON', '{', 'application/json', 400, 'HP_JSON_SYNTAX'],
    ['two keys alike', '{"a":1,"A":2}', 'application/json', 400, 'HP_JSON_DUPLICATE_KEY'],
    ['another content type', 'x', 'text/plain', 415, 'HP_MEDIA_TYPE'],
  ])('refuses %s as a problem, and writes nothing', async (_, body, type, status, code) => {
    const answer = await post(body, type)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({
      ...{ status, code, type: `https://holdpoint.dev/errors/${code}` },
    })
    expect(rig.records('commands')).toEqual([])
  })

  test('refuses a key that nobody knows, and an action that nobody knows, by their codes', async () => {
    const stranger = await post('{}', 'application/json', rig.notifier)
    expect(stranger.json()).toMatchObject({ status: 401, code: 'HP_AUTH' })
    const by = act === 'withdraw' ? rig.agent : rig.executor
    const extras = act === 'withdraw' ? {} : { grant: 'g', claim: 'c', forMs: 1000 }
    const unknown = await call('POST', url, { by, act, ...extras })
    expect(unknown).toMatchObject({ status: 404, body: { code: 'HP_ACTION_UNKNOWN' } })
  })
})

describe('what waits for an executor', () => {
  const poll = (by: Signer, query: string) =>
    call('GET', `/v1/approved${query}`, { by, act: 'poll', subject: '*' })

  test('is shown to executors of the audience alone', async () => {
    await rig.intend(id, { type: 'allow.x' })
    expect(await poll(rig.executor, '')).toMatchObject({ status: 400, body: { field: 'audience' } })
    expect(await poll(rig.executor, '?audience=other')).toMatchObject({ status: 403 })
    expect(await poll(rig.agent, '?audience=billing')).toMatchObject({ status: 403 })
  })

  test('is the very record of the topic, and is gone once claimed', async () => {
    await rig.intend(id, { type: 'allow.x' })
    const { body } = await poll(rig.executor, '?audience=billing')
    expect(body.grants).toEqual([JSON.parse(rig.records('approved')[0]?.value?.toString() ?? '')])
    await rig.claim(id)
    expect((await poll(rig.executor, '?audience=billing&wait=1')).body).toEqual({ grants: [] })
  })

  test('arrives while the executor waits', async () => {
    const waiting = poll(rig.executor, '?audience=billing&wait=30')
    await rig.intend(id, { type: 'allow.x' })
    expect((await waiting).body.grants).toHaveLength(1)
  })
})
