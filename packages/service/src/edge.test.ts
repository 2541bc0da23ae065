import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { HoldpointError, intakeBytesMax } from '@holdpoint/contracts'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEdge } from './edge.ts'
import { rawBody } from './edge-body.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'

let edge: FastifyInstance
let isReady = true
let lines: string[] = []
let fatal: HoldpointError[] = []
let wakes: (() => void)[] = []
const json = { 'content-type': 'application/json' }

beforeEach(() => {
  isReady = true
  lines = []
  fatal = []
  wakes = []
  edge = createEdge({
    log: createLogger({ service: 'demo', to: { write: (line) => void lines.push(line) } }),
    metrics: createMetrics('demo'),
    isReady: () => isReady,
    progress: () => ({ done: isReady ? 2 : 1 }),
    onFatal: (error) => fatal.push(error),
    time: { sleep: () => new Promise((resolve) => wakes.push(resolve)) },
  })
  edge.post('/echo', async (request) => ({ body: request.body, bytes: rawBody(request).length }))
  edge.post('/small', { bodyLimit: 10 }, async () => ({}))
  edge.get('/throws/:code', async (request) => {
    const { code } = request.params as { code: string }
    if (code === 'unknown') throw new Error('hunter2 in a message')
    if (code === 'text') throw 'hunter2'
    if (code === 'late') throw new HoldpointError('HP_TIMEOUT', { waitedMs: 5 })
    if (code === 'fenced') throw new HoldpointError('HP_FENCED', { slot: 1 })
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'wait', rule: 'must be a number' })
  })
})
afterEach(() => edge.close())

const post = (payload: string | Buffer, headers: Record<string, string> = json, url = '/echo') =>
  edge.inject({ method: 'POST', url, payload, headers })

describe('bad input is answered with a problem that names the field', () => {
  test.each([
    ['not JSON', '{"a":', 'HP_JSON_SYNTAX', undefined],
    ['keys twice', '{"a":{"b":1,"b":2}}', 'HP_JSON_DUPLICATE_KEY', '/a'],
    ['keys that differ by case', '{"a":1,"A":2}', 'HP_JSON_DUPLICATE_KEY', ''],
    ['a number too large', '{"n":9007199254740993}', 'HP_JSON_NUMBER', '/n'],
    ['ten thousand levels', '['.repeat(10_000), 'HP_JSON_DEPTH', expect.any(String)],
    ['a byte order mark', '\ufeff{}', 'HP_JSON_SYNTAX', undefined],
  ])('%s', async (_, payload, code, field) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    const problem = answer.json()
    expect(problem).toMatchObject({ status: 400, code, type: expect.stringContaining(code) })
    expect(problem.field).toEqual(field)
  })

  test('bytes that are not UTF-8', async () => {
    const answer = await post(Buffer.from([0x22, 0xff, 0x22]))
    expect(answer.json()).toMatchObject({ code: 'HP_JSON_SYNTAX' })
  })

  test('2 MB, and a route’s own limit', async () => {
    const large = await post(`"${'x'.repeat(2 * 1024 * 1024)}"`)
    expect(large.statusCode).toBe(413)
    expect(large.json()).toMatchObject({ code: 'HP_TOO_LARGE' })
    expect(large.json().title).toContain(String(intakeBytesMax))
    const small = await post('[1,2,3,4,5,6,7,8]', json, '/small')
    expect(small.json().title).toContain('limit of 10')
  })

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense'])(
    'content type %s',
    async (contentType) => {
      const answer = await post('{}', { 'content-type': contentType })
      expect(answer.statusCode).toBe(415)
      expect(answer.json()).toMatchObject({ code: 'HP_MEDIA_TYPE' })
    },
  )

  test.each(['/nowhere', '/v1/../etc/passwd', '/throws'])('no such route: %s', async (url) => {
    const answer = await edge.inject({ url })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'HP_ROUTE', title: 'no such route' })
    expect(answer.body).not.toContain('passwd')
  })

  test('a URL that cannot be decoded, a parameter that is too long', async () => {
    expect((await edge.inject({ url: '/throws/%E0%A4%A' })).statusCode).toBe(400)
    const long = await edge.inject({ url: `/throws/${'x'.repeat(300)}` })
    expect(long.statusCode).toBe(400)
    expect(long.json().title).toContain('FST_ERR_MAX_PARAM_LENGTH')
    expect(long.headers['content-type']).toBe('application/problem+json')
  })
})

