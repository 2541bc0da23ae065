/** P8: what was allowed can be called back before it runs: revoked by people, withdrawn by the agent; after that nobody can claim it. */
import { type ActionId, decodeEvent, grantRevoked } from '@holdpoint/contracts'
import { httpTransport } from '@holdpoint/sdk'
import { Signer, signRequest } from '@holdpoint/seal'
import { uniqueName, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveRevocation } from '../support/commands.ts'
import { Decisions } from '../support/decisions.ts'
import { grantOf } from '../support/forgery.ts'
import { Hand, jtiOf } from '../support/hand.ts'
import { newId } from '../support/intents.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions
let billing: Hand

const policy = policyOf({
  types: { 'payments.refund': {}, 'ledger.entry.add': {} },
  rules: [
    {
      name: 'refunds',
      types: ['payments.refund'],
      require: { assurance: 'sso', groups: [{ group: 'approvers' }] },
    },
    { name: 'ledger', types: ['ledger.*'], allow: {} },
  ],
})

beforeAll(async () => {
  at = await stage({ issuer, policy, directory: teamDirectory })
  decisions = await Decisions.follow(at)
  billing = new Hand(at)
})
afterAll(() => at.close())

const held = async () => {
  const { id } = await at.agent.propose({ type: 'payments.refund', params: { amount: 120 } })
  await decisions.fact('held', id)
  return id
}
const approved = async () => {
  const id = await held()
  await at.decide('bob', id, 'approve')
  const grant = jtiOf((await grantOf(at, id)).grant)
  return { id, grant }
}
const revoke = (
  actionId: ActionId,
  person: string,
  reason = 'the customer rang',
  signedBy?: null,
) =>
  giveRevocation(
    { at, decisions },
    { actionId, person, reason },
    signedBy === undefined ? {} : { signedBy },
  )
const refused = (code: string) => ({ kind: 'refused', body: { command: 'revoke', code } })
const claimOf = async ({ id, grant }: { id: ActionId; grant: string }) => {
  const { status, body } = await billing.claim(id, grant)
  return [status, body.code ?? 'claimed']
}
const closed = [409, 'HP_ACTION_CLOSED']

/** What executors without a Kafka client are offered. */
async function offered(): Promise<string[]> {
  const signed = { deployment: at.hp.urn, subject: '*', act: 'poll', nowMs: Date.now() } as const
  const request = signRequest(billing.signer, {
    ...signed,
    audience: 'billing',
    jti: uniqueName('poll'),
  })
  const url = `${at.hp.urls.gate}/v1/approved?wait=0&audience=billing`
  const answer = await fetch(url, { headers: { authorization: `HP ${request}` } })
  const { grants } = (await answer.json()) as { grants: { actionId: string }[] }
  return grants.map(({ actionId }) => actionId)
}

/** The revocation on `actions.approved`. */
const told = (id: ActionId, grant: string) =>
  until(
    async () => {
      const records = (await at.records('approved')).filter(({ key }) => key === id)
      const events = records.map((record) => decodeEvent(record))
      const found = events.find(({ attributes }) => attributes.type === grantRevoked)
      return found && (found.data as { jti: string }).jti === grant
    },
    { deadlineMs: waitMs, what: 'executors to be told' },
  )

