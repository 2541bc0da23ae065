/** What an agent may propose, and what it is told. Edges faked, signatures real. */
import { type ActionId, digestOf, HoldpointError } from '@holdpoint/contracts'
import { verifyIntent } from '@holdpoint/seal'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AgentOptions, holdpoint } from './agent.ts'
import { deployment } from './fake-deployment.ts'
import { FakeEdge } from './fake-edge.ts'
import { httpTransport } from './http.ts'
import type { Intent } from './intent.ts'
import { realSurroundings, type Surroundings } from './surroundings.ts'

const intent: Intent = {
  type: 'payments.refund',
  params: { amount: 4200 },
  target: { system: 'stripe' },
  justification: 'customer asked',
}
const someId = '00000000-0000-7000-8000-000000000000' as ActionId
const uuidV7Pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let edge: FakeEdge
let nowMs: number
/** Sleeping takes no time and moves the clock. */
let surroundings: Surroundings
beforeEach(() => {
  edge = new FakeEdge()
  nowMs = 1_770_000_000_000
  edge.nowMs = () => nowMs
  surroundings = {
    ...realSurroundings,
    nowMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms
    },
  }
})

const agentOf = (changes: Partial<AgentOptions['agent']> = {}) => {
  const transport = httpTransport({ url: 'http://edge.test/', fetch: edge.fetch, surroundings })
  const agent = { id: 'bot', key: edge.agent.privateJwk, ...changes }
  return holdpoint({ agent, deployment, transport, surroundings })
}
const heldAt = (id: ActionId) => edge.known(id)

describe('what cannot be an action is refused where it is made, naming the field', () => {
  test.each<[string, object, string, string]>([
    ['no type', { type: undefined }, 'HP_FIELD_INVALID', '/type'],
    ['a type with spaces', { type: 'Pay Now' }, 'HP_FIELD_INVALID', '/type'],
    ['no params', { params: undefined }, 'HP_FIELD_INVALID', '/params'],
    ['params that are no JSON', { params: { at: new Date(0) } }, 'HP_FIELD_INVALID', '/params/at'],
    ['a number that is none', { params: { n: Number.NaN } }, 'HP_JSON_NUMBER', '/params/n'],
    ['keys that differ by case', { params: { to: 1, To: 2 } }, 'HP_JSON_DUPLICATE_KEY', '/params'],
    ['half a character', { params: { x: '\ud800' } }, 'HP_JSON_SURROGATE', '/params/x'],
    ['a misspelt member', { targt: {} }, 'HP_FIELD_INVALID', '/targt'],
    ['a target that is no object', { target: 'x' }, 'HP_FIELD_INVALID', '/target'],
    ['a time without a zone', { expiresAt: '2026-11-21' }, 'HP_FIELD_INVALID', '/expiresAt'],
    [
      'a reversal beyond counting',
      { reverses: someId, reversal: 100 },
      'HP_FIELD_INVALID',
      '/reversal',
    ],
    ['half a reversal', { reverses: someId, reversal: 0.5 }, 'HP_FIELD_INVALID', '/reversal'],
    ['a reversal of nothing', { reverses: 'x' }, 'HP_FIELD_INVALID', '/reverses'],
    ['a reversal of a reversal', { reverses: `${someId}~1` }, 'HP_FIELD_INVALID', '/reverses'],
  ])('%s', async (_what, changes, code, field) => {
    const proposing = agentOf().propose({ ...intent, ...changes })
    await expect(proposing).rejects.toMatchObject({ code })
    const { details } = (await proposing.catch((error: unknown) => error)) as HoldpointError
    expect(String(details['field'])).toContain(field)
    expect(edge.asked).toEqual([])
  })

  test('more than the intake takes', async () => {
    const params = { text: 'x'.repeat(300_000) }
    await expect(agentOf().propose({ ...intent, params })).rejects.toMatchObject({
      code: 'HP_TOO_LARGE',
    })
  })

  test('a nesting no parser should follow', async () => {
    let params: unknown = 1
    for (let depth = 0; depth < 100; depth++) params = [params]
    await expect(agentOf().propose({ ...intent, params })).rejects.toMatchObject({
      code: 'HP_JSON_DEPTH',
    })
  })

  test('a key that is none', () => {
    const key = { kty: 'OKP', crv: 'X25519', x: 'x', d: 'x' }
    expect(() => agentOf({ key })).toThrow(expect.objectContaining({ code: 'HP_CONFIG' }))
  })

  test('no address', async () => {
    const transport = httpTransport({ gate: 'http://gate.test', fetch: edge.fetch })
    const agent = { id: 'bot', key: edge.agent.privateJwk }
    const proposing = holdpoint({ agent, deployment, transport }).propose(intent)
    await expect(proposing).rejects.toMatchObject({
      code: 'HP_CONFIG',
      details: { field: 'redactor' },
    })
  })
})

