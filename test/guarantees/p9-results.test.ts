/** P9: sensitive data in results does not reach the agent's model either: everybody gets the masked result, and the sealed one opens for no agent. */
import {
  type ActionId,
  decodeEvent,
  type OutcomeRedacted,
  outcomeRedacted,
} from '@holdpoint/contracts'
import { type PrivateJwk, Signer, signRequest } from '@holdpoint/seal'
import { uniqueName, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { type Claimed, Hand } from '../support/hand.ts'
import { needlesOf, planted, plantedResult } from '../support/planted.ts'
import { Search } from '../support/search.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'

let at: Stage
let decisions: Decisions
let id: ActionId
let claimed: Claimed
let outcome: OutcomeRedacted

const executors = ['billing', 'second'].map((name) => ({ id: name, audiences: ['billing'] }))
const type = 'crm.contact.read'
const masked = { refund: 're_1842', to: { mail: expect.stringMatching(/^⟦EMAIL·\w{8}⟧$/) } }

beforeAll(async () => {
  at = await stage({ executors })
  decisions = await Decisions.follow(at)
  id = (await at.agent.propose({ type, params: { contact: 17 } })).id
  const hand = new Hand(at)
  claimed = await hand.take(id)
  const { claimId } = claimed
  await hand.report({ actionId: id, claimId, status: 'succeeded', result: plantedResult() })
  await decisions.fact('succeeded', id)
  outcome = await outcomeOf(id)
})
afterAll(() => at.close())

async function outcomeOf(actionId: ActionId): Promise<OutcomeRedacted> {
  const records = (await at.records('redacted')).filter(({ key }) => key === actionId)
  const events = records.map((record) => decodeEvent(record))
  const found = events.find(({ attributes }) => attributes.type === outcomeRedacted)
  return found?.data as OutcomeRedacted
}

function expectMasked(value: unknown): void {
  const search = new Search(needlesOf(planted))
  search.look('answer', JSON.stringify(value))
  expect([...search.found]).toEqual([])
}

describe('the raw result cannot be had', () => {
  const agentKey = () => at.key('agent-refunds.jwk')
  const ask = async (key: PrivateJwk, receipt: string, sealed: string) => {
    const { urn: deployment, urls } = at.hp
    const extras = { claim: claimed.claimId, jti: uniqueName('ask') }
    const proof = signRequest(new Signer(key), {
      ...{ deployment, subject: id, act: 'unseal', nowMs: Date.now(), ...extras },
    })
    const answer = await fetch(`${urls.unsealer}/v1/unseal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sealed, receipt, proof }),
    })
    return { status: answer.status, text: await answer.text() }
  }

  test('by the agent, even with the receipt of its executor and the sealed result', async () => {
    for (const sealed of [outcome.sealed, claimed.issued.sealed]) {
      const { status, text } = await ask(agentKey(), claimed.receipt, sealed)
      expect([401, 403]).toContain(status)
      expectMasked(text)
    }
  })

  test('by another executor, or by services with their own keys', async () => {
    for (const name of ['executor-second', 'gate', 'notifier', 'auditor']) {
      const { status } = await ask(at.key(`${name}.jwk`), claimed.receipt, outcome.sealed)
      expect([401, 403]).toContain(status)
    }
  })

  test('by claiming one’s own action: agents do not claim', async () => {
    const own = (await at.agent.propose({ type, params: { contact: 18 } })).id
    await decisions.fact('approved', own)
    const { urn: deployment, urls } = at.hp
    const request = signRequest(new Signer(agentKey()), {
      ...{ deployment, subject: own, act: 'claim', nowMs: Date.now(), grant: `${own}/1` },
    })
    const answer = await fetch(`${urls.gate}/v1/actions/${own}/claim`, {
      method: 'POST',
      headers: { authorization: `HP ${request}`, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(403)
    expect(await decisions.life(own)).toEqual(['approved'])
  })

  test('from actions.settled: no sealed result travels to agents', async () => {
    const records = (await at.records('settled')).filter(({ key }) => key === id)
    expect(records).toHaveLength(1)
    const text = String(records[0]?.value)
    expect(text).not.toContain(outcome.sealed.slice(0, 40))
    expectMasked(text)
  })
})

describe('the masked result is what everybody gets', () => {
  test('the agent over HTTP', async () => {
    const settled = await at.agent.settled(id)
    expect(settled).toMatchObject({ status: 'succeeded', result: masked })
    expectMasked(settled)
  })

  test('the agent over Kafka', async () => {
    const settled = await at.kafkaAgent().settled(id)
    expect(settled).toMatchObject({ status: 'succeeded', result: masked })
    expectMasked(settled)
  })

  test('the log: a view under its commitment, never the raw one', async () => {
    const { commitments } = await decisions.fact('succeeded', id)
    expect(commitments).toHaveProperty('result')
    const logged = async () => {
      const answer = await fetch(`${at.hp.urls.auditor}/v1/records?action=${id}`)
      const text = await answer.text()
      return text.includes('succeeded') && text
    }
    expectMasked(
      await until(logged, { deadlineMs: waitMs, what: `the result of ${id} in the log` }),
    )
  })

  test('a person who was asked', async () => {
    const refund = (await at.agent.propose({ type: 'payments.refund', params: { amount: 1 } })).id
    await at.decide('bob', refund, 'approve')
    const hand = new Hand(at)
    const { claimId } = await hand.take(refund)
    await hand.report({ actionId: refund, claimId, status: 'succeeded', result: plantedResult() })
    const shown = await at.seen('alice', refund, ({ status }) => status === 'succeeded')
    expect(shown).toMatchObject({ result: masked })
    expectMasked(shown)
  })

  test('and a result that is one secret from end to end tells nothing but that', async () => {
    const secret = planted.find(({ name }) => name === 'GitHub token')?.value
    at.execute({ 'support.ticket.comment': { run: () => secret } })
    const settled = await at.agent.run({ type: 'support.ticket.comment', params: 1 })
    const result = expect.stringMatching(/^⟦SECRET·\w{8}⟧$/)
    expect(settled).toMatchObject({ status: 'succeeded', result })
  })
})
