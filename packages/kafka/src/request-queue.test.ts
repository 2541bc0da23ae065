/** Seen: an idle process with kafkajs used 4–5 % of a core, and Node 24 warned of negative timeouts. */

import { createRequire } from 'node:module'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quietRequestQueues } from './request-queue.ts'

interface Queue {
  push(request: object): void
  maybeThrottle(ms: number): void
  fulfillRequest(response: { correlationId: number; payload: null; size: number }): void
  scheduleRequestTimeoutCheck(): void
}
const RequestQueue: new (options: object) => Queue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue',
)
const logger = { debug() {}, warn() {} }
let connected = true

beforeEach(() => {
  connected = true
  vi.useFakeTimers()
  quietRequestQueues()
})
afterEach(() => {
  connected = false
  vi.advanceTimersByTime(2000)
  vi.useRealTimers()
})

function newQueue(): { queue: Queue; sent: number[]; rejected: Error[]; push(id: number): void } {
  const isConnected = () => connected
  const limits = { maxInFlightRequests: 1, requestTimeout: 30_000, enforceRequestTimeout: true }
  const queue = new RequestQueue({ ...limits, clientId: 'c', broker: 'b', logger, isConnected })
  const sent: number[] = []
  const rejected: Error[] = []
  const push = (correlationId: number) =>
    queue.push({
      entry: { correlationId, resolve() {}, reject: (error: Error) => rejected.push(error) },
      expectResponse: true,
      sendRequest: () => sent.push(correlationId),
    })
  return { queue, sent, rejected, push }
}

test('a connection with nothing waiting arms no timer, whatever is answered', () => {
  const { queue, push } = newQueue()
  push(1)
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
  expect(vi.getTimerCount()).toBe(0)
})

test('a request that waits for its turn is sent when the one before is answered', () => {
  const { queue, sent, push } = newQueue()
  push(1)
  push(2)
  expect(sent).toEqual([1])
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
  expect(sent).toEqual([1, 2])
})

test("a request that waits for the broker's throttle is sent when it ends", () => {
  const { queue, sent, push } = newQueue()
  queue.maybeThrottle(500)
  push(1)
  vi.advanceTimersByTime(499)
  expect(sent).toEqual([])
  vi.advanceTimersByTime(12)
  expect(sent).toEqual([1])
})

test('requests still time out, and one timer serves all connections', () => {
  const [first, second] = [newQueue(), newQueue()]
  for (const { queue, push } of [first, second]) {
    queue.scheduleRequestTimeoutCheck()
    push(1)
  }
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(29_000)
  expect(first.rejected).toEqual([])
  vi.advanceTimersByTime(3000)
  expect([...first.rejected, ...second.rejected].map(({ name }) => name)).toEqual([
    'KafkaJSRequestTimeoutError',
    'KafkaJSRequestTimeoutError',
  ])
  connected = false
  vi.advanceTimersByTime(1000)
  expect(vi.getTimerCount()).toBe(0)
})
