/** P3: nobody approves their own action: not the agent, its owner, its operators, the person it acts for, or an administrator. And machines never vote. */
import type { ActionId, Verdict } from '@holdpoint/contracts'
import { generateKey, Signer, signRequest } from '@holdpoint/seal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveVote } from '../support/commands.ts'
import { Decisions } from '../support/decisions.ts'
import { agentId, executorId, type Stage, stage } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions

const policy = policyOf({
  types: { 'payments.refund': {}, 'payments.payout': {} },
  rules: [
    {
      name: 'payouts',
      types: ['payments.payout'],
      require: {
        ...{ quorum: 2, assurance: 'sso' },
        groups: [
          { group: 'finance', min: 1 },
          { group: 'approvers', min: 1 },
        ],
      },
    },
    {
      name: 'refunds',
      types: ['payments.refund'],
      require: { groups: [{ group: 'approvers' }, { group: 'administrators' }], assurance: 'sso' },
    },
  ],
})

beforeAll(async () => {
  at = await stage({ issuer, policy, directory: teamDirectory })
  decisions = await Decisions.follow(at)
})
afterAll(() => at.close())

const held = async (type = 'payments.refund', more: object = {}) => {
  const { id } = await at.agent.propose({ type, params: { amount: 120 }, ...more })
  await decisions.fact('held', id)
  return id
}
const expectStillHeld = async (id: ActionId) => expect(await decisions.life(id)).toEqual(['held'])
const vote = async (person: string, id: ActionId, verdict: Verdict = 'approve') => {
  const { status, body } = await at.decide(person, id, verdict)
  return [status, body.code ?? body.status]
}
const own = [403, 'HP_OWN_ACTION']
const notEntitled = [403, 'HP_NOT_ENTITLED']

describe('the requester’s side', () => {
  let id: ActionId
  beforeAll(async () => {
    id = await held('payments.refund', { onBehalfOf: 'p-erin' })
  })

  test.each([
    ['the owner of the agent', 'carol', own],
    ['the owner, by a second account', 'carol.private', own],
    ['the operator of the agent, who is an administrator too', 'dave', own],
    ['the person the agent acts for, an administrator', 'erin', own],
    ['somebody of no group that was asked', 'frank', notEntitled],
  ] as const)('%s cannot approve', async (_, person, refusal) => {
    expect(await vote(person, id)).toEqual(refusal)
    await expectStillHeld(id)
  })

  test('the owner cannot deny either: nobody decides about their own action', async () => {
    expect(await vote('carol', id, 'deny')).toEqual(own)
    await expectStillHeld(id)
  })

  test('naming the person by e-mail address excludes them all the same', async () => {
    const named = await held('payments.refund', { onBehalfOf: 'Erin@Example.com' })
    expect(await vote('erin', named)).toEqual(own)
    await expectStillHeld(named)
  })

  test('after all those refusals somebody else still can', async () => {
    expect(await vote('bob', id)).toEqual([200, 'approved'])
    expect((await decisions.life(id)).slice(0, 3)).toEqual(['held', 'voted', 'approved'])
  })
})

describe('machines', () => {
  let id: ActionId
  beforeAll(async () => {
    id = await held()
  })
  const nowMs = () => Date.now()
  const signed = (file: string) =>
    signRequest(new Signer(at.key(file)), {
      ...{ deployment: at.hp.urn, subject: id, act: 'read', nowMs: nowMs() },
    })
  const credentials: [string, () => Promise<string> | string][] = [
    ['no credential', () => ''],
    ['a request signed by the agent', () => `HP ${signed(`agent-${agentId}.jwk`)}`],
    ['the agent’s request as a bearer', () => `Bearer ${signed(`agent-${agentId}.jwk`)}`],
    ['a request signed by the executor', () => `HP ${signed(`executor-${executorId}.jwk`)}`],
    ...['agent-refunds', 'executor-billing', 'gate', 'notifier', 'auditor'].map(
      (name): [string, () => Promise<string>] => [
        `a token in a person’s name by the key of ${name}`,
        async () => `Bearer ${await at.people.token('alice', { key: at.key(`${name}.jwk`) })}`,
      ],
    ),
    [
      'a token of an issuer that nobody trusts',
      async () => `Bearer ${await at.people.token('alice', { issuer: 'https://evil.test' })}`,
    ],
    [
      'a token for another deployment',
      async () => `Bearer ${await at.people.token('alice', { audience: 'urn:holdpoint:other' })}`,
    ],
    [
      'a token by a key of its own',
      async () => `Bearer ${await at.people.token('alice', { key: generateKey().privateJwk })}`,
    ],
    [
      'an access token instead of an ID token',
      async () => `Bearer ${await at.people.token('alice', { typ: 'at+jwt' })}`,
    ],
    [
      'a token that has expired',
      async () => `Bearer ${await at.people.token('alice', { life: '-1s' })}`,
    ],
    [
      'the issuer’s token for the agent itself',
      async () => `Bearer ${await at.people.token(agentId)}`,
    ],
  ]

  test.each(credentials)('%s carries no verdict', async (_, make) => {
    const { presented } = await at.seen('bob', id)
    const token = await at.people.tokenFor('bob', { actionId: id, presented, verdict: 'approve' })
    const body = { verdict: 'approve', presented, token }
    const authorization = (await make()) || undefined
    const path = `/v1/approvals/${id}/decision`
    const answer = await at.people.send('POST', path, { authorization, body })
    expect([401, 403]).toContain(answer.status)
    await expectStillHeld(id)
  })

  test('a body that names another person is refused: who decides comes from the credential', async () => {
    const answer = await at.decide('frank', id, 'approve', { person: 'p-alice' })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'HP_FIELD_INVALID', field: '/person' },
    })
    await expectStillHeld(id)
  })

  test('a person can still decide, and every voter in the log is one', async () => {
    expect(await vote('alice', id)).toEqual([200, 'approved'])
    const voters = (await decisions.events()).flatMap(({ fact }) =>
      fact.kind === 'voted' ? [fact.body.person] : [],
    )
    expect(voters).toContain('p-alice')
    expect(voters.filter((voter) => !/^p-(alice|bob|erin)$/.test(voter))).toEqual([])
  })
})

