/** P8 as people use it, through the notifier: an approval is taken back, and what is in doubt is resolved; all of it is proven in the log. */
import { type ActionId, type Found, reconcileNonce, revokeNonce } from '@holdpoint/contracts'
import { uniqueName, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { grantOf } from '../support/forgery.ts'
import { Hand, jtiOf } from '../support/hand.ts'
import { logDir, verify } from '../support/log.ts'
import { type Answer, type Stage, stage, waitMs } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions
let billing: Hand

/** Short, so that silence is a doubt soon. */
const runWithin = '2s'
const policy = policyOf({
  types: {
    'payments.refund': {},
    'payments.payout': { runWithin },
    'ledger.entry.add': { runWithin },
  },
  rules: [
    {
      name: 'money',
      types: ['payments.*'],
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
afterAll(() => at?.close())

const held = async (type: string) => {
  const { id } = await at.agent.propose({ type, params: { amount: Math.random() } })
  await decisions.fact('held', id)
  return id
}
const approved = async (type = 'payments.refund') => {
  const id = await held(type)
  await at.decide('bob', id, 'approve')
  return id
}
const inDoubt = async () => {
  const id = await approved('payments.payout')
  const claim = await billing.take(id)
  await decisions.fact('unknown', id)
  return { id, ...claim }
}
const post = async (person: string, id: ActionId, verb: string, body: object, key?: string) => {
  await at.seen(person, id)
  const authorization = `Bearer ${await at.people.token(person)}`
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  return at.people.send('POST', `/v1/approvals/${id}/${verb}`, { authorization, body, headers })
}
const revoke = async (person: string, id: ActionId, more: object = {}, key?: string) => {
  const token = await at.people.token(person, { nonce: revokeNonce({ actionId: id }) })
  return post(person, id, 'revoke', { reason: 'the customer rang', token, ...more }, key)
}
const reconcile = async (person: string, id: ActionId, found: Found, more: object = {}) => {
  const token = await at.people.token(person, { nonce: reconcileNonce({ actionId: id, found }) })
  return post(person, id, 'reconcile', { found, reason: 'seen at the bank', token, ...more })
}
const codeOf = ({ status, body }: Answer) => [status, body.code]
const claimOf = async (id: ActionId) => {
  const { status, body } = await billing.claim(id, jtiOf((await grantOf(at, id)).grant))
  return [status, body.code ?? 'claimed']
}

describe('an approval is taken back', () => {
  test('not by who could not have decided, not without a reason, not with a borrowed token', async () => {
    const id = await approved()
    expect(codeOf(await revoke('frank', id))).toEqual([403, 'HP_NOT_ENTITLED'])
    expect(codeOf(await revoke('alice', id, { reason: ' ' }))).toEqual([422, 'HP_REASON_REQUIRED'])
    const borrowed = await at.people.token('bob', { nonce: revokeNonce({ actionId: id }) })
    expect(codeOf(await revoke('alice', id, { token: borrowed }))).toEqual([
      ...[401, 'HP_PERSON_UNPROVEN'],
    ])
    expect(await claimOf(id)).toEqual([200, 'claimed'])
    expect(codeOf(await revoke('alice', id))).toEqual([409, 'HP_ACTION_CLOSED'])
  })

  test.each([
    ['who could have decided', 'alice'],
    ['the owner of the agent: everybody may stop their own', 'carol'],
  ])('by %s: nobody can claim it, and everybody knows', async (_, person) => {
    const id = await approved()
    const key = uniqueName('revoke')
    const answer = await revoke(person, id, {}, key)
    expect(answer).toMatchObject({ status: 200, body: { actionId: id, status: 'revoked' } })
    expect((await revoke(person, id, {}, key)).body).toEqual(answer.body)
    expect(await claimOf(id)).toEqual([409, 'HP_ACTION_CLOSED'])
    expect(codeOf(await revoke('bob', id))).toEqual([409, 'HP_ACTION_CLOSED'])
    expect(await at.agent.settled(id)).toMatchObject({ status: 'revoked', isFinal: true })
    expect((await decisions.fact('revoked', id)).body).toMatchObject({ assurance: 'sso' })
    expect(await decisions.life(id)).toEqual(['held', 'voted', 'approved', 'revoked'])
  })

  test('also where policy allowed it and nobody was asked', async () => {
    const { id } = await at.agent.propose({ type: 'ledger.entry.add', params: 1 })
    await decisions.fact('approved', id)
    expect(await revoke('frank', id)).toMatchObject({ status: 200 })
    expect(await claimOf(id)).toEqual([409, 'HP_ACTION_CLOSED'])
  })
})

describe('what is in doubt', () => {
  test('is resolved by nobody of the requester’s side, no stranger, and not in chat', async () => {
    const { id } = await inDoubt()
    expect(codeOf(await reconcile('carol', id, 'succeeded'))).toEqual([403, 'HP_OWN_ACTION'])
    expect(codeOf(await reconcile('dave', id, 'failed'))).toEqual([403, 'HP_OWN_ACTION'])
    expect(codeOf(await reconcile('frank', id, 'failed'))).toEqual([403, 'HP_NOT_ENTITLED'])
    const spoken = await reconcile('alice', id, 'failed', { token: undefined })
    expect(codeOf(spoken)).toEqual([403, 'HP_ASSURANCE_LOW'])
    const other = await at.people.token('alice', {
      nonce: reconcileNonce({ actionId: id, found: 'succeeded' }),
    })
    expect(codeOf(await reconcile('alice', id, 'failed', { token: other }))).toEqual([
      ...[401, 'HP_PERSON_UNPROVEN'],
    ])
    expect(await at.agent.settled(id)).toMatchObject({ status: 'unknown', isFinal: false })
  })

  test('is resolved once, by a person who may decide; nothing runs and nothing is opened again', async () => {
    const { id, claimId } = await inDoubt()
    const late = { actionId: id, claimId, status: 'succeeded', result: { ref: 1 } } as const
    await billing.report(late)
    const seen = await at.seen('alice', id, ({ late: said }) => said !== undefined)
    expect(seen).toMatchObject({ status: 'unknown', late: { status: 'succeeded' } })
    expect(await reconcile('alice', id, 'succeeded')).toMatchObject({
      ...{ status: 200, body: { actionId: id, status: 'succeeded', reconciled: true } },
    })
    expect(codeOf(await reconcile('bob', id, 'failed'))).toEqual([409, 'HP_ACTION_CLOSED'])
    expect(await at.agent.settled(id)).toMatchObject({
      ...{ status: 'succeeded', isFinal: true, reconciled: true, reason: 'seen at the bank' },
    })
    expect(await claimOf(id)).toEqual([409, 'HP_ACTION_CLOSED'])
    expect(await decisions.life(id)).toEqual([
      ...['held', 'voted', 'approved', 'claimed', 'unknown', 'reconciled'],
    ])
  })

  test('stays away as long as the claimer asks for time, and no longer than it may', async () => {
    const { runs, events } = at.execute({
      'ledger.entry.add': {
        run: async (_, { begin, extend }) => {
          begin()
          await extend(20_000)
          await decisions.fact('extended', runs[0]?.id ?? '')
          return { isDone: true }
        },
      },
    })
    const { id } = await at.agent.propose({ type: 'ledger.entry.add', params: { n: 2 } })
    expect(await at.agent.settled(id)).toMatchObject({ status: 'succeeded' })
    expect(events.map(({ kind }) => kind)).not.toContain('unreported')
    expect(await decisions.life(id)).toEqual(['approved', 'claimed', 'extended', 'succeeded'])
  })
})

test('a stranger with the log and the trust file finds every signature, and the amended case', async () => {
  const isLogged = async () => {
    const { counts } = await verify(at, logDir(at))
    return counts['events'] === (await at.records('decisions')).length
  }
  await until(isLogged, { deadlineMs: waitMs, what: 'all decisions in the log' })
  const { code, problems, findings, counts } = await verify(at, logDir(at))
  expect([code, problems, findings]).toEqual([0, [], []])
  expect(counts['extensions']).toBe(1)
})