describe('revoked by a person', () => {
  test.each([
    ['somebody who could not have decided', 'p-frank', 'HP_NOT_ENTITLED'],
    ['the agent', 'refunds', 'HP_NOT_ENTITLED'],
    ['nobody in the directory', 'p-nobody', 'HP_NOT_ENTITLED'],
  ])('not by %s', async (_, person, code) => {
    const it = await approved()
    expect(await revoke(it.id, person)).toMatchObject(refused(code))
    expect(await decisions.life(it.id)).toEqual(['held', 'voted', 'approved'])
  })

  test('not without a reason, and not by a command that nobody signed', async () => {
    const it = await approved()
    expect(await revoke(it.id, 'p-bob', ' ')).toMatchObject(refused('HP_REASON_REQUIRED'))
    expect(await revoke(it.id, 'p-bob', 'why', null)).toMatchObject(refused('HP_PROOF_MISSING'))
    expect(await claimOf(it)).toEqual([200, 'claimed'])
  })

  test('not what is still waiting (deny it), and not what is already claimed', async () => {
    const waiting = await held()
    expect(await revoke(waiting, 'p-bob')).toMatchObject(refused('HP_ACTION_CLOSED'))
    const it = await approved()
    await billing.claim(it.id, it.grant)
    expect(await revoke(it.id, 'p-bob')).toMatchObject(refused('HP_ACTION_CLOSED'))
    expect(await decisions.life(it.id)).toEqual(['held', 'voted', 'approved', 'claimed'])
  })

  test.each([
    ['who could have decided', 'p-alice'],
    ['on the requester’s side: everybody may stop their own', 'p-carol'],
  ])('by somebody %s: nobody can claim it, executors and the agent are told', async (_, person) => {
    const it = await approved()
    expect(await offered()).toContain(it.id)
    expect(await revoke(it.id, person)).toMatchObject({ kind: 'revoked', body: { person } })
    expect(await claimOf(it)).toEqual(closed)
    expect(await offered()).not.toContain(it.id)
    await told(it.id, it.grant)
    expect(await at.agent.settled(it.id)).toMatchObject({
      ...{ status: 'revoked', isFinal: true, reason: 'the customer rang' },
    })
    expect(await decisions.life(it.id)).toEqual(['held', 'voted', 'approved', 'revoked'])
  })

  test('what policy allowed is called back the same way', async () => {
    const { id } = await at.agent.propose({ type: 'ledger.entry.add', params: 1 })
    const grant = jtiOf((await grantOf(at, id)).grant)
    expect(await revoke(id, 'p-alice')).toMatchObject({ kind: 'revoked' })
    expect(await claimOf({ id, grant })).toEqual(closed)
  })

  test('in a race with a claim exactly one of them wins, and both know which', async () => {
    for (let round = 0; round < 5; round += 1) {
      const it = await approved()
      const [revocation, claim] = await Promise.all([revoke(it.id, 'p-bob'), claimOf(it)])
      const isRevoked = revocation.kind === 'revoked'
      expect(claim).toEqual(isRevoked ? closed : [200, 'claimed'])
      const last = isRevoked ? 'revoked' : 'claimed'
      expect(await decisions.life(it.id)).toEqual(['held', 'voted', 'approved', last])
    }
  })
})

describe('withdrawn by the agent', () => {
  const withdraw = (id: ActionId) => at.agent.withdraw(id, 'no longer needed')

  test('not by anybody else: neither an executor nor a stranger', async () => {
    const id = await held()
    const strangers = [at.key('executor-billing.jwk'), at.key('notifier.jwk')]
    for (const key of strangers) {
      const request = signRequest(new Signer(key), {
        ...{ deployment: at.hp.urn, subject: id, act: 'withdraw', nowMs: Date.now() },
      })
      const { gate, redactor, unsealer } = at.hp.urls
      const attempt = httpTransport({ gate, redactor, unseal: unsealer }).withdraw(id, request)
      await expect(attempt).rejects.toMatchObject({ kind: 'terminal' })
    }
    expect(await decisions.life(id)).toEqual(['held'])
  })

  test('not what nobody proposed', async () => {
    await expect(withdraw(newId())).rejects.toMatchObject({ code: 'HP_ACTION_UNKNOWN' })
  })

  test('while it waits: nobody can approve it any more', async () => {
    const id = await held()
    await at.seen('bob', id)
    expect(await withdraw(id)).toBe(true)
    expect(await at.decide('bob', id, 'approve')).toMatchObject({ status: 409 })
    expect(await at.agent.settled(id)).toMatchObject({ status: 'withdrawn', isFinal: true })
    expect(await decisions.life(id)).toEqual(['held', 'withdrawn'])
  })

  test('after the approval: nobody can claim it any more, and executors are told', async () => {
    const it = await approved()
    expect(await withdraw(it.id)).toBe(true)
    expect(await claimOf(it)).toEqual(closed)
    await told(it.id, it.grant)
    expect(await decisions.life(it.id)).toEqual(['held', 'voted', 'approved', 'withdrawn'])
  })

  test('after the claim it is too late, and the agent knows', async () => {
    const { id } = await at.agent.propose({ type: 'ledger.entry.add', params: 1 })
    const { claimId } = await billing.take(id)
    expect(await withdraw(id)).toBe(false)
    await billing.report({ actionId: id, claimId, status: 'succeeded' })
    expect(await at.agent.settled(id)).toMatchObject({ status: 'succeeded' })
    expect(await withdraw(id)).toBe(false)
    expect(await decisions.life(id)).toEqual(['approved', 'claimed', 'succeeded'])
  })

  test('twice is once', async () => {
    const id = await held()
    expect(await withdraw(id)).toBe(true)
    expect(await withdraw(id)).toBe(true)
    expect(await decisions.life(id)).toEqual(['held', 'withdrawn'])
  })
})
