/** Both roles as they are started: from files, with real HTTP, on the in-memory bus. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { ActionRedacted, check, deriveActionId, topicName } from '@holdpoint/contracts'
import { signReceipt, signRequest } from '@holdpoint/seal'
import { createLogger, createMetrics, type Running } from '@holdpoint/service'
import { until } from '@holdpoint/testkit'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { SealingConfig } from './config.ts'
import { sealingService } from './sealing.ts'
import {
  action,
  actionId,
  bench,
  deployment,
  eventsOn,
  executorSigner,
  gateSigner,
  intentRecord,
  proofOf,
  trust,
  unsealingJwk,
} from './testing.ts'
import { unsealingService } from './unsealing.ts'

const nowMs = Date.UTC(2026, 10, 21, 12)
const clock = () => nowMs
const running: Running[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

const dir = mkdtempSync(join(tmpdir(), 'redactor-'))
afterAll(() => rmSync(dir, { recursive: true }))

function put(name: string, text: string): string {
  const file = join(dir, name)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

/** A deployment on disk, with a port of the system's choosing. */
function deploymentFiles(): SealingConfig {
  const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64url')
  return {
    service: 'redactor',
    deployment,
    http: { host: '127.0.0.1', port: 0 },
    kafka: { brokers: ['localhost:1'], prefix: '', username: 'redactor', password: 'x' },
    files: { trust: put('trust.yaml', trust.text), directory: put('directory.yaml', 'people: []') },
    keys: {
      mac: put('mac.key', secret(1)),
      tags: put('tags.key', secret(2)),
      salts: put('salts.key', secret(3)),
    },
  }
}

function context<C extends { service: string }>(config: C) {
  const lines: string[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLogger({ service: config.service, to })
  return { config, log, metrics: createMetrics(config.service), lines }
}

async function startSealing(config = deploymentFiles(), given = bench()) {
  const port = await freePort()
  const known = context({ ...config, http: { host: '127.0.0.1', port } })
  const openBus = async () => given.cluster.bus()
  running.push(await sealingService({ openBus, clock, cores: 1 }).start(known))
  return { ...given, lines: known.lines, url: `http://127.0.0.1:${port}` }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  })
}

const proofHeaders = () => {
  const { hpproof = '', hpsalt = '' } = proofOf(action())
  return { 'hp-proof': hpproof, 'hp-salt': hpsalt }
}

test('a trust file of another deployment stops the start', async () => {
  const config = { ...deploymentFiles(), deployment: 'urn:holdpoint:other' }
  const service = sealingService({ openBus: async () => bench().cluster.bus(), clock, cores: 1 })
  await expect(service.start(context(config))).rejects.toMatchObject({ code: 'HP_CONFIG' })
})

test('a missing key file stops the start and is named', async () => {
  const config = deploymentFiles()
  const keys = { ...config.keys, mac: '/nowhere/mac.key' }
  const service = sealingService({ openBus: async () => bench().cluster.bus(), clock, cores: 1 })
  const started = service.start(context({ ...config, keys }))
  await expect(started).rejects.toThrow(/\/nowhere\/mac\.key/)
})

