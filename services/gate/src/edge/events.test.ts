/** An action's changes as they come, for who may know of it, and no longer than its request is believed. Time is the rig's: waiting takes none. */
import { clockSkewMs } from '@holdpoint/contracts'
import { type Signer, signRequest } from '@holdpoint/seal'
import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import { openMemoryStore } from '@holdpoint/store'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Rig } from '../rig.ts'
import { SlotLookup } from '../slot-lookup.ts'
import { actionId, deployment } from '../testing.ts'
import { eventRoutes } from './events.ts'
import { Streams } from './streams.ts'

const id = actionId()
let rig: Rig
let edge: FastifyInstance
let streams: Streams
/** Called whenever a stream waits: what happens meanwhile. */
let meanwhile: () => Promise<void>

beforeEach(async () => {
  rig = new Rig()
  await rig.gate('gate-1')
  const store = openMemoryStore(rig.server)
  streams = new Streams()
  meanwhile = async () => {}
  edge = createEdge({
    log: createLogger({ service: 'gate', level: 'silent' }),
    metrics: createMetrics('gate'),
    isReady: () => true,
  })
  eventRoutes(edge, {
    ...{ bus: rig.cluster.bus('edge'), store, deployment, prefix: 't.', streams },
    lookup: new SlotLookup(store, rig.keys.state, rig.slotCount),
    rules: () => rig.rules,
    maskText: (text: string) => text,
    clock: () => rig.nowMs,
    sleep: async (ms: number) => {
      await meanwhile()
      await rig.pass(ms)
    },
  })
})
afterEach(() => edge.close())

async function follow(by: Signer, headers: Record<string, string> = {}, query = '') {
  const request = signRequest(by, { deployment, subject: id, act: 'read', nowMs: rig.nowMs })
  const reply = await edge.inject({
    url: `/v1/actions/${id}/events${query}`,
    headers: { authorization: `HP ${request}`, ...headers },
  })
  const events = reply.body.split('\n\n').filter((text) => text.includes('event: state'))
  return {
    ...{ status: reply.statusCode, text: reply.body, headers: reply.headers },
    ids: events.map((text) => Number(/^id: (\d+)$/m.exec(text)?.[1])),
    states: events.map((text) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')),
  }
}
/** One after the other, each when the stream waits again. */
const inTurn = (...steps: (() => Promise<unknown>)[]) => {
  meanwhile = async () => void (await steps.shift()?.())
}

describe('a stream is refused', () => {
  test('without a request signed to read this action', async () => {
    await rig.intend(id)
    const signed = { deployment, subject: actionId(2), act: 'read', nowMs: rig.nowMs } as const
    for (const authorization of ['', `HP ${signRequest(rig.agent, signed)}`]) {
      const url = `/v1/actions/${id}/events`
      expect((await edge.inject({ url, headers: { authorization } })).statusCode).toBe(401)
    }
  })

  test('for an id of a last event that is none', async () => {
    expect(await follow(rig.agent, { 'last-event-id': 'x' })).toMatchObject({ status: 400 })
  })

  test('beyond what one caller, or all, may hold open; one that ends makes room', () => {
    const own = Array.from({ length: 16 }, () => streams.enter('agent/bot'))
    expect(() => streams.enter('agent/bot')).toThrow('one more event stream')
    own[0]?.leave()
    expect(() => streams.enter('agent/bot')).not.toThrow()
    for (let n = streams.size; n < 1000; n += 1) streams.enter(`agent/${n}`)
    expect(() => streams.enter('agent/last')).toThrow('one more event stream')
  })
})

describe('a stream tells', () => {
  test('how it stands, then each change by its revision, and ends with the action', async () => {
    const redacted = await rig.intend(id)
    inTurn(
      () => rig.vote(redacted, 'ana'),
      () => rig.claim(id),
      () => rig.report(id),
    )
    const { status, ids, states, headers } = await follow(rig.agent)
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/event-stream')
    expect(headers['cache-control']).toBe('no-store')
    expect(states.map((state) => state.status)).toEqual([
      ...['pending', 'approved', 'claimed', 'succeeded'],
    ])
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(states.at(-1)).toMatchObject({ result: { ok: true }, revision: ids.at(-1) })
    expect(streams.size).toBe(0)
  })

  test('nothing again that was seen; and 204 to who has seen the end', async () => {
    const redacted = await rig.intend(id)
    inTurn(() => rig.vote(redacted, 'ana', 'deny'))
    const { ids, states } = await follow(rig.agent, { 'last-event-id': '1' })
    expect(states.map((state) => state.status)).toEqual(['denied'])
    const again = await follow(rig.agent, { 'last-event-id': String(ids.at(-1)) })
    expect(again).toMatchObject({ status: 204, states: [] })
  })

  test('what is not there yet as soon as it is', async () => {
    inTurn(
      () => rig.intend(id),
      () => rig.withdraw(id),
    )
    const { states } = await follow(rig.agent)
    expect(states.map((state) => state.status)).toEqual(['pending', 'withdrawn'])
  })

  test('the agent why its intent was not taken in', async () => {
    await rig.intend(id)
    const source = { topic: 'actions.intended', partition: 0, offset: 5 }
    await rig.intend(id, { agent: { id: 'other-bot' } }, { source })
    const { states } = await follow(rig.otherAgent, {}, '?source=actions.intended/0/5')
    expect(states).toEqual([
      expect.objectContaining({ status: 'rejected', code: 'HP_ID_CONFLICT' }),
    ])
  })

  test('another agent nothing, as if there were nothing; and beats while nothing happens', async () => {
    const none = await follow(rig.otherAgent)
    await rig.intend(id)
    const others = await follow(rig.otherAgent)
    expect(others.states).toEqual([])
    expect(others.text).toBe(none.text)
    expect(others.text.match(/^: beat$/gm)?.length).toBeGreaterThan(10)
  })
})

describe('a stream ends', () => {
  test('when its request would be believed no longer', async () => {
    await rig.intend(id)
    const fromMs = rig.nowMs
    const { states } = await follow(rig.agent)
    expect(states.map((state) => state.status)).toEqual(['pending'])
    expect(rig.nowMs - fromMs).toBeGreaterThanOrEqual(clockSkewMs)
    expect(rig.nowMs - fromMs).toBeLessThan(clockSkewMs + 1000)
  })

  test('when its key is taken out of the trust file', async () => {
    await rig.intend(id)
    const fromMs = rig.nowMs
    const { trust } = rig.rules
    inTurn(async () => {
      rig.rules = { ...rig.rules, trust: { ...trust, partyOf: () => undefined } }
    })
    await follow(rig.agent)
    expect(rig.nowMs - fromMs).toBeLessThan(5000)
  })

  test('when the process stops, and no new one begins', async () => {
    await rig.intend(id)
    const fromMs = rig.nowMs
    inTurn(async () => streams.close())
    await follow(rig.agent)
    expect(rig.nowMs - fromMs).toBeLessThan(5000)
    expect(await follow(rig.agent)).toMatchObject({ status: 503 })
  })
})
