/** P8: what was done can be taken back: once, in time, through an approval of its own, and by nobody but who did it. On real Kafka and Redis. */
import type { ActionId } from '@holdpoint/contracts'
import type { Reversal } from '@holdpoint/sdk'
import { dumpRedis, openRedis, ownRedis, runDir, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Decisions } from '../support/decisions.ts'
import { grantOf } from '../support/forgery.ts'
import { Hand, jtiOf } from '../support/hand.ts'
import { actionWith, newId, post, salt, signed } from '../support/intents.ts'
import { email, needlesOf, resultEmail, resultSecret } from '../support/planted.ts'
import { Search } from '../support/search.ts'
import { rawTopics, searchRedis, searchTopics } from '../support/sinks.ts'
import { type Stage, stage, waitMs } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let redis: Awaited<ReturnType<typeof ownRedis>>
let decisions: Decisions
let billing: Hand

const policy = policyOf({
  types: {
    'payments.refund': { reversible: { within: '7d' } },
    'payments.refund.reverse': {},
    'payments.tip': { reversible: { within: '1s' } },
    'payments.tip.reverse': {},
    'payments.wire': { reversible: { within: '7d' } },
    'payments.wire.reverse': {},
    'payments.fee': {},
    'payments.fee.reverse': {},
  },
  rules: [
    {
      name: 'asked',
      types: ['payments.refund'],
      when: 'params.amount > 100',
      require: { assurance: 'sso', groups: [{ group: 'approvers' }] },
    },
    {
      name: 'taken-back',
      types: ['*.reverse'],
      when: 'has(action.reverses) && params.ask == true',
      require: { assurance: 'sso', groups: [{ group: 'finance' }] },
    },
    { name: 'never', types: ['*'], when: 'params.never == true', deny: {} },
    { name: 'small', types: ['*'], allow: {} },
  ],
})

const planted = [resultEmail, resultSecret, email]
/** The flags are for the policy's conditions; nothing in them is masked. */
const plain = { ask: false, never: false }

beforeAll(async () => {
  redis = await ownRedis(runDir('redis'))
  await redis.server.start()
  at = await stage({
    ...{ issuer, policy, directory: teamDirectory, redis: redis.address },
    agents: ['refunds', 'other'],
    executors: ['billing', 'rival'].map((id) => ({ id, audiences: ['billing'] })),
  })
  decisions = await Decisions.follow(at)
  billing = new Hand(at)
})
afterAll(async () => {
  await at.close()
  await redis.server.stop()
})

type Ended = 'succeeded' | 'failed' | 'unknown'
/** An action by hand, up to its end. */
async function ran(type = 'payments.refund', status: Ended = 'succeeded', by = billing) {
  const { id } = await at.agent.propose({ type, params: { amount: 5, ...plain } })
  const { claimId } = await by.take(id)
  await by.report({ actionId: id, claimId, status, result: { refund: 're_1' } })
  await decisions.fact(status, id)
  return id
}
const reverse = (id: ActionId, more: object = {}, agent = at.agent) =>
  agent.reverse(id, { type: 'payments.refund', reversal: 1, params: plain, ...more })
/** What the agent is told. */
async function refusal(id: ActionId, more: object = {}) {
  const settled = await at.agent.settled(await reverse(id, more))
  return settled.status === 'rejected' ? settled.code : settled.status
}
const claimOf = async (id: ActionId, by: Hand) => {
  const { status, body } = await by.claim(id, jtiOf((await grantOf(at, id)).grant))
  return [status, body.code ?? 'claimed']
}

