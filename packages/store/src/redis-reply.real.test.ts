/** Replies that never come: a relay between store and server that can swallow what the server says, or cut the line. */
import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { realRedis, uniqueName } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SlotStore } from './port.ts'
import { openRedisStore } from './redis.ts'

const waitMs = 20_000
const { host, port, operator } = realRedis()
const first = { from: undefined, to: 1, puts: [{ key: 'a:x', value: 'v' }], answers: [] }

let isSwallowing = false
const lines = new Set<Socket>()
const relay = createServer((near) => {
  const far = dial(port, host)
  lines.add(near)
  near.pipe(far)
  far.on('data', (bytes) => {
    if (isSwallowing) near.destroy()
    else near.write(bytes)
  })
  for (const socket of [near, far]) {
    socket.on('error', () => {})
    socket.on('close', () => {
      lines.delete(near)
      near.destroy()
      far.destroy()
    })
  }
})
let store: SlotStore
let direct: SlotStore

beforeAll(async () => {
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const namespace = uniqueName('store')
  const relayPort = (relay.address() as AddressInfo).port
  store = await openRedisStore({ host: '127.0.0.1', port: relayPort, ...operator, namespace })
  direct = await openRedisStore({ host, port, ...operator, namespace })
  // From here on the server knows the script: else it is the answer to the first attempt, not to the change, that gets lost.
  await direct.apply(3, first)
})
afterAll(async () => {
  await store.close()
  await direct.close()
  for (const line of lines) line.destroy()
  relay.close()
})

test('a change whose reply is lost was applied once: it is not sent again, and the position tells', async () => {
  isSwallowing = true
  await expect(store.apply(1, first)).rejects.toMatchObject({ code: 'HP_STORE' })
  isSwallowing = false
  expect(await direct.position(1)).toBe(1)
  await vi.waitFor(
    () => expect(store.apply(1, first)).rejects.toMatchObject({ code: 'HP_STORE_MOVED' }),
    waitMs,
  )
  expect(await store.position(1)).toBe(first.to)
  expect(await store.load(1, 1, ['a:x'])).toEqual(['v'])
})

test('everything unanswered when the line is cut rejects, and nothing of it is repeated later', async () => {
  await vi.waitFor(() => store.position(2), waitMs)
  isSwallowing = true
  const calls = [
    store.apply(2, first),
    store.attempt(2, 'here', 'p1', 'together'),
    store.position(2),
    store.due(2, 1, 1),
  ]
  const results = await Promise.allSettled(calls)
  expect(results.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'))
  isSwallowing = false
  await direct.wipe(2)
  await vi.waitFor(() => store.position(2), waitMs)
  expect(await store.position(2)).toBeUndefined()
})