test('a detector that is wrong stops the start, named by file and field', async () => {
  const config = deploymentFiles()
  const detection = put('wrong.yaml', 'detectors: [{name: a, type: CUSTOM, shapes: ["[0-9]+"]}]')
  const service = sealingService({ openBus: async () => bench().cluster.bus(), clock, cores: 1 })
  const started = service.start(context({ ...config, files: { ...config.files, detection } }))
  await expect(started).rejects.toThrow(/wrong\.yaml: \/detectors\/0\/shapes\/0 has \[/)
})

test('the detectors of the operator are at work, and placeholders show what may be shown', async () => {
  const config = deploymentFiles()
  const rules = 'detectors: [{name: a, type: CUSTOM, literals: [bob]}]\nreveal: [EMAIL, CARD]'
  const detection = put('detection.yaml', rules)
  const files = { ...config.files, detection }
  const { url, cluster } = await startSealing({ ...config, files })
  await post(`${url}/v1/intents`, action(), proofHeaders())
  const redacted = () => eventsOn(cluster, topicName('', 'redacted'))
  await until(() => redacted().length === 1, { deadlineMs: 5000, what: 'a redacted record' })
  expect(JSON.stringify(redacted())).toMatch(/⟦(?:EMAIL|CARD)·\w+·[^⟧]+⟧/)
})

test.each<[string, string, Record<string, string>, number, string, string | undefined]>([
  ['not JSON', 'hello', {}, 400, 'HP_JSON_SYNTAX', undefined],
  ['2 MB', JSON.stringify('x'.repeat(2 * 1024 * 1024)), {}, 413, 'HP_TOO_LARGE', undefined],
  ['depth 10,000', '['.repeat(10_000) + ']'.repeat(10_000), {}, 400, 'HP_JSON_DEPTH', undefined],
  ['two equal keys', '{"id":1,"id":2}', {}, 400, 'HP_JSON_DUPLICATE_KEY', ''],
  ['a missing field', '{}', {}, 400, 'HP_FIELD_INVALID', '/id'],
  ['no signature', JSON.stringify(action()), {}, 401, 'HP_PROOF_MISSING', 'hpproof'],
])(
  'HTTP answers %s with a problem that names the field',
  async (_, body, headers, status, code, field) => {
    const { url } = await startSealing()
    const response = await post(`${url}/v1/intents`, body, headers)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toMatch('application/problem+json')
    const problem = (await response.json()) as { code: string; field?: string }
    expect(problem.code).toBe(code)
    if (field !== undefined) expect(problem.field).toBe(field)
  },
)

test('an intent sent over HTTP becomes a redacted record, and the log knows nothing of it', async () => {
  const { url, cluster, lines } = await startSealing()
  const response = await post(`${url}/v1/intents`, action(), proofHeaders())
  expect(response.status).toBe(202)
  expect(await response.json()).toMatchObject({ id: actionId })
  const redacted = () => eventsOn(cluster, topicName('', 'redacted'))
  await until(() => redacted().length === 1, { deadlineMs: 5000, what: 'a redacted record' })
  expect(lines.join('')).not.toMatch(/bob@|4111/)
})

test('a refused record is one log line with code and place, and never a value', async () => {
  const { cluster, lines } = await startSealing()
  const canary = 'bob@customer.example'
  const record = intentRecord(action({ params: { [canary]: canary } }), {})
  await cluster.bus().send([record])
  await until(() => lines.length === 1, { deadlineMs: 5000, what: 'a log line' })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'HP_PROOF_MISSING', offset: 0 })
  expect(lines.join('')).not.toContain('bob@')
})

test('with workers, stopped in the middle and started again: every record, in its order', async () => {
  const config = { ...deploymentFiles(), workers: 2 }
  const given = bench()
  const ids = Array.from({ length: 400 }, (_, n) => deriveActionId('refund-bot', `key ${n}`))
  await given.cluster.bus().send(ids.map((id) => intentRecord(action({ id }))))
  const offsets = () =>
    eventsOn(given.cluster, topicName('', 'redacted')).map(
      ({ data }) => check(ActionRedacted, data).source,
    )
  await startSealing(config, given)
  await until(() => offsets().length > 0, { deadlineMs: 20_000, what: 'a first record' })
  for (const one of running.splice(0)) await one.stop()
  await startSealing(config, given)
  const seen = () => new Set(offsets().map(({ partition, offset }) => `${partition}/${offset}`))
  await until(() => seen().size === ids.length, { deadlineMs: 20_000, what: 'every record' })
  for (const [, of] of Map.groupBy(offsets(), ({ partition }) => partition)) {
    const places = [...new Set(of.map(({ offset }) => offset))]
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  }
})

test('the executor gets its original from the unsealing role, which logs ids only', async () => {
  const config = deploymentFiles()
  const unseal = put('unseal.jwk', JSON.stringify(unsealingJwk))
  const { url, cluster } = await startSealing(config)
  await post(`${url}/v1/intents`, action(), proofHeaders())
  const redacted = () => eventsOn(cluster, topicName('', 'redacted'))
  await until(() => redacted().length === 1, { deadlineMs: 5000, what: 'a redacted record' })
  const { sealed, intended } = check(ActionRedacted, redacted()[0]?.data)
  const { files, service } = config
  const port = await freePort()
  const http = { host: '127.0.0.1', port }
  const known = context({
    service,
    deployment,
    http,
    files: { trust: files.trust },
    keys: { unseal },
  })
  running.push(await unsealingService(clock).start(known))
  const receipt = signReceipt(gateSigner, {
    deployment,
    actionId: action().id,
    claimId: 'claim-1',
    grantJti: 'grant-1',
    executor: 'payer',
    keyThumbprint: executorSigner.kid,
    intended,
    issuedMs: nowMs,
    expiresMs: nowMs + 60_000,
  })
  const proof = signRequest(executorSigner, {
    deployment,
    subject: actionId,
    act: 'unseal',
    jti: 'request-1',
    claim: 'claim-1',
    nowMs,
  })
  const response = await post(`http://127.0.0.1:${port}/v1/unseal`, { sealed, receipt, proof })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.json()).toMatchObject({ action: action() })
  expect(known.lines.join('')).toContain(actionId)
  expect(known.lines.join('')).not.toMatch(/bob@|4111/)
  const refused = await post(`http://127.0.0.1:${port}/v1/unseal`, { sealed, receipt, proof: 'x' })
  expect(refused.status).toBe(401)
})
