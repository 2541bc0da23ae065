/** P4: a decision is single use and time bound. Change one byte of grant, receipt or sealed original and it is worth nothing. */
import type { Digest } from '@holdpoint/contracts'
import { Signer, signReceipt, signRequest } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { changed, grantOf } from '../support/forgery.ts'
import { type Claimed, Hand, jtiOf } from '../support/hand.ts'
import { type Stage, stage } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions
let billing: Hand
let second: Hand

const executors = ['billing', 'second'].map((id) => ({ id, audiences: ['billing'] }))
const policy = policyOf({
  types: {
    'payments.refund': {},
    'ledger.entry.add': {},
    'ledger.entry.soon': { useWithin: '1s' },
    'ledger.entry.fast': { runWithin: '1s' },
  },
  rules: [
    { name: 'refunds', types: ['payments.refund'], require: { assurance: 'sso' } },
    { name: 'ledger', types: ['ledger.*'], allow: {} },
  ],
})

beforeAll(async () => {
  at = await stage({ issuer, policy, directory: teamDirectory, executors })
  decisions = await Decisions.follow(at)
  billing = new Hand(at)
  second = new Hand(at, 'second')
})
afterAll(() => at.close())

const propose = async (type: string) =>
  (await at.agent.propose({ type, params: { amount: 120 } })).id
const held = async (type = 'payments.refund') => {
  const id = await propose(type)
  await decisions.fact('held', id)
  return id
}

