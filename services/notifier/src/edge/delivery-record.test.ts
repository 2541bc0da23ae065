import { createEdge, createLogger, createMetrics } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newWorld, slotCount, tokenOf } from '../../test/fixture.ts'
import { parseDestination } from '../channel/webhook/destination.ts'
import { EndpointRecord } from '../channel/webhook/endpoint-record.ts'
import { MemoryShelf } from '../shelf/memory.ts'
import { recordRoutes } from './delivery-record.ts'

const entry = { id: 'msg_1', atMs: 1, tookMs: 20, outcome: 'later', status: 500 } as const
let edge: FastifyInstance
let record: EndpointRecord
let headers: Record<string, string>

beforeEach(async () => {
  const world = newWorld()
  const { clock } = world.time
  const { projection, people } = world.parts()
  const place = { file: 'channels', field: '/url' }
  const destination = parseDestination('https://hooks.example.com/', [], place)
  record = new EndpointRecord({ name: 'erp', destination }, new MemoryShelf(clock))
  const log = createLogger({ service: 'notifier', level: 'silent' })
  edge = createEdge({ log, metrics: createMetrics('notifier'), isReady: () => true })
  const routes = [
    { name: 'erp', channel: { record } },
    { name: 'slack', channel: {} },
  ]
  recordRoutes(edge, { ...{ projection, slotCount, people, clock, log }, routes })
  headers = { authorization: `Bearer ${await tokenOf('ana', clock())}` }
})
afterEach(() => edge.close())

describe('refused', () => {
  test('for who is nobody', async () => {
    await record.disable(1)
    const get = await edge.inject({ url: '/v1/deliveries/erp' })
    const post = await edge.inject({ method: 'POST', url: '/v1/deliveries/erp/enable' })
    expect([get.statusCode, post.statusCode, await record.isDisabled()]).toEqual([401, 401, true])
  })

  test.each(['slack', 'other', '__proto__'])('of %s, which keeps no record', async (name) => {
    const { statusCode } = await edge.inject({ url: `/v1/deliveries/${name}`, headers })
    expect(statusCode).toBe(404)
  })
})

test('each attempt is shown with its reason, and an endpoint that asked us to stop is called again', async () => {
  await record.add(entry)
  await record.disable(1)
  const shown = async () => (await edge.inject({ url: '/v1/deliveries/erp', headers })).json()
  expect(await shown()).toEqual({ channel: 'erp', isDisabled: true, deliveries: [entry] })
  const url = '/v1/deliveries/erp/enable'
  expect((await edge.inject({ method: 'POST', url, headers })).statusCode).toBe(200)
  expect(await shown()).toMatchObject({ isDisabled: false })
})
