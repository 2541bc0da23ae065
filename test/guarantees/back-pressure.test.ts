/** Back-pressure: one agent that floods the gate is refused with a reason, on the record; the others go on, and there is room again when something ends. */
import type { ActionId } from '@holdpoint/contracts'
import { holdpoint } from '@holdpoint/sdk'
import { kafkaAgentTransport } from '@holdpoint/sdk/kafka'
import { Signer, signRequest } from '@holdpoint/seal'
import { openRedis } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { type Stage, stage } from '../support/stage.ts'

const type = 'payments.refund'
const openPerAgentMax = 3
/** Twice as many may come at once. */
const callerPerSecond = 20
let at: Stage
let decisions: Decisions

beforeAll(async () => {
  // One slot: its share is the limit itself.
  at = await stage({
    slots: 1,
    agents: ['refunds', 'other'],
    limits: { open: { openPerAgentMax, openMax: 5 }, http: { callerPerSecond } },
  })
  decisions = await Decisions.follow(at)
})
afterAll(() => at.close())

const agents = new Map<string, ReturnType<typeof holdpoint>>()
/** Over Kafka, past every edge. */
function agent(id: string) {
  const known = agents.get(id)
  if (known) return known
  const { prefix, urn: deployment } = at.hp
  const transport = kafkaAgentTransport({ bus: at.bus('agent', id), prefix, deployment, agent: id })
  const made = holdpoint({ agent: { id, key: at.key(`agent-${id}.jwk`) }, deployment, transport })
  agents.set(id, made)
  return made
}

describe('an agent that floods', () => {
  let held: ActionId[]

  test('is held up to its limit and told why not beyond it; none of its intents is lost', async () => {
    const flood = Array.from({ length: 9 }, (_, n) => n)
    const tickets = await Promise.all(
      flood.map((n) => agent('refunds').propose({ type, params: { amount: n } })),
    )
    for (const { id } of tickets) {
      await decisions.first(`${id} to be answered`, ({ fact }) => fact.actionId === id)
    }
    const settled = await Promise.all(
      tickets.map((ticket) => agent('refunds').settled(ticket, { maxWaitMs: 2_000 })),
    )
    const refused = settled.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(flood.length - openPerAgentMax)
    for (const each of refused) {
      expect(each).toMatchObject({ code: 'HP_TOO_MANY_OPEN', field: 'openPerAgentMax' })
    }
    held = settled.flatMap((each) => (each.status === 'pending' ? [each.id] : []))
    expect(held).toHaveLength(openPerAgentMax)
  })

  test('does not keep others out, until all together are too many', async () => {
    const own = [await agent('other').propose({ type, params: { amount: 1 } })]
    own.push(await agent('other').propose({ type, params: { amount: 2 } }))
    for (const { id } of own) await decisions.fact('held', id)
    const turned = await agent('other').propose({ type, params: { amount: 3 } })
    const settled = await agent('other').settled(turned)
    expect(settled).toMatchObject({
      status: 'rejected',
      code: 'HP_TOO_MANY_OPEN',
      field: 'openMax',
    })
  })

  test('has room again for each of its actions that ends', async () => {
    const [first] = held
    if (!first) throw new Error('nothing is held')
    const before = await agent('refunds').propose({
      type,
      params: { amount: 10 },
      dedupeKey: 'again',
    })
    expect(await agent('refunds').settled(before)).toMatchObject({ status: 'rejected' })
    await at.decide('bob', first, 'deny')
    await decisions.fact('denied', first)
    const again = await agent('refunds').propose({
      type,
      params: { amount: 10 },
      dedupeKey: 'again',
    })
    expect(again.id).toBe(before.id)
    await decisions.fact('held', again.id)
  })

  test('counts the same after Redis was wiped and the gate killed', async () => {
    const gate = at.service('gate')
    gate.kill('SIGKILL')
    await gate.exited()
    await wipeRedis(at)
    gate.start()
    await gate.ready()
    const progress = await (await fetch(`${gate.url}/readyz`)).json()
    const applied = expect.any(Number)
    const slots = [{ slot: 0, state: 'open', appliedTo: applied, until: applied }]
    expect(progress).toEqual({ status: 'ready', slots })
    const turned = await agent('refunds').propose({ type, params: { amount: 11 } })
    const settled = await agent('refunds').settled(turned)
    expect(settled).toMatchObject({ status: 'rejected', code: 'HP_TOO_MANY_OPEN' })
  })

  test('is told over HTTP as well', async () => {
    const settled = await at.agent.run({ type, params: { amount: 12 } })
    const told = { status: 'rejected', code: 'HP_TOO_MANY_OPEN', field: 'openPerAgentMax' }
    expect(settled).toMatchObject(told)
  })
})

describe('a caller in a loop', () => {
  const read = (by: string, id: string) => {
    const signed = { deployment: at.hp.urn, subject: id, act: 'read', nowMs: Date.now() } as const
    const request = signRequest(new Signer(at.key(`agent-${by}.jwk`)), signed)
    const headers = { authorization: `HP ${request}` }
    return fetch(`${at.hp.urls.gate}/v1/actions/${id}`, { headers })
  }

  test('is told to slow down, and by when; others are answered meanwhile', async () => {
    const { id } = await agent('refunds').propose({ type, params: { amount: 20 } })
    const calls = Array.from({ length: 10 * callerPerSecond }, () => read('refunds', id))
    const answers = await Promise.all(calls)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(answers.length)
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(answer.headers.get('ratelimit')).toMatch(/^"caller";r=0;t=\d+$/)
      expect(await answer.json()).toMatchObject({ code: 'HP_RATE_LIMITED', status: 429 })
    }
    expect((await read('other', id)).status).toBe(404)
  })
})

async function wipeRedis({ hp: { redis } }: Stage): Promise<void> {
  const operator = await openRedis(redis)
  try {
    const keys = await operator.keys(`${redis.namespace}:*`)
    await operator.del(keys)
    expect(keys.length).toBeGreaterThan(0)
  } finally {
    operator.disconnect()
  }
}
