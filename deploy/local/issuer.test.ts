import { request } from 'node:http'
import { generateKey, parseTrust, Signer, verifyPersonToken } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningIssuer, startIssuer } from './issuer.ts'

const issuer = 'http://127.0.0.1:9999/issuer'
const nowMs = Date.UTC(2026, 5, 1, 12)
const key = generateKey()
const deployment = 'urn:holdpoint:test'
let running: RunningIssuer
let base = ''

beforeAll(async () => {
  running = await startIssuer({
    ...{ issuer, audience: deployment, signer: new Signer(key.privateJwk), clock: () => nowMs },
    people: [{ subject: 'alice', name: 'Alice', email: 'alice@example.com' }],
    origins: ['http://localhost:9999'],
    port: 0,
  })
  base = `http://127.0.0.1:${running.port}/issuer`
})
afterAll(() => running.close())

const ask = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** fetch sets Host itself. */
function statusUnder(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(`${base}/people`, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asking.on('error', reject).end()
  })
}

describe('no token', () => {
  test.each<[string, unknown, Record<string, string>, number]>([
    ['for a stranger', { person: 'mallory' }, {}, 400],
    ['without a person', {}, {}, 400],
    ['with a nonce that is no nonce', { person: 'alice', nonce: 'a b' }, {}, 400],
    ['with a member too many', { person: 'alice', admin: true }, {}, 400],
    ['for a page from elsewhere', { person: 'alice' }, { origin: 'https://evil.example' }, 401],
    ['for a sandboxed page', { person: 'alice' }, { origin: 'null' }, 401],
    [
      'for a form, which needs no leave of the browser',
      { person: 'alice' },
      { 'content-type': 'text/plain' },
      415,
    ],
  ])('%s', async (_, body, headers, status) => {
    expect((await ask(body, headers)).status).toBe(status)
  })

  test.each(['evil.example', 'evil.example:9999', '127.0.0.1.evil.example'])(
    'under the name %j, which is not this machine’s',
    async (host) => {
      expect(await statusUnder(host)).not.toBe(200)
    },
  )
})

test('a token says who, for whom and until when, and is what the trust file’s reader accepts', async () => {
  const answer = await (await ask({ person: 'alice', nonce: 'n-1' })).json()
  const trust = parseTrust(
    JSON.stringify({
      ...{ deployment, services: {} },
      issuers: [{ issuer, audience: deployment, keys: [key.publicJwk] }],
    }),
  )
  expect(await verifyPersonToken(answer.id_token, { trust, nowMs })).toEqual({
    ...{ issuer, subject: 'alice', email: 'alice@example.com', nonce: 'n-1' },
    expiresMs: nowMs + 120_000,
  })
  const login = await (await ask({ person: 'alice' })).json()
  expect((await verifyPersonToken(login.id_token, { trust, nowMs })).expiresMs).toBe(
    nowMs + 3_600_000,
  )
})

test('its key and addresses are where OpenID clients look', async () => {
  const found = await (await fetch(`${base}/.well-known/openid-configuration`)).json()
  expect(found).toMatchObject({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
  })
  const { keys } = await (await fetch(`${base}/jwks`)).json()
  expect(keys).toEqual([key.publicJwk])
  expect(JSON.stringify(keys)).not.toContain('"d"')
})

test('the console’s page may ask, after the browser has asked whether it may', async () => {
  const origin = 'http://localhost:9999'
  const headers = { origin, 'access-control-request-method': 'POST' }
  const leave = await fetch(`${base}/token`, { method: 'OPTIONS', headers })
  expect([leave.status, leave.headers.get('access-control-allow-origin')]).toEqual([204, origin])
  const answer = await ask({ person: 'alice' }, { origin })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin])
})

test('it says what it is wherever it answers', async () => {
  for (const path of ['/people', '/.well-known/openid-configuration']) {
    const answer = await fetch(`${base}${path}`)
    expect((await answer.json()).warning).toContain('asks for no password')
    expect(answer.headers.get('x-warning')).toContain('DEMO')
  }
})