describe('an original opens for nobody', () => {
  let claimed: Claimed
  let other: Claimed
  beforeAll(async () => {
    claimed = await billing.take(await propose('ledger.entry.add'))
    other = await billing.take(await propose('ledger.entry.add'))
  })
  const refusal = /HP_(SEAL_INVALID|RECEIPT_INVALID|AUTH)/

  const jweParts = ['protected header', 'wrapped key', 'initialisation vector', 'text', 'tag']
  test.each(jweParts)('when one character of the sealed %s is changed', async (part) => {
    const sealed = changed(claimed.issued.sealed, jweParts.indexOf(part))
    const answer = await billing.unseal(claimed, { sealed })
    expect(answer.text).toMatch(refusal)
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  const jwsParts = ['header', 'payload', 'signature']
  test.each(jwsParts)('when one character of the receipt’s %s is changed', async (part) => {
    const receipt = changed(claimed.receipt, jwsParts.indexOf(part))
    expect((await billing.unseal(claimed, { receipt })).status).toBe(403)
  })

  test.each(jwsParts)('when one character of the request’s %s is changed', async (part) => {
    const { actionId } = claimed.issued
    const whole = billing.request(actionId, 'unseal', { claim: claimed.claimId })
    const proof = changed(whole, jwsParts.indexOf(part))
    expect((await billing.unseal(claimed, { proof })).status).toBe(401)
  })

  const nowMs = Date.now()
  const forged = (key: string, changes: object = {}) =>
    signReceipt(new Signer(at.key(key)), {
      ...{ deployment: at.hp.urn, actionId: claimed.issued.actionId, claimId: claimed.claimId },
      ...{ grantJti: jtiOf(claimed.issued.grant), executor: 'billing' },
      ...{ keyThumbprint: billing.signer.kid, intended: digestIn(claimed.receipt) },
      ...{ issuedMs: nowMs, expiresMs: nowMs + 300_000, ...changes },
    })
  const digestIn = (receipt: string): Digest =>
    JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()).intended

  test.each<[string, () => Parameters<Hand['unseal']>[1]]>([
    ['with the receipt of another action', () => ({ receipt: other.receipt })],
    ['with another action’s sealed original', () => ({ sealed: other.issued.sealed })],
    ['with a grant instead of a receipt', () => ({ receipt: claimed.issued.grant })],
    ['with a receipt by the executor itself', () => ({ receipt: forged('executor-billing.jwk') })],
    ['with a receipt by the notifier', () => ({ receipt: forged('notifier.jwk') })],
    [
      'with a receipt of another deployment that shares the gate’s key',
      () => ({ receipt: forged('gate.jwk', { deployment: 'urn:holdpoint:other' }) }),
    ],
    [
      'with a receipt that has expired',
      () => ({ receipt: forged('gate.jwk', { expiresMs: nowMs - 1000 }) }),
    ],
    [
      'with a request for something else',
      () => ({ proof: billing.request(claimed.issued.actionId, 'claim', {}) }),
    ],
    [
      'with a request that was signed an hour ago',
      () => ({
        proof: signRequest(billing.signer, {
          ...{ deployment: at.hp.urn, subject: claimed.issued.actionId, act: 'unseal' },
          ...{ nowMs: nowMs - 3_600_000, claim: claimed.claimId },
        }),
      }),
    ],
  ])('%s', async (_, change) => {
    const answer = await billing.unseal(claimed, change())
    expect(answer.text).toMatch(refusal)
  })

  test('but the executor that holds the claim: not even for another one with its receipt', async () => {
    expect((await second.unseal(claimed)).status).toBe(403)
    const agentProof = signRequest(new Signer(at.key('agent-refunds.jwk')), {
      ...{ deployment: at.hp.urn, subject: claimed.issued.actionId, act: 'unseal', nowMs },
      claim: claimed.claimId,
    })
    expect([401, 403]).toContain((await billing.unseal(claimed, { proof: agentProof })).status)
    const opened = await billing.unseal(claimed)
    expect(opened).toMatchObject({ status: 200, body: { action: { params: { amount: 120 } } } })
  })
})

describe('a grant', () => {
  test('is claimed once: a second executor is refused, and the first gets the same receipt again', async () => {
    const id = await propose('ledger.entry.add')
    const grant = jtiOf((await grantOf(at, id)).grant)
    const answers = await Promise.all([billing.claim(id, grant), second.claim(id, grant)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [winner, loser] = answers[0]?.status === 200 ? [billing, second] : [second, billing]
    const [first] = answers.filter(({ status }) => status === 200)
    expect((await loser.claim(id, grant)).body).toMatchObject({ code: 'HP_CLAIM_TAKEN' })
    const again = await winner.claim(id, grant)
    expect(again.body).toMatchObject({ receipt: first?.body.receipt, repeated: true })
    expect(await decisions.life(id)).toEqual(['approved', 'claimed'])
  })

  test('of another action, or of none, claims nothing', async () => {
    const [one, two] = [await propose('ledger.entry.add'), await propose('ledger.entry.add')]
    const other = jtiOf((await grantOf(at, two)).grant)
    for (const grant of [other, `${one}/9`, 'x'])
      expect((await billing.claim(one, grant)).body).toMatchObject({ code: 'HP_GRANT_INVALID' })
    expect(await decisions.life(one)).toEqual(['approved'])
  })

  test('does not exist before the decision: what is pending or denied is not claimed', async () => {
    const id = await held()
    const early = await billing.claim(id, `${id}/2`)
    expect(early).toMatchObject({ status: 409, body: { code: 'HP_ACTION_CLOSED' } })
    await at.decide('bob', id, 'deny')
    expect((await billing.claim(id, `${id}/3`)).status).toBe(409)
    expect(await decisions.life(id)).not.toContain('claimed')
  })

  test('that nobody used in time is worth nothing', async () => {
    const id = await propose('ledger.entry.soon')
    const grant = jtiOf((await grantOf(at, id)).grant)
    await decisions.fact('lapsed', id)
    const late = await billing.claim(id, grant)
    expect(late).toMatchObject({ status: 409, body: { code: 'HP_ACTION_CLOSED' } })
    expect(await at.agent.settled(id)).toMatchObject({ status: 'lapsed' })
  })

  test('once claimed and past its time opens nothing, and nobody else takes it over', async () => {
    const id = await propose('ledger.entry.fast')
    const claimed = await billing.take(id)
    await decisions.fact('unknown', id)
    const late = await billing.unseal(claimed)
    expect(late).toMatchObject({ status: 403, body: { code: 'HP_RECEIPT_INVALID' } })
    expect((await second.claim(id, jtiOf(claimed.issued.grant))).status).toBe(409)
    expect(await at.agent.settled(id)).toMatchObject({ status: 'unknown', isFinal: false })
  })
})