describe('a proposal', () => {
  test('is signed by the agent over what is sent, for this deployment', async () => {
    const { id, intended } = await agentOf({ version: '1.2' }).propose({ ...intent, run: 'r1' })
    const { action, salt, proof } = heldAt(id)
    expect(action).toEqual({ ...intent, id, agent: { id: 'bot', run: 'r1', version: '1.2' } })
    expect(intended).toBe(digestOf(salt, action))
    const known = { deployment, actionId: id, agent: 'bot', type: intent.type, intended }
    const keyOf = edge.trust.agent('bot')
    expect(verifyIntent(proof, { ...known, keyOf, atMs: nowMs }).keyId).toBe(edge.agent.kid)
  })

  test('by a key that is not the agent’s is refused', async () => {
    const proposing = agentOf({ key: edge.spy.privateJwk }).propose(intent)
    await expect(proposing).rejects.toMatchObject({ code: 'HP_PROOF_INVALID' })
  })

  test('has an id of its own, a UUID of version 7 that sorts by time', async () => {
    const first = await agentOf().propose(intent)
    nowMs += 1
    const second = await agentOf().propose(intent)
    expect(first.id).toMatch(uuidV7Pattern)
    expect(second.id > first.id).toBe(true)
    expect(Number.parseInt(second.id.replace('-', '').slice(0, 12), 16)).toBe(nowMs)
  })

  test('with a dedupe key is the same action with the same digest, in any process and at any time', async () => {
    const first = await agentOf().propose({ ...intent, dedupeKey: 'order 7' })
    nowMs += 60_000
    const again = await agentOf().propose({ ...intent, dedupeKey: 'order 7' })
    expect(again).toEqual(first)
    const other = await agentOf().propose({ ...intent, dedupeKey: 'order 8' })
    expect(other.id).not.toBe(first.id)
    const spy = agentOf({ id: 'spy', key: edge.spy.privateJwk })
    expect((await spy.propose({ ...intent, dedupeKey: 'order 7' })).id).not.toBe(first.id)
  })

  test('of a reversal has the id of its original and a number', async () => {
    const { id } = await agentOf().propose(intent)
    const first = await agentOf().propose({ ...intent, reverses: id })
    const third = await agentOf().propose({ ...intent, reverses: id, reversal: 3 })
    expect([first.id, third.id]).toEqual([`${id}~1`, `${id}~3`])
  })

  test('has a salt that differs by action and by agent, so that no digest gives a guessable value away', async () => {
    const salts = new Set<string>()
    for (const dedupeKey of ['a', 'b']) {
      const { id } = await agentOf().propose({ ...intent, dedupeKey })
      salts.add(heldAt(id).salt)
    }
    const spy = agentOf({ id: 'spy', key: edge.spy.privateJwk })
    salts.add(heldAt((await spy.propose(intent)).id).salt)
    expect(salts.size).toBe(3)
    expect(Buffer.from([...salts][0] ?? '', 'base64url')).toHaveLength(32)
  })

  test('is sent again while the other side restarts, and not for ever', async () => {
    let failures = 2
    edge.before = () => (failures-- > 0 ? new Response('', { status: 503 }) : undefined)
    await agentOf().propose(intent)
    expect(edge.asked).toHaveLength(3)
    failures = Number.POSITIVE_INFINITY
    const startedMs = nowMs
    await expect(agentOf().propose(intent)).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
    expect(nowMs - startedMs).toBeLessThanOrEqual(30_000)
  })

  test('that is refused is not sent again', async () => {
    edge.before = () => {
      throw new HoldpointError('HP_NAME_SENSITIVE', { field: '/agent/id' })
    }
    await expect(agentOf().propose(intent)).rejects.toMatchObject({
      ...{ code: 'HP_NAME_SENSITIVE', details: { field: '/agent/id' } },
      message: 'field "/agent/id" looks like personal data or a secret; it must be a plain name',
    })
    expect(edge.asked).toHaveLength(1)
  })
})

