import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClient, type KafkaOptions } from './client.ts'

const tlsHandshake = 0x16

/** Something that listens and never answers. */
let server: Server
let port: number
let connections: Socket[]
let firstBytes: PromiseWithResolvers<Buffer>

beforeEach(async () => {
  connections = []
  firstBytes = Promise.withResolvers()
  server = createServer((socket) => {
    connections.push(socket)
    socket.once('data', firstBytes.resolve)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  port = address.port
})
afterEach(() => {
  for (const socket of connections) socket.destroy()
  server.close()
})

async function connecting(options: Partial<KafkaOptions>) {
  const client = createClient({ brokers: [`localhost:${port}`], ...options }, { retries: 0 })
  const connected = client.kafka.admin().connect()
  const outcome = connected.then(
    () => 'connected',
    () => 'refused',
  )
  return { client, outcome, sent: await firstBytes.promise }
}

test('without TLS the first bytes are a Kafka request', async () => {
  const { client, outcome, sent } = await connecting({})
  expect(sent[0]).not.toBe(tlsHandshake)
  expect(sent.toString('latin1')).toContain('holdpoint')
  client.destroy()
  expect(await outcome).toBe('refused')
})

test.each([
  ['true', true],
  ['options of Node', { rejectUnauthorized: true }],
])('with TLS set to %s they are a handshake that names the host', async (_, tls) => {
  const { client, outcome, sent } = await connecting({ tls })
  expect(sent[0]).toBe(tlsHandshake)
  expect(sent.toString('latin1')).toContain('localhost')
  client.destroy()
  expect(await outcome).toBe('refused')
})

test('a password goes out over SASL only after the broker has spoken: never in the first bytes', async () => {
  const { client, sent } = await connecting({ username: 'gate', password: 'planted' })
  expect(sent.toString('latin1')).not.toContain('planted')
  client.destroy()
})

test('a destroyed client opens no connection', async () => {
  const { client, outcome } = await connecting({})
  client.destroy()
  await outcome
  const count = connections.length
  await expect(client.kafka.admin().connect()).rejects.toThrow()
  expect(connections).toHaveLength(count)
})
