/** Too many requests are refused with when to come again: by address before anything is looked at, by caller once it is proven. */
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEdge } from './edge.ts'
import { admit, networkOf } from './edge-limit.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'

let edge: FastifyInstance
let nowMs: number
let reached: number

beforeEach(() => {
  nowMs = 1_000_000
  reached = 0
  edge = createEdge({
    log: createLogger({ service: 'demo', level: 'silent' }),
    metrics: createMetrics('demo'),
    isReady: () => true,
    http: { limits: { callerPerSecond: 1, addressPerSecond: 3 }, proxies: ['10.0.0.1'] },
    time: { sleep: async () => {}, clock: () => nowMs },
  })
  edge.get('/as/:who', async (request) => {
    reached += 1
    const { who } = request.params as { who: string }
    admit(request, who)
    return { who }
  })
})
afterEach(() => edge.close())

const ask = (who: string, remoteAddress = '192.0.2.1', headers = {}) =>
  edge.inject({ url: `/as/${who}`, remoteAddress, headers })

describe('over the limit', () => {
  test('a caller is refused with a problem, when to come again, and what holds', async () => {
    await ask('ann')
    await ask('ann')
    const answer = await ask('ann')
    expect(answer.statusCode).toBe(429)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '1',
      'ratelimit-policy': '"caller";q=2;w=2',
      ratelimit: '"caller";r=0;t=1',
    })
    expect(answer.json()).toMatchObject({ code: 'HP_RATE_LIMITED', status: 429 })
    expect((await ask('bob')).statusCode).toBe(200)
    nowMs += 1000
    expect((await ask('ann')).statusCode).toBe(200)
  })

  test('an address is refused before anything is looked at, wherever its callers say they come from', async () => {
    const codes: number[] = []
    for (let n = 0; n < 8; n += 1) {
      const spoofed = { 'x-forwarded-for': `198.51.100.${n}` }
      codes.push((await ask(`caller-${n}`, '192.0.2.1', spoofed)).statusCode)
    }
    expect(codes).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
    expect(reached).toBe(6)
    expect((await ask('other', '192.0.2.2')).statusCode).toBe(200)
  })

  test('behind a proxy that is trusted, the address is that of the client', async () => {
    const through = (client: string) => ask(client, '10.0.0.1', { 'x-forwarded-for': client })
    for (let n = 0; n < 6; n += 1) await edge.inject({ url: '/x', remoteAddress: '192.0.2.1' })
    expect((await through('192.0.2.1')).statusCode).toBe(429)
    expect((await through('192.0.2.2')).statusCode).toBe(200)
  })

  test('probes and scrapes are always answered', async () => {
    for (let n = 0; n < 10; n += 1) {
      for (const url of ['/healthz', '/readyz', '/metrics']) {
        expect((await edge.inject({ url })).statusCode).toBe(200)
      }
    }
  })
})

test('an answer within the limit says what is left', async () => {
  const { headers } = await ask('ann')
  expect(headers['ratelimit']).toBe('"caller";r=1;t=0')
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::', 'fe80:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