describe('how an action ended', () => {
  test.each(['denied', 'expired', 'withdrawn', 'revoked', 'lapsed'])(
    '%s is a value with its reason',
    async (status) => {
      const ticket = await agentOf().propose(intent)
      edge.change(ticket.id, { status, reason: 'because' })
      expect(await agentOf().settled(ticket)).toMatchObject({
        ...{ status, id: ticket.id, reason: 'because', isFinal: true },
      })
    },
  )

  test('any process that knows the id can ask', async () => {
    const { id } = await agentOf().propose(intent)
    edge.change(id, { status: 'denied' })
    expect(await agentOf().settled(id)).toMatchObject({ status: 'denied', by: 'people' })
  })

  test('another agent learns nothing of it, not even that it is there', async () => {
    const { id } = await agentOf().propose(intent)
    edge.change(id, { status: 'denied' })
    const spy = agentOf({ id: 'spy', key: edge.spy.privateJwk })
    expect(await spy.settled(id, { maxWaitMs: 0 })).toMatchObject({
      ...{ status: 'pending', phase: 'submitted' },
    })
  })

  test.each([
    ['pending', 'waiting'],
    ['approved', 'approved'],
    ['claimed', 'running'],
  ])('%s is pending, and says how far it is', async (status, phase) => {
    const { id } = await agentOf().propose(intent)
    edge.change(id, { status })
    expect(await agentOf().settled(id, { maxWaitMs: 0 })).toEqual({
      ...{ status: 'pending', id, phase, isFinal: false, retryAfterMs: 5000 },
    })
  })

  test('the same dedupe key for something else is a mistake, and told as one', async () => {
    await agentOf().propose({ ...intent, dedupeKey: 'order 7' })
    const other = { ...intent, params: { amount: 1 }, dedupeKey: 'order 7' }
    const ticket = await agentOf().propose(other)
    await expect(agentOf().settled(ticket, { maxWaitMs: 0 })).rejects.toMatchObject({
      ...{ code: 'HP_ID_CONFLICT', details: { actionId: ticket.id } },
    })
  })

  test('the wait ends when it was said to end', async () => {
    const { id } = await agentOf().propose(intent)
    edge.held.clear()
    const startedMs = nowMs
    expect(await agentOf().settled(id, { maxWaitMs: 7_000 })).toMatchObject({ phase: 'submitted' })
    expect(nowMs - startedMs).toBe(7_000)
  })

  test('an edge that never answers is an error in the end, one that came back is not', async () => {
    const { id } = await agentOf().propose(intent)
    let failures = Number.POSITIVE_INFINITY
    edge.before = () => (failures-- > 0 ? new Response('', { status: 502 }) : undefined)
    await expect(agentOf().settled(id, { maxWaitMs: 2_000 })).rejects.toMatchObject({
      ...{ code: 'HP_UNAVAILABLE', kind: 'retryable' },
    })
    failures = 3
    edge.change(id, { status: 'expired' })
    expect(await agentOf().settled(id)).toMatchObject({ status: 'expired' })
  })

  test('a key that is not in the trust file is an error at once', async () => {
    const { id } = await agentOf().propose(intent)
    const stranger = new FakeEdge().agent.privateJwk
    await expect(agentOf({ key: stranger }).settled(id)).rejects.toMatchObject({ code: 'HP_AUTH' })
  })

  test('whoever waits may stop waiting', async () => {
    const { id } = await agentOf().propose(intent)
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(agentOf().settled(id, { signal })).rejects.toThrow('enough')
    const later = new AbortController()
    const settling = agentOf().settled(id, { signal: later.signal })
    later.abort(new Error('enough'))
    await expect(settling).rejects.toThrow('enough')
  })

  test('run proposes and waits', async () => {
    edge.after = (line) => {
      const [held] = edge.held.values()
      if (line === 'POST /v1/intents' && held) edge.change(held.action.id, { status: 'denied' })
    }
    expect(await agentOf().run(intent)).toMatchObject({ status: 'denied' })
  })
})

describe('withdrawing', () => {
  test('in time: true, with its reason', async () => {
    const ticket = await agentOf().propose(intent)
    expect(await agentOf().withdraw(ticket, 'not needed')).toBe(true)
    expect(heldAt(ticket.id)).toMatchObject({ status: 'withdrawn', reason: 'not needed' })
  })

  test('too late: false', async () => {
    const { id } = await agentOf().propose(intent)
    edge.change(id, { status: 'approved' })
    expect(await agentOf().withdraw(id)).toBe(false)
  })

  test('a lost reply is asked for again with the very same request', async () => {
    const requests = new Set<string | null>()
    let isLost = false
    edge.after = (line) => {
      if (!line.endsWith('/withdraw') || isLost) return
      isLost = true
      throw new TypeError('socket hang up')
    }
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (String(input).endsWith('/withdraw')) {
        requests.add(new Headers(init?.headers).get('authorization'))
      }
      return edge.fetch(input as URL, init)
    }
    const transport = httpTransport({ url: 'http://edge.test', fetch, surroundings })
    const agent = { id: 'bot', key: edge.agent.privateJwk }
    const hold = holdpoint({ agent, deployment, transport, surroundings })
    expect(await hold.withdraw((await hold.propose(intent)).id)).toBe(true)
    expect(requests.size).toBe(1)
  })

  test('of what is not there is an error', async () => {
    await expect(agentOf().withdraw(someId)).rejects.toMatchObject({ code: 'HP_ACTION_UNKNOWN' })
  })
})
