/** Every route that takes a command refuses in one form: an RFC 9457 problem with a stable code, and nothing reaches a topic. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { desk } from '../../test/desk.ts'
import { idOf } from '../../test/fixture.ts'

let at: Awaited<ReturnType<typeof desk>>
beforeEach(async () => {
  at = await desk()
  await at.hold(1)
})
afterEach(() => at.close())

const routes = [
  ...['decision', 'revoke', 'reconcile'].map((verb) => `/v1/approvals/${idOf(1)}/${verb}`),
  ...['/v1/freezes', '/v1/freezes/f-1/thaw'],
]
const json = { 'content-type': 'application/json' }

describe.each(routes)('POST %s', (url) => {
  test.each<[string, Record<string, string>, string, number, string]>([
    ['what is no JSON', json, '{"reason":', 400, 'HP_JSON_SYNTAX'],
    ['two keys alike', json, '{"reason":"a","reason":"b"}', 400, 'HP_JSON_DUPLICATE_KEY'],
    ['another content type', { 'content-type': 'text/plain' }, 'yes', 415, 'HP_MEDIA_TYPE'],
    ['too much', json, JSON.stringify({ reason: 'x'.repeat(70_000) }), 413, 'HP_TOO_LARGE'],
    ['no body', json, '', 400, 'HP_FIELD_INVALID'],
  ])('refuses %s by its code', async (_, headers, payload, status, code) => {
    const all = { ...(await at.as('ana')), ...headers }
    const answer = await at.edge.inject({ method: 'POST', url, headers: all, payload })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(answer.json()).toMatchObject({
      ...{ type: `https://holdpoint.dev/errors/${code}`, title: expect.any(String), status },
    })
  })

  test('refuses who is nobody, before it looks at what they want', async () => {
    const answer = await at.edge.inject({ method: 'POST', url, headers: json, payload: '{}' })
    expect(answer.json()).toMatchObject({ status: 401, code: 'HP_AUTH' })
  })

  test('is there for POST alone', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
      const answer = await at.edge.inject({ method, url, headers: await at.as('ana') })
      expect(answer.json()).toMatchObject({ status: 404, code: 'HP_ROUTE' })
    }
    expect([at.world.gate.votes, at.world.gate.stops]).toEqual([[], []])
  })
})
