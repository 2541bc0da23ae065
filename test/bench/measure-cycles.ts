/**
 * Whole cycles through the HTTP edges, many at once: `POST /v1/intents`, then, once the action is held, a person's `POST …/decision` under their login (a `chat`
 * vote, as the page and other clients cast for what is not high risk), until the grant lies on its topic.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { decisionTypes, grantIssued, HoldpointError, topicName } from '@holdpoint/contracts'
import type { Deployment } from '@holdpoint/local'
import { encodeBase64url, type PrivateJwk, Signer } from '@holdpoint/seal'
import { intents, type PreparedIntent } from './load.ts'
import { heldActions, timed } from './measure-throughput.ts'
import type { Processes } from './processes.ts'
import type { Rate } from './report.ts'
import type { Stand } from './stand.ts'
import { Watch } from './watch.ts'

/** Cycles under way at once. */
export const inFlight = 64
const subject = 'alice'
const loginSeconds = 3600
const expected: ReadonlySet<number> = new Set([200, 202, 404])
/** Together longer than any notifier lags behind. */
const unknownMax = 1000
const againMs = 5

export async function measureCycles(
  stand: Stand,
  deployment: Deployment,
  running: Processes,
  count: number,
): Promise<Rate> {
  const { prefix, urls } = deployment
  const held = await Watch.open(stand, topicName(prefix, 'decisions'), decisionTypes.held)
  const grants = await Watch.open(stand, topicName(prefix, 'approved'), grantIssued)
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  const login = { authorization: `Bearer ${loginOf(deployment)}` }
  const cycle = async ({ id, value, proof, salt }: PreparedIntent) => {
    const signed = { 'hp-proof': proof, 'hp-salt': salt }
    await post(agent, new URL('/v1/intents', urls.redactor), value, signed)
    const arrival = await held.arrival(id)
    const [action] = heldActions({ arrivals: new Map([[id, arrival]]) })
    const decision = Buffer.from(
      JSON.stringify({ verdict: 'approve', presented: action?.presented }),
    )
    await decide(agent, new URL(`/v1/approvals/${id}/decision`, urls.notifier), decision, login)
    await grants.arrival(id)
  }
  const waiting = intents({ deployment, count, nowMs: Date.now() }).values()
  const work = async () => {
    for (const intent of waiting) await cycle(intent)
  }
  const rate = await timed(running, count, async () => {
    await Promise.all(Array.from({ length: inFlight }, work))
  })
  agent.destroy()
  await Promise.all([held.close(), grants.close()])
  return rate
}

/** As the issuer of the trust file would write it. */
function loginOf({ urn, issuer, keyFile }: Deployment): string {
  const signer = new Signer(JSON.parse(readFileSync(keyFile('issuer.jwk'), 'utf8')) as PrivateJwk)
  const iat = Math.floor(Date.now() / 1000)
  const header = { alg: 'EdDSA', kid: signer.kid, typ: 'JWT' }
  const claims = {
    iss: issuer,
    aud: urn,
    sub: subject,
    iat,
    auth_time: iat,
    exp: iat + loginSeconds,
  }
  const input = [header, claims].map((part) => encodeBase64url(JSON.stringify(part))).join('.')
  return `${input}.${encodeBase64url(signer.sign(Buffer.from(input)))}`
}

/** The notifier may hear of the action a moment after we have. */
async function decide(
  agent: Agent,
  url: URL,
  decision: Buffer,
  login: Readonly<Record<string, string>>,
): Promise<void> {
  for (let attempt = 0; attempt < unknownMax; attempt++) {
    if ((await post(agent, url, decision, login)) === 200) return
    await sleep(againMs)
  }
  throw new HoldpointError('HP_SETUP', { what: 'the notifier does not take the decision' })
}

/** Resolves with the status: 200, 202, or 404 for what is not known yet. */
function post(
  agent: Agent,
  url: URL,
  body: Buffer,
  more: Readonly<Record<string, string>>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = { 'content-type': 'application/json', 'content-length': body.length, ...more }
  const call = request(url, { method: 'POST', agent, headers }, (answer) => {
    const status = answer.statusCode ?? 0
    answer.resume()
    answer.once('end', () => {
      if (expected.has(status)) resolve(status)
      else reject(new HoldpointError('HP_SETUP', { what: `${url.pathname} answered ${status}` }))
    })
  })
  call.once('error', reject)
  call.end(body)
  return promise
}
