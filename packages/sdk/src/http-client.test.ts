/** What an answer means that is not the edge's yes. */
import { errors, HoldpointError } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { call, readJson } from './http-client.ts'

const answering =
  (answer: Response | Error): typeof fetch =>
  async () => {
    if (answer instanceof Error) throw answer
    return answer
  }
const get = (answer: Response | Error) =>
  call(answering(answer), { method: 'GET', base: 'http://edge.test', path: '/v1/x' })
const problem = (code: string, status: number, more: object = {}) =>
  new Response(JSON.stringify({ code, title: `about ${code}`, status, ...more }), { status })

describe('refusals', () => {
  test('come back with the edge’s code, field and sentence', async () => {
    const answer = problem('HP_FIELD_INVALID', 400, {
      field: '/params',
      title: 'field "/params" is wrong',
    })
    await expect(get(answer)).rejects.toMatchObject({
      ...{ code: 'HP_FIELD_INVALID', kind: 'terminal', message: 'field "/params" is wrong' },
      details: { field: '/params' },
    })
  })

  test('keep their kind: what may help again, and what may not', async () => {
    await expect(get(problem('HP_TIMEOUT', 504))).rejects.toMatchObject({ kind: 'retryable' })
    await expect(get(problem('HP_CLAIM_TAKEN', 409))).rejects.toMatchObject({ kind: 'terminal' })
  })

  test('a sentence of any length is cut', async () => {
    const error = await get(problem('HP_ROUTE', 404, { title: 'x'.repeat(9999) })).catch((e) => e)
    expect(error.message).toHaveLength(500)
  })

  test.each(
    Object.keys(errors).filter((code) => errors[code as keyof typeof errors].kind === 'fatal'),
  )('%s over there is not fatal here', async (code) => {
    await expect(get(problem(code, 500))).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
  })

  test.each(['toString', '__proto__', 'HP_MADE_UP', 7, null])(
    '%j is no code of ours',
    async (code) => {
      const answer = new Response(JSON.stringify({ code }), { status: 503 })
      await expect(get(answer)).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
    },
  )
})

describe('answers of something that is no edge', () => {
  test.each([
    [500, 'HP_UNAVAILABLE'],
    [502, 'HP_UNAVAILABLE'],
    [429, 'HP_UNAVAILABLE'],
    [408, 'HP_UNAVAILABLE'],
    [404, 'HP_ROUTE'],
    [401, 'HP_AUTH'],
    [403, 'HP_AUTH'],
    [302, 'HP_AUTH'],
  ])('%i is %s', async (status, code) => {
    await expect(get(new Response('<html>', { status }))).rejects.toMatchObject({ code })
    await expect(get(new Response(null, { status }))).rejects.toMatchObject({ code })
    await expect(get(new Response('[]', { status }))).rejects.toMatchObject({ code })
  })

  test('no connection is unavailable, and names the host alone', async () => {
    const secretUrl = {
      method: 'GET',
      base: 'http://user:planted@edge.test/base/',
      path: '/v1/x?q=planted',
    } as const
    const error = await call(answering(new TypeError('fetch failed')), secretUrl).catch((e) => e)
    expect(error).toMatchObject({ code: 'HP_UNAVAILABLE', details: { what: 'edge.test' } })
    expect(error.message).not.toContain('planted')
  })

  test('an answer without end is cut off', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    await expect(get(new Response(body))).rejects.toMatchObject({ code: 'HP_TOO_LARGE' })
    expect(sent).toBeLessThan(20)
  })

  test('an answer that breaks off is unavailable', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError('terminated')),
    })
    await expect(get(new Response(body))).rejects.toMatchObject({ code: 'HP_UNAVAILABLE' })
  })

  test('a yes that is no JSON is refused when it is read', () => {
    expect(() => readJson(Buffer.from('<html>'))).toThrow(HoldpointError)
  })
})

describe('requests', () => {
  const seen: { url: string; init: RequestInit }[] = []
  const noting: typeof fetch = async (input, init = {}) => {
    seen.push({ url: String(input), init })
    return new Response('{}')
  }

  test('keep the path of their base, and follow no redirect with their signature', async () => {
    await call(noting, { method: 'GET', base: 'https://x.test/hp/', path: '/v1/a?b=1' })
    expect(seen.at(-1)).toMatchObject({
      url: 'https://x.test/hp/v1/a?b=1',
      init: { redirect: 'manual' },
    })
    expect(seen.at(-1)?.init).not.toHaveProperty('body')
  })

  test('say that their body is JSON', async () => {
    const headers = { 'hp-proof': 'p' }
    await call(noting, {
      method: 'POST',
      base: 'https://x.test',
      path: '/v1/a',
      body: '{}',
      headers,
    })
    expect(seen.at(-1)?.init).toMatchObject({
      ...{ body: '{}', headers: { 'content-type': 'application/json', 'hp-proof': 'p' } },
    })
  })

  test('end with the caller’s own reason when the caller gives up', async () => {
    const stop = new AbortController()
    const hanging: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted')))
      })
    const given = { method: 'GET', base: 'https://x.test', path: '/', signal: stop.signal } as const
    const calling = call(hanging, given)
    stop.abort(new Error('enough'))
    await expect(calling).rejects.toThrow('enough')
  })
})