describe('a notifier gone bad', () => {
  let id: ActionId
  beforeAll(async () => {
    id = await held()
  })
  const approval = async (person: string) => {
    const { presented } = await at.seen('bob', id)
    return { actionId: id, person, verdict: 'approve', presented } as const
  }
  const token = async (account: string) => at.people.tokenFor(account, await approval(account))

  test.each([
    ['cannot vote for a person who has not signed in', 'p-alice', undefined, 'HP_ASSURANCE_LOW'],
    ['cannot use one person’s token for another’s vote', 'p-alice', 'bob', 'HP_PERSON_UNPROVEN'],
    ['cannot make the owner eligible', 'p-carol', 'carol', 'HP_OWN_ACTION'],
    ['cannot vote for the agent', agentId, undefined, 'HP_NOT_ENTITLED'],
    ['cannot invent a person', 'p-nobody', undefined, 'HP_NOT_ENTITLED'],
  ] as const)('%s', async (_, person, account, code) => {
    const more = account === undefined ? {} : { token: await token(account) }
    const fact = await giveVote({ at, decisions }, { ...(await approval(person)), ...more })
    expect(fact).toMatchObject({ kind: 'refused', body: { command: 'vote', code } })
    await expectStillHeld(id)
  })

  test.each([
    ['nobody has signed', null, 'HP_PROOF_MISSING'],
    ['the gate’s key has signed', 'gate.jwk', 'HP_PROOF_INVALID'],
    ['an agent has signed', 'agent-refunds.jwk', 'HP_PROOF_INVALID'],
    ['an executor has signed', 'executor-billing.jwk', 'HP_PROOF_INVALID'],
  ] as const)('a vote that %s is no vote, even with a genuine token', async (_, signedBy, code) => {
    const vote = { ...(await approval('p-bob')), token: await token('bob') }
    const fact = await giveVote({ at, decisions }, vote, { signedBy })
    expect(fact).toMatchObject({ kind: 'refused', body: { command: 'vote', code } })
    await expectStillHeld(id)
  })
})

describe('a quorum of two', () => {
  test('one person in two groups, by two accounts, is one person', async () => {
    const id = await held('payments.payout')
    expect(await vote('alice', id)).toEqual([200, 'pending'])
    expect(await vote('alice.phone', id)).toEqual([409, 'HP_ALREADY_VOTED'])
    expect(await decisions.life(id)).toEqual(['held', 'voted'])
    const seen = await at.seen('bob', id, ({ progress }) => progress?.approvals !== 0)
    expect(seen).toMatchObject({ status: 'pending', progress: { approvals: 1 } })
    expect(await vote('bob', id)).toEqual([200, 'approved'])
  })

  test('two people of one group do not fill the place of another', async () => {
    const id = await held('payments.payout')
    expect(await vote('bob', id)).toEqual([200, 'pending'])
    expect(await vote('carol', id)).toEqual(own)
    expect(await vote('erin', id)).toEqual([200, 'pending'])
    expect(await decisions.life(id)).toEqual(['held', 'voted', 'voted'])
    expect(await vote('alice', id)).toEqual([200, 'approved'])
  })
})
