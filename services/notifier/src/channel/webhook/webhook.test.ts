/** Deliveries to a real HTTPS server: signed, to the address that was looked at, and what its answers mean. */
import { generateKeyPairSync } from 'node:crypto'
import { type WebhookReceiver, webhookReceiver } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cardOf, sampleCard } from '../../card/sample.ts'
import { MemoryShelf } from '../../shelf/memory.ts'
import type { Delivery } from '../port.ts'
import { parseDestination, type Resolve } from './destination.ts'
import { parseSigningKey } from './signature.ts'
import { retryAfterMs, WebhookChannel, type WebhookSettings } from './webhook.ts'

const old = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const fresh = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const pair = generateKeyPairSync('ed25519')
const raw = (der: Buffer) => der.subarray(-32).toString('base64')
const own = `whsk_${raw(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))}`
const open = `whpk_${raw(pair.publicKey.export({ format: 'der', type: 'spki' }))}`
const place = { file: 'channels.yaml', field: '/url' }

let receiver: WebhookReceiver
let shelf: MemoryShelf
beforeEach(async () => {
  receiver = await webhookReceiver([fresh, open])
  shelf = new MemoryShelf(() => Date.now())
})
afterEach(() => receiver.stop())

interface Given {
  readonly url?: string
  readonly allow?: readonly string[]
  readonly keys?: readonly string[]
  readonly resolve?: Resolve
  readonly timeout?: () => AbortSignal
  readonly ca?: string
}
function channel({
  url = receiver.url,
  allow = ['127.0.0.0/8'],
  keys = [old, fresh, own],
  resolve = async () => [],
  timeout = () => new AbortController().signal,
  ca = receiver.ca,
}: Given = {}): WebhookChannel {
  const settings: WebhookSettings = {
    ...{ name: 'erp', isDetailed: false, ca },
    destination: parseDestination(url, allow, place),
    keys: keys.map((key) => parseSigningKey(key, 'key')),
  }
  const ports = { shelf, resolve, timeout, clock: Date.now }
  return new WebhookChannel(settings, ports)
}
const delivery = (id: string, change: Partial<Delivery> = {}): Delivery => ({
  ...{ id, address: 'endpoint', card: sampleCard, signal: new AbortController().signal },
  ...change,
})

describe('nothing is sent', () => {
  test('to an address of this machine that the operator has not named', async () => {
    const delivered = await channel({ allow: [] }).deliver(delivery('1'))
    expect(delivered).toEqual({ kind: 'refused', code: 'ADDRESS_CLOSED' })
    expect(receiver.connectionCount).toBe(0)
  })

  test('to where DNS leads after it was looked at: it is asked once, and its answer is connected to', async () => {
    const url = receiver.url.replace('127.0.0.1', 'hooks.example.com')
    const answers = [['203.0.114.9'], ['127.0.0.1']]
    let asked = 0
    const resolve: Resolve = async () => {
      const found = answers[asked++] ?? []
      return found.map((address) => ({ address, family: 4 }))
    }
    const timeout = () => AbortSignal.timeout(200)
    const delivered = await channel({ url, allow: [], resolve, timeout }).deliver(delivery('1'))
    expect(delivered).toMatchObject({ kind: 'later' })
    expect([asked, receiver.connectionCount]).toEqual([1, 0])
  })

  test('to a server with another name, or of an unknown authority', async () => {
    const url = receiver.url.replace('127.0.0.1', 'hooks.example.com')
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    const named = await channel({ url, resolve }).deliver(delivery('1'))
    expect(named).toEqual({ kind: 'later', code: 'TLS' })
    const other = await webhookReceiver([])
    const unknown = await channel({ ca: other.ca }).deliver(delivery('1'))
    await other.stop()
    expect(unknown).toEqual({ kind: 'later', code: 'TLS' })
    expect(receiver.requests).toEqual([])
  })
})

test('a redirect is not followed, wherever it leads', async () => {
  const second = await webhookReceiver([fresh])
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer = () => ({ status, headers: { location: second.url } })
    const delivered = await channel().deliver(delivery(`r-${status}`))
    expect(delivered).toEqual({ kind: 'later', code: `HTTP_${status}` })
  }
  expect(second.requests).toEqual([])
  await second.stop()
})

