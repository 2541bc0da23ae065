/** P4: a vote is bound to the action, to the very view that was shown and to the verdict that was given, and counts once. */
import { type ActionId, type Digest, voteCommand } from '@holdpoint/contracts'
import { uniqueName } from '@holdpoint/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandRecord, giveVote } from '../support/commands.ts'
import { Decisions } from '../support/decisions.ts'
import { type Stage, stage } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions

const policy = policyOf({
  types: { 'payments.refund': {}, 'payments.payout': {} },
  rules: [
    { name: 'payouts', types: ['payments.payout'], require: { quorum: 2, assurance: 'sso' } },
    { name: 'refunds', types: ['payments.refund'], require: { assurance: 'sso' } },
  ],
})

beforeAll(async () => {
  at = await stage({
    ...{ issuer, policy, directory: teamDirectory },
    services: ['redactor', 'gate', 'notifier'],
  })
  decisions = await Decisions.follow(at)
})
afterAll(() => at.close())

const held = async (type = 'payments.refund') => {
  const { id } = await at.agent.propose({ type, params: { amount: 120 } })
  await decisions.fact('held', id)
  return id
}
const approval = async (id: ActionId, person = 'p-bob') => {
  const { presented } = await at.seen('bob', id)
  return { actionId: id, person, verdict: 'approve', presented } as const
}
const post = (id: ActionId, body: object) =>
  at.people.ask('POST', `/v1/approvals/${id}/decision`, 'bob', body)

test('a token minted to deny cannot approve, nor one for another action or another view', async () => {
  const [id, other] = [await held(), await held()]
  const right = await approval(id)
  const tokens = await Promise.all([
    at.people.tokenFor('bob', { ...right, verdict: 'deny' }),
    at.people.tokenFor('bob', { ...right, actionId: other }),
    at.people.tokenFor('bob', { ...right, presented: (await approval(other)).presented }),
    at.people.token('bob', { nonce: right.presented }),
    at.people.token('bob'),
  ])
  for (const token of tokens) {
    const { presented } = right
    const refused = await post(id, { verdict: 'approve', presented, token })
    expect(refused).toMatchObject({ status: 401, body: { field: '/token' } })
    const fact = await giveVote({ at, decisions }, { ...right, token })
    expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_ASSURANCE_LOW' } })
  }
  expect(await decisions.life(id)).toEqual(['held'])
})

test('one changed character of the digest makes it a vote on something else', async () => {
  const id = await held()
  const right = await approval(id)
  const presented = `${right.presented.slice(0, -3)}${right.presented.endsWith('AAA') ? 'BBA' : 'AAA'}`
  const stale = { ...right, presented: presented as Digest }
  const token = await at.people.tokenFor('bob', stale)
  const refused = await post(id, { verdict: 'approve', presented, token })
  expect(refused).toMatchObject({ status: 409, body: { code: 'HP_STALE_VIEW' } })
  const fact = await giveVote({ at, decisions }, { ...stale, token })
  expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_STALE_VIEW' } })
  expect(await decisions.life(id)).toEqual(['held'])
})

test('what was not shown whole cannot be approved', async () => {
  const id = await held()
  const right = await approval(id)
  const token = await at.people.tokenFor('bob', right)
  const fact = await giveVote({ at, decisions }, { ...right, token, complete: false })
  expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_VIEW_INCOMPLETE' } })
})

test('the notifier’s signature is over every byte of the command', async () => {
  const id = await held()
  const right = { ...(await approval(id)), complete: true, channel: 'api' }
  const token = await at.people.tokenFor('bob', right)
  const name = uniqueName('vote')
  const good = commandRecord(at, voteCommand, { ...right, token }, { id: name })
  const deny = JSON.stringify({ ...right, token, reason: 'put in later' })
  await at.operator().send([{ ...good, value: Buffer.from(deny) }])
  const fact = await decisions.effect(name)
  expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_PROOF_INVALID' } })
})

test('a vote under another action’s key is refused', async () => {
  const [id, other] = [await held(), await held()]
  const right = await approval(id)
  const token = await at.people.tokenFor('bob', right)
  const fact = await giveVote({ at, decisions }, { ...right, token }, { key: other })
  expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_KEY_MISMATCH' } })
  expect([await decisions.life(id), await decisions.life(other)]).toEqual([['held'], ['held']])
})

test('the same command twice is one vote', async () => {
  const id = await held('payments.payout')
  const right = { ...(await approval(id)), complete: true, channel: 'api' }
  const token = await at.people.tokenFor('bob', right)
  const name = uniqueName('vote')
  const record = commandRecord(at, voteCommand, { ...right, token }, { id: name })
  await at.operator().send([record, record, record])
  await decisions.effect(name)
  expect(await at.decide('alice', id, 'approve')).toMatchObject({ body: { status: 'approved' } })
  expect(await decisions.life(id)).toEqual(['held', 'voted', 'voted', 'approved'])
})

test('the same request twice, under one key, is one vote', async () => {
  const id = await held('payments.payout')
  const { presented } = await approval(id)
  const token = await at.people.tokenFor('bob', await approval(id))
  const authorization = `Bearer ${await at.people.token('bob')}`
  const send = () =>
    at.people.send('POST', `/v1/approvals/${id}/decision`, {
      ...{ authorization, body: { verdict: 'approve', presented, token } },
      headers: { 'idempotency-key': 'one-click' },
    })
  const [first, again] = [await send(), await send()]
  expect([first.status, first.body]).toEqual([200, again.body])
  expect(await decisions.life(id)).toEqual(['held', 'voted'])
})

test('a decision stands: nobody approves what is denied, or denies what is approved', async () => {
  const [denied, approved] = [await held(), await held()]
  await at.decide('bob', denied, 'deny')
  await at.decide('bob', approved, 'approve')
  const closed = { status: 409, body: { code: 'HP_ACTION_CLOSED' } }
  expect(await at.decide('alice', denied, 'approve')).toMatchObject(closed)
  expect(await at.decide('alice', approved, 'deny')).toMatchObject(closed)
  expect(await decisions.life(denied)).toEqual(['held', 'voted', 'denied'])
  expect(await decisions.life(approved)).toEqual(['held', 'voted', 'approved'])
})