test('the whole life: done, held to be taken back, decided, and taken back by who did it', async () => {
  const reversals: Reversal[] = []
  const result = { refund: 're_77', paidTo: resultEmail.value, token: resultSecret.value }
  const execution = at.execute({
    'payments.wire': {
      run: (_, { begin }) => {
        begin()
        return result
      },
      reverse: (reversal, { begin }) => {
        begin()
        reversals.push(reversal)
        return { undone: (reversal.result as typeof result).refund }
      },
    },
  })
  const params = { amount: 50, to: email.value, ...plain }
  const done = await at.agent.run({ type: 'payments.wire', params })
  expect(done).toMatchObject({ status: 'succeeded', reversibleUntilMs: expect.any(Number) })
  const id = done.id as ActionId
  const justification = 'paid to the wrong customer'
  const ticket = await at.agent.reverse(id, { params: { ...plain, ask: true }, justification })
  expect(ticket.id).toBe(`${id}~1`)
  const held = await decisions.fact('held', ticket.id)
  expect(held.body).toMatchObject({
    ...{ rule: 'taken-back', origin: { type: 'payments.wire.reverse', reverses: id } },
  })
  const seen = await at.seen('alice', ticket.id)
  expect(seen).toMatchObject({ reverses: id, original: { id, status: 'succeeded' } })

  expect(await at.decide('alice', ticket.id, 'approve')).toMatchObject({ status: 200 })
  expect(await at.agent.settled(ticket)).toMatchObject({
    ...{ status: 'succeeded', result: { undone: 're_77' } },
  })
  expect(reversals).toMatchObject([
    {
      action: { id: ticket.id, reverses: id, justification },
      original: { id, params },
      ...{ status: 'succeeded', result },
    },
  ])
  expect(execution.runs.map((action) => action.id)).toEqual([id, ticket.id])
  expect(await decisions.life(id)).toEqual(['approved', 'claimed', 'succeeded'])
  const life = ['held', 'voted', 'approved', 'claimed', 'succeeded']
  expect(await decisions.life(ticket.id)).toEqual(life)
  expect(await refusal(id, { type: 'payments.wire', reversal: 2 })).toBe('HP_REVERSAL_TAKEN')

  const search = new Search(needlesOf(planted))
  const raw = rawTopics(at)
  expect(await searchTopics(at, search, (topic) => !raw.includes(topic))).toBeGreaterThan(0)
  await searchRedis(at, search)
  const both = await Promise.all([id, ticket.id].map((each) => at.seen('alice', each)))
  expect(both[0]).toMatchObject({ reversals: [{ id: ticket.id }] })
  search.look('what people see', JSON.stringify([seen, ...both]))
  for (const { name } of at.services.values()) search.look(name, at.service(name).log())
  expect([...search.found]).toEqual([])
})

describe('is refused, and the agent is told', () => {
  test('what has not ended: it waits, it is approved, it runs', async () => {
    const { id } = await at.agent.propose({
      type: 'payments.refund',
      params: { amount: 500, ...plain },
    })
    await decisions.fact('held', id)
    expect(await refusal(id)).toBe('HP_REVERSAL_EARLY')
    await at.decide('bob', id, 'approve')
    expect(await refusal(id, { reversal: 2 })).toBe('HP_REVERSAL_EARLY')
    const { claimId } = await billing.take(id)
    expect(await refusal(id, { reversal: 3 })).toBe('HP_REVERSAL_EARLY')
    await billing.report({ actionId: id, claimId, status: 'succeeded' })
    await decisions.fact('succeeded', id)
    expect(await refusal(id)).toBe('HP_REVERSAL_EARLY')
    await decisions.fact('approved', (await reverse(id, { reversal: 4 })).id)
  })

  test('what was denied', async () => {
    const params = { ...plain, never: true }
    const { id } = await at.agent.propose({ type: 'payments.refund', params })
    await decisions.fact('denied', id)
    expect(await refusal(id)).toBe('HP_REVERSAL_NONE')
  })

  test('what has failed: its executor says that nothing took effect', async () => {
    expect(await refusal(await ran('payments.refund', 'failed'))).toBe('HP_REVERSAL_NONE')
  })

  test('what its policy does not let be reversed', async () => {
    const type = 'payments.fee'
    expect(await refusal(await ran(type), { type })).toBe('HP_REVERSAL_NONE')
  })

  test('what nobody knows, and what another agent has done: the same answer', async () => {
    const other = at.agentNamed('other')
    const id = await ran()
    for (const unknown of [newId(), id]) {
      const { id: reversal } = await reverse(unknown, {}, other)
      expect(
        await decisions.first('a refusal', ({ fact }) => fact.actionId === reversal),
      ).toMatchObject({
        fact: { kind: 'refused', body: { code: 'HP_ACTION_UNKNOWN', field: '/reverses' } },
      })
    }
    expect(await decisions.life(`${id}~1`)).toEqual([])
    await decisions.fact('approved', (await reverse(id)).id)
  })

  test('under a type whose rules are not those of its reversals', async () => {
    expect(await refusal(await ran(), { type: 'payments.fee' })).toBe('HP_FIELD_INVALID')
  })

  test('too late, when the sealed originals are gone from Redis and changelog', async () => {
    const type = 'payments.tip'
    const id = await ran(type)
    const keys = ['o', 'r'].map((kind) => `${kind}:${id}`)
    await until(
      async () => {
        const state = await at.records('state')
        const last = keys.map((key) => state.findLast((record) => record.key === key))
        return last.every((record) => record?.value === null)
      },
      { deadlineMs: waitMs, what: 'tombstones of both seals' },
    )
    const dump = await dumpRedis(at.hp.redis, `${at.hp.redis.namespace}:*`)
    const fields = [...dump.values()].flat()
    for (const key of keys) expect(fields).not.toContain(key)
    expect(fields).toContain(`a:${id}`)
    expect(await refusal(id, { type })).toBe('HP_REVERSAL_LATE')
  })

  test('a second one, while the first is open and after it has succeeded', async () => {
    const id = await ran()
    const { id: first } = await reverse(id)
    await decisions.fact('approved', first)
    expect(await refusal(id, { reversal: 2 })).toBe('HP_REVERSAL_TAKEN')
    const { claimId } = await billing.take(first)
    await billing.report({ actionId: first, claimId, status: 'succeeded' })
    await decisions.fact('succeeded', first)
    expect(await refusal(id, { reversal: 3 })).toBe('HP_REVERSAL_TAKEN')
  })
})

