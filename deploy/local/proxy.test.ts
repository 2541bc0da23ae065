import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { portOf } from './loopback.ts'
import { type RunningProxy, startProxy, targetOf } from './proxy.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function target(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<number> {
  const server: Server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return portOf(server) ?? 0
}

async function proxy(
  targets: Parameters<typeof startProxy>[0]['targets'],
): Promise<RunningProxy & { url: string }> {
  const running = await startProxy({ port: 0, targets })
  closing.push(() => running.close())
  return { ...running, url: `http://127.0.0.1:${running.port}` }
}

test.each([
  ['/', 'notifier'],
  ['/?x=/v1/actions', 'notifier'],
  ['/a/01890a5d', 'notifier'],
  ['/v1/events', 'notifier'],
  ['/v1/approvals?state=pending', 'notifier'],
  ['/v1/approved?wait=1', 'gate'],
  ['/v1/actions/01890a5d/claim', 'gate'],
  ['/v1/intents', 'redactor'],
  ['/v1/unseal', 'unsealer'],
  ['/tile/0/000', 'auditor'],
  ['/issuer/token', 'issuer'],
  ['/v1/actionsmore', undefined],
  ['/metrics', undefined],
  ['/v1', undefined],
  ['http://elsewhere/v1/actions', undefined],
])('%s goes to %s', (url, name) => {
  expect(targetOf(url)).toBe(name)
})

describe('refused', () => {
  test('what is nobody’s, and what is not there', async () => {
    const { url } = await proxy({})
    for (const path of ['/metrics', '/v1/actions/x']) {
      const answer = await fetch(url + path)
      expect([answer.status, (await answer.json()).code]).toEqual([404, 'HP_ROUTE'])
    }
  })

  test('a name that is not this machine’s', async () => {
    const { port } = await proxy({
      notifier: await target((_, response) => response.end('secret')),
    })
    const status = await new Promise((resolve, reject) => {
      const asking = request(
        { port, host: '127.0.0.1', headers: { host: 'evil.example' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
      asking.on('error', reject).end()
    })
    expect(status).toBe(404)
  })

  test('with 503 while a service is down, naming it', async () => {
    const { url } = await proxy({ gate: 1 })
    const answer = await fetch(`${url}/v1/actions/x`)
    expect([answer.status, (await answer.json()).title]).toEqual([503, 'the gate is not available'])
  })
})

test('method, path, query, body and status go through as they are', async () => {
  const seen: string[] = []
  const port = await target(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    seen.push(`${incoming.method} ${incoming.url} ${Buffer.concat(chunks)}`)
    response.writeHead(202, { 'x-one': '1' }).end('{"ok":true}')
  })
  const { url } = await proxy({ redactor: port })
  const answer = await fetch(`${url}/v1/intents?a=%2F..%2F`, {
    method: 'POST',
    body: 'x'.repeat(200_000),
  })
  expect([answer.status, answer.headers.get('x-one'), await answer.text()]).toEqual([
    202,
    '1',
    '{"ok":true}',
  ])
  expect(seen).toEqual([`POST /v1/intents?a=%2F..%2F ${'x'.repeat(200_000)}`])
})

test('headers of one hop, and claims about where a request came from, do not go through', async () => {
  let headers: IncomingMessage['headers'] = {}
  const port = await target((incoming, response) => {
    headers = incoming.headers
    response
      .writeHead(200, { 'keep-alive': 'timeout=5', 'x-drop': '1', connection: 'x-drop' })
      .end()
  })
  const { port: at } = await proxy({ notifier: port })
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(at, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    const lines = [
      'GET / HTTP/1.1',
      'Host: localhost',
      'X-Forwarded-For: 1.2.3.4',
      'Forwarded: for=1.2.3.4',
    ]
    const more = [
      'Authorization: HP a.b.c',
      'X-Secret-Hop: 1',
      'Connection: close, X-Secret-Hop',
      'TE: trailers',
    ]
    socket.write(`${[...lines, ...more].join('\r\n')}\r\n\r\n`)
  })
  expect(answer).toContain('200 OK')
  expect(answer.toLowerCase()).not.toMatch(/x-drop|timeout=5/)
  expect(headers).toMatchObject({
    authorization: 'HP a.b.c',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'localhost',
  })
  for (const name of ['x-secret-hop', 'te', 'forwarded']) expect(headers).not.toHaveProperty(name)
})

test('an event stream arrives piece by piece, and its end reaches the service', async () => {
  const ended = Promise.withResolvers<void>()
  const port = await target((incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    incoming.on('close', () => ended.resolve())
  })
  const { url } = await proxy({ notifier: port })
  const stop = new AbortController()
  const answer = await fetch(`${url}/v1/events`, { signal: stop.signal })
  const first = await answer.body?.getReader().read()
  expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n')
  stop.abort()
  await ended.promise
})

test('a service that breaks off in the middle breaks the answer off, and does not complete it', async () => {
  const port = await target((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  })
  const { url } = await proxy({ auditor: port })
  const answer = await fetch(`${url}/checkpoint`)
  await expect(answer.text()).rejects.toThrow()
})
