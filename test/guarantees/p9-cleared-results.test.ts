/** P9, the exception: a result that policy clears opens for the very agent that asked, with its key, in time; for nobody else, and nothing that is not cleared. */
import { type ActionId, type ActionSettled, decodeEvent } from '@holdpoint/contracts'
import { type Holdpoint, holdpoint } from '@holdpoint/sdk'
import { type PrivateJwk, Signer, signRequest, signResultReceipt } from '@holdpoint/seal'
import { samplePolicy, uniqueName } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { Decisions } from '../support/decisions.ts'
import { Hand } from '../support/hand.ts'
import { needlesOf, planted, plantedResult } from '../support/planted.ts'
import { Search } from '../support/search.ts'
import { type Stage, stage } from '../support/stage.ts'

const cleared = 'crm.contact.export'
const uncleared = 'crm.contact.read'
/** Gone already when it arrives. */
const pastMs = 60_000

let at: Stage
let decisions: Decisions
let id: ActionId
let settled: ActionSettled

beforeAll(async () => {
  const policy = parse(samplePolicy('billing'))
  policy.types[cleared] = { title: 'Export a contact' }
  policy.rules.unshift({ name: 'exports', types: [cleared], allow: { clearResult: true } })
  at = await stage({ agents: ['refunds', 'other'], policy: stringify(policy) })
  decisions = await Decisions.follow(at)
  id = await live(cleared)
  settled = await endOf(id)
})
afterAll(() => at.close())

async function live(type: string): Promise<ActionId> {
  const { id: actionId } = await at.agent.propose({ type, params: { contact: 17 } })
  const hand = new Hand(at)
  const { claimId } = await hand.take(actionId)
  await hand.report({ actionId, claimId, status: 'succeeded', result: plantedResult() })
  await decisions.fact('succeeded', actionId)
  return actionId
}

async function endOf(actionId: ActionId): Promise<ActionSettled> {
  const records = (await at.records('settled')).filter(({ key }) => key === actionId)
  expect(records).toHaveLength(1)
  const [record] = records
  if (!record) throw new Error('not settled')
  return decodeEvent(record).data as ActionSettled
}

function expectMasked(value: unknown): void {
  const search = new Search(needlesOf(planted))
  search.look('answer', JSON.stringify(value))
  expect([...search.found]).toEqual([])
}

interface Attempt {
  readonly by?: string
  readonly receipt?: string
  readonly sealed?: string
}

async function ask({ by = 'agent-refunds', ...asked }: Attempt = {}) {
  const { urn: deployment, urls } = at.hp
  const { sealed = '', receipt = '', claimId: claim = '' } = settled.cleared ?? {}
  const signed = { deployment, subject: id, act: 'unseal', nowMs: Date.now(), claim } as const
  const signer = new Signer(at.key(`${by}.jwk`))
  const proof = signRequest(signer, { ...signed, jti: uniqueName('ask') })
  const answer = await fetch(`${urls.unsealer}/v1/unseal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sealed, receipt, proof, ...asked }),
  })
  return { status: answer.status, text: await answer.text() }
}

describe('a cleared result does not open', () => {
  test.each(['agent-other', 'executor-billing', 'gate', 'notifier', 'auditor'])(
    'for %s, with the agent’s own receipt',
    async (by) => {
      const { status, text } = await ask({ by })
      expect([401, 403]).toContain(status)
      expectMasked(text)
    },
  )

  test('with a receipt that has expired, was changed, or was signed by anybody but the gate', async () => {
    const key = at.key('agent-refunds.jwk')
    const receiptBy = (signer: PrivateJwk, expiresMs: number) =>
      signResultReceipt(new Signer(signer), {
        ...{ deployment: at.hp.urn, actionId: id, agent: 'refunds', expiresMs },
        ...{ claimId: settled.cleared?.claimId ?? '', keyThumbprint: new Signer(key).kid },
        ...{ reported: reportedIn(settled), issuedMs: Date.now() - 2 * pastMs },
      })
    const genuine = settled.cleared?.receipt ?? ''
    for (const receipt of [
      receiptBy(at.key('gate.jwk'), Date.now() - pastMs),
      receiptBy(key, Date.now() + pastMs),
      `${genuine.slice(0, -8)}${genuine.at(-8) === 'A' ? 'B' : 'A'}${genuine.slice(-7)}`,
    ]) {
      const { status, text } = await ask({ receipt })
      expect(status).toBe(403)
      expectMasked(text)
    }
    // The forgery is right in everything but its time: in time it would open.
    const inTime = receiptBy(at.key('gate.jwk'), Date.now() + pastMs)
    expect((await ask({ receipt: inTime })).status).toBe(200)
  })

  test('for the original of the action: it is a receipt for the result alone', async () => {
    const grants = (await at.records('approved')).filter(({ key }) => key === id)
    const { sealed } = decodeEvent(grants[0] as (typeof grants)[0]).data as { sealed: string }
    expect((await ask({ sealed })).status).toBe(422)
  })
})

describe('without clearance', () => {
  test('nothing sealed travels, and the agent gets the masked result only', async () => {
    const other = await live(uncleared)
    expect(await endOf(other)).not.toHaveProperty('cleared')
    const settlement = await at.agent.settled(other)
    expectMasked(settlement)
    await expect(at.agent.result(other)).rejects.toMatchObject({ code: 'HP_NOT_ENTITLED' })
    await expect(at.kafkaAgent().result(other)).rejects.toMatchObject({ code: 'HP_NOT_ENTITLED' })
  })

  test('executors see no receipt either, and another agent not even the action', async () => {
    const answer = await fetch(`${at.hp.urls.gate}/v1/actions/${id}`, {
      headers: { authorization: `HP ${readRequest('executor-billing')}` },
    })
    expect(await answer.json()).not.toHaveProperty('cleared')
    const look = agentNamed('other').result(id, { maxWaitMs: 0 })
    await expect(look).rejects.toMatchObject({ code: 'HP_NOT_ENTITLED' })
  })
})

describe('the cleared agent', () => {
  test('is shown the masked result, as everybody', async () => {
    for (const agent of [at.agent, at.kafkaAgent()]) expectMasked(await agent.settled(id))
    const answer = await fetch(`${at.hp.urls.gate}/v1/actions/${id}`, {
      headers: { authorization: `HP ${readRequest('agent-refunds')}` },
    })
    const view = await answer.json()
    expectMasked(view)
    expect(view).toMatchObject({ status: 'succeeded', cleared: settled.cleared })
  })

  test('gets the original over HTTP, and over Kafka', async () => {
    expect(await at.agent.result(id)).toEqual(plantedResult())
    expect(await at.kafkaAgent().result(id)).toEqual(plantedResult())
  })

  test('and the log says that it was cleared', async () => {
    expect(await decisions.fact('approved', id)).toMatchObject({ body: { clearResult: true } })
  })
})

function agentNamed(name: string): Holdpoint {
  const agent = { id: name, key: at.key(`agent-${name}.jwk`) }
  return holdpoint({ agent, deployment: at.hp.urn, transport: at.http })
}

function readRequest(by: string): string {
  const { urn: deployment } = at.hp
  const signed = { deployment, subject: id, act: 'read', nowMs: Date.now() } as const
  return signRequest(new Signer(at.key(`${by}.jwk`)), { ...signed, jti: uniqueName('read') })
}

/** Which outcome the genuine receipt is for. */
function reportedIn({ cleared: given }: ActionSettled) {
  const payload = Buffer.from(given?.receipt.split('.')[1] ?? '', 'base64url').toString()
  return JSON.parse(payload).reported
}