test('410 disables the endpoint for every replica, until it is enabled or has another address', async () => {
  receiver.answer = () => ({ status: 410 })
  expect(await channel().deliver(delivery('1'))).toEqual({ kind: 'refused', code: 'HTTP_410' })
  receiver.answer = () => ({ status: 204 })
  const replica = channel()
  expect(await replica.deliver(delivery('2'))).toEqual({
    ...{ kind: 'refused', code: 'ENDPOINT_DISABLED' },
  })
  expect(receiver.requests).toHaveLength(1)
  expect(await channel({ url: `${receiver.url}/new` }).deliver(delivery('3'))).toMatchObject({
    kind: 'shown',
  })
  await replica.record.enable()
  expect(await channel().deliver(delivery('4'))).toMatchObject({ kind: 'shown' })
})

test.each([400, 401, 404, 408, 429, 500, 502, 503, 504])(
  'after %i it is tried later',
  async (n) => {
    receiver.answer = () => ({ status: n })
    expect(await channel().deliver(delivery('1'))).toEqual({ kind: 'later', code: `HTTP_${n}` })
  },
)

test('it waits as long as the endpoint says, up to a day', async () => {
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '90' } })
  expect(await channel().deliver(delivery('1'))).toEqual({
    ...{ kind: 'later', code: 'HTTP_429', afterMs: 90_000 },
  })
  const nowMs = Date.UTC(2026, 5, 1)
  expect(retryAfterMs('Mon, 01 Jun 2026 00:01:00 GMT', nowMs)).toBe(60_000)
  expect(retryAfterMs('Sun, 31 May 2026 00:00:00 GMT', nowMs)).toBe(0)
  expect(retryAfterMs('999999999', nowMs)).toBe(24 * 3600 * 1000)
  expect(retryAfterMs('soon', nowMs)).toBeUndefined()
})

test('an endpoint that does not answer, or is not there, is tried later', async () => {
  receiver.answer = () => ({})
  const slow = channel({ timeout: () => AbortSignal.timeout(100) })
  expect(await slow.deliver(delivery('1'))).toEqual({ kind: 'later', code: 'TIMEOUT' })
  const stopped = await webhookReceiver([])
  const { url } = stopped
  await stopped.stop()
  expect(await channel({ url }).deliver(delivery('1'))).toEqual({ kind: 'later', code: 'CONNECT' })
  const unknown = { url: 'https://hooks.example.com/' }
  expect(await channel(unknown).deliver(delivery('1'))).toEqual({ kind: 'later', code: 'DNS' })
})

test('a delivery that is given up ends its connection', async () => {
  const given = new AbortController()
  receiver.answer = () => {
    given.abort()
    return {}
  }
  const delivered = await channel().deliver(delivery('1', { signal: given.signal }))
  expect(delivered).toEqual({ kind: 'later', code: 'TIMEOUT' })
})

test('every key signs, each attempt at its own time, under one id without a dot', async () => {
  const answers = [503, 204]
  receiver.answer = () => ({ status: answers.shift() ?? 204 })
  const one = channel()
  await one.deliver(delivery('copy.1/revision.1'))
  await one.deliver(delivery('copy.1/revision.1'))
  const [first, second] = receiver.requests
  expect(first?.schemes).toEqual(['v1', 'v1a'])
  expect(first?.headers['webhook-signature']?.split(' ')).toHaveLength(3)
  expect(first?.id).toBe(second?.id)
  expect(first?.id).toMatch(/^msg_[\w-]{43}$/)
  expect(first?.text).toBe(second?.text)
  await one.deliver(delivery('copy.1/revision.2'))
  expect(new Set(receiver.requests.map(({ id }) => id)).size).toBe(2)
})

test('several at once go as one message', async () => {
  const { signal } = new AbortController()
  const cards = [sampleCard, cardOf('second')]
  const digest = { id: 'digest', address: 'endpoint', cards, signal }
  expect(await channel().deliverDigest(digest)).toMatchObject({ kind: 'shown', isComplete: false })
  expect(receiver.messages()).toMatchObject([{ type: 'approval.digest', data: { more: 0 } }])
})

test('its owner sees what became of deliveries, and nothing of what was sent', async () => {
  const answers = [500, 204]
  receiver.answer = () => ({ status: answers.shift() ?? 204 })
  const one = channel()
  await one.deliver(delivery('1'))
  await one.deliver(delivery('1'))
  expect(await one.record.deliveries()).toMatchObject([
    { outcome: 'shown', status: 204, actionId: sampleCard.actionId, revision: 1 },
    { outcome: 'later', status: 500, code: 'HTTP_500' },
  ])
  expect(shelf.dump()).not.toMatch(/EMAIL|refund|whsec|webhook-signature/)
})