describe('what a handler throws', () => {
  test('of ours: its status, code and field; nothing is logged', async () => {
    const answer = await edge.inject({ url: '/throws/x' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'HP_FIELD_INVALID', field: 'wait' })
    expect(lines).toEqual([])
  })

  test('retryable: says when to come again', async () => {
    const answer = await edge.inject({ url: '/throws/late' })
    expect(answer.statusCode).toBe(504)
    expect(answer.headers['retry-after']).toBe('1')
  })

  test.each(['unknown', 'text'])(
    '%s: 500 without a word of it, here and in the log',
    async (code) => {
      const answer = await edge.inject({ url: `/throws/${code}` })
      expect(answer.statusCode).toBe(500)
      expect(answer.json()).toEqual({
        type: 'https://holdpoint.dev/errors/HP_INTERNAL',
        title: 'internal error',
        status: 500,
        code: 'HP_INTERNAL',
      })
      expect(lines).toHaveLength(1)
      expect(lines.join('')).not.toContain('hunter2')
      expect(lines.join('')).toContain('/throws/:code')
      expect(fatal).toEqual([])
    },
  )

  test('fatal: answered, and the process is told', async () => {
    expect((await edge.inject({ url: '/throws/fenced' })).statusCode).toBe(500)
    expect(fatal.map((error) => error.code)).toEqual(['HP_FENCED'])
  })
})

describe('good input', () => {
  test('comes parsed, with its bytes', async () => {
    const answer = await post('{ "a": [1, "é"] }')
    expect(answer.json()).toEqual({ body: { a: [1, 'é'] }, bytes: 18 })
  })

  test('a structured CloudEvent is JSON; so is JSON with a charset', async () => {
    for (const type of ['application/cloudevents+json', 'application/json; charset=utf-8']) {
      expect((await post('{}', { 'content-type': type })).statusCode).toBe(200)
    }
  })

  test('no body is no value', async () => {
    expect((await post('')).json()).toEqual({ bytes: 0 })
    expect((await post('', {})).json()).toEqual({ bytes: 0 })
  })

  test('a __proto__ member reaches no prototype', async () => {
    const answer = await post('{"__proto__":{"isAdmin":true}}')
    expect(answer.body).toContain('"__proto__":{"isAdmin":true}')
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('no answer is kept or sniffed on its way', async () => {
    for (const url of ['/healthz', '/nowhere', '/throws/x']) {
      const { headers } = await edge.inject({ url })
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })
})

describe('for operators', () => {
  test('alive, and ready or not', async () => {
    expect((await edge.inject({ url: '/healthz' })).statusCode).toBe(200)
    const ask = async () => {
      const answer = await edge.inject({ url: '/readyz' })
      return [answer.statusCode, answer.json()]
    }
    expect(await ask()).toEqual([200, { status: 'ready', done: 2 }])
    isReady = false
    expect(await ask()).toEqual([503, { status: 'not ready', done: 1 }])
    expect((await edge.inject({ url: '/healthz' })).statusCode).toBe(200)
  })

  test('metrics by route pattern, never by address', async () => {
    await edge.inject({ url: '/throws/secret-name' })
    await edge.inject({ url: '/nowhere/secret-name' })
    const { body, headers } = await edge.inject({ url: '/metrics' })
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toContain('route="/throws/:code",status="400"')
    expect(body).toContain('route="none",status="404"')
    expect(body).not.toContain('secret-name')
  })
})

describe('on a real socket', () => {
  async function talk(text: string): Promise<string> {
    const { port } = new URL(await edge.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect(Number(port), '127.0.0.1')
    socket.end(text)
    let answer = ''
    for await (const chunk of socket) answer += chunk
    return answer
  }

  test('what is not HTTP is answered with a problem, and nothing of it comes back', async () => {
    const answer = await talk('hunter2\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('application/problem+json')
    const [, body = ''] = answer.split('\r\n\r\n')
    expect(JSON.parse(body)).toMatchObject({ code: 'HP_REQUEST' })
    expect(answer).not.toContain('hunter2')
  })

  test('headers over the server’s limit are refused', async () => {
    const answer = await talk(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('HPE_HEADER_OVERFLOW')
  })

  async function open(): Promise<Socket> {
    const address = await edge.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    await once(socket, 'connect')
    return socket
  }

  test('a close does not wait for a connection on which nobody ever spoke', async () => {
    const socket = await open()
    const gone = once(socket, 'close')
    await edge.close()
    await gone
    expect(wakes).toHaveLength(1)
  })

  test('a close lets an answer in hand go out', async () => {
    let release: () => void = () => {}
    let asked = false
    edge.get('/slow', () => {
      asked = true
      return new Promise((resolve) => {
        release = () => resolve({ done: true })
      })
    })
    const socket = await open()
    socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n')
    await expect.poll(() => asked).toBe(true)
    const closed = edge.close()
    release()
    expect(String((await once(socket, 'data'))[0])).toContain('{"done":true}')
    await closed
  })

  test('an answer that never ends is cut when the drain is over', async () => {
    let asked = false
    edge.get('/stream', () => {
      asked = true
      return new Promise(() => {})
    })
    const socket = await open()
    const gone = once(socket, 'close')
    socket.on('error', () => {})
    socket.write('GET /stream HTTP/1.1\r\nhost: x\r\n\r\n')
    await expect.poll(() => asked).toBe(true)
    const closed = edge.close()
    await expect.poll(() => wakes.length).toBe(1)
    for (const wake of wakes) wake()
    await closed
    await gone
  })
})