test('of two at once exactly one is taken in', async () => {
  const id = await ran()
  const tickets = await Promise.all([1, 2, 3].map((reversal) => reverse(id, { reversal })))
  const first = await Promise.all(
    tickets.map(({ id }) => decisions.first(`${id}`, ({ fact }) => fact.actionId === id)),
  )
  expect(first.map(({ fact }) => fact.kind).sort()).toEqual(['approved', 'refused', 'refused'])
})

test('only who ran it can claim its reversal, and have its originals opened', async () => {
  const id = await ran()
  const { id: reversal } = await reverse(id)
  const rival = new Hand(at, 'rival')
  expect(await claimOf(reversal, rival)).toEqual([403, 'HP_NOT_ENTITLED'])
  const issued = await grantOf(at, reversal)
  expect(issued.reverses).toEqual({ actionId: id, executor: 'billing' })
  const { body } = await billing.claim(reversal, jtiOf(issued.grant))
  const { receipt, claim, original } = body
  const mine = { issued, receipt, claimId: claim.id }
  for (const sealed of [issued.sealed, original.sealed, original.outcome]) {
    expect(await billing.unseal(mine, { sealed })).toMatchObject({ status: 200 })
    expect(await rival.unseal(mine, { sealed })).toMatchObject({
      body: { code: 'HP_RECEIPT_INVALID' },
    })
  }
  const other = await billing.take(await stranger())
  const stolen = await billing.unseal(other, { sealed: original.outcome })
  expect(stolen).toMatchObject({ body: { code: 'HP_SEAL_INVALID' } })
})
/** An action that is nobody's reversal, ready to be claimed. */
const stranger = async () =>
  (await at.agent.propose({ type: 'payments.fee', params: { amount: 1, ...plain } })).id

test('after FLUSHALL it is still once, and still only by who did it', async () => {
  const operator = await openRedis(redis.address)
  try {
    const id = await ran()
    await operator.flushall()
    const { id: reversal } = await reverse(id)
    await decisions.fact('approved', reversal)
    await operator.flushall()
    expect(await refusal(id, { reversal: 2 })).toBe('HP_REVERSAL_TAKEN')
    expect(await claimOf(reversal, new Hand(at, 'rival'))).toEqual([403, 'HP_NOT_ENTITLED'])
    const { claimId } = await billing.take(reversal)
    await billing.report({ actionId: reversal, claimId, status: 'succeeded' })
    await decisions.fact('succeeded', reversal)
    await operator.flushall()
    expect(await refusal(id, { reversal: 3 })).toBe('HP_REVERSAL_TAKEN')
  } finally {
    operator.disconnect()
  }
})

test('an id of a reversal that does not name its original is refused by the redactor', async () => {
  const id = await ran()
  const wrong: [object, string][] = [
    [{ id: `${id}~1` }, '/reverses'],
    [{ reverses: id }, '/id'],
    [{ id: `${id}~1`, reverses: newId() }, '/reverses'],
    [{ id: `${id}~1~1`, reverses: id }, '/id'],
    [{ id: `${id}~0`, reverses: id }, '/id'],
  ]
  for (const [changes, field] of wrong) {
    const { action, proof } = signed(
      at,
      actionWith({ type: 'payments.refund.reverse', ...changes }),
    )
    const answer = await post(at, JSON.stringify(action), { 'hp-proof': proof, 'hp-salt': salt })
    expect(answer).toMatchObject({ status: 400, body: { code: 'HP_FIELD_INVALID', field } })
  }
})
