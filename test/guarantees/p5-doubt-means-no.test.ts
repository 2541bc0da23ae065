/** P5: silence, errors and doubt mean no. Only a literal `approve` approves. */
import type { ActionId } from '@holdpoint/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveVote } from '../support/commands.ts'
import { Decisions } from '../support/decisions.ts'
import { actionWith, post, signed } from '../support/intents.ts'
import { type Stage, stage } from '../support/stage.ts'
import { issuer, policyOf, teamDirectory } from '../support/team.ts'

let at: Stage
let decisions: Decisions

const policy = policyOf({
  types: { 'payments.refund': {}, 'payments.soon': {}, 'mail.send': {}, 'crm.note': {} },
  rules: [
    {
      name: 'soon',
      types: ['payments.soon'],
      require: { assurance: 'sso', decideWithin: '1s' },
    },
    { name: 'refunds', types: ['payments.refund'], require: { assurance: 'sso' } },
    {
      name: 'no-rivals',
      types: ['mail.send'],
      when: 'params.to.endsWith("@rival.example")',
      deny: { reason: 'never to them' },
    },
    { name: 'mail', types: ['mail.send'], allow: {} },
    { name: 'own-notes', types: ['crm.note'], when: 'params.by != "nobody"', allow: {} },
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

const propose = async (type: string, params: unknown = { amount: 120 }) =>
  (await at.agent.propose({ type, params })).id
const held = async (type = 'payments.refund', params?: unknown) => {
  const id = await propose(type, params)
  await decisions.fact('held', id)
  return id
}
const approval = async (id: ActionId) => {
  const { presented } = await at.seen('bob', id)
  const right = { actionId: id, person: 'p-bob', verdict: 'approve', presented } as const
  return { ...right, token: await at.people.tokenFor('bob', right) }
}

describe('only a literal approve approves', () => {
  const spellings: unknown[] = [
    ...['Approve', 'APPROVE', 'approved', 'approves', 'approve ', ' approve', 'approve\n', ''],
    ...['approve\u0000', '\u0430pprove', 'approve,deny', '"approve"', 'yes', 'ok', 'true', '1'],
    ...[true, 1, null, {}, [], ['approve'], { approve: true }, { verdict: 'approve' }],
  ]
  let id: ActionId
  beforeAll(async () => {
    id = await held()
  })

  test.each(spellings.map((verdict) => [JSON.stringify(verdict), verdict]))(
    'not %s, over HTTP or as a signed command',
    async (_, verdict) => {
      const { presented, token, ...vote } = await approval(id)
      const path = `/v1/approvals/${id}/decision`
      const answer = await at.people.ask('POST', path, 'bob', { verdict, presented, token })
      expect(answer).toMatchObject({ status: 400, body: { field: '/verdict' } })
      const command = { ...vote, presented, token, verdict: verdict as 'approve' }
      const fact = await giveVote({ at, decisions }, command)
      expect(fact).toMatchObject({ kind: 'refused', body: { command: 'vote', field: '/verdict' } })
      expect(await decisions.life(id)).toEqual(['held'])
    },
  )

  test.each([
    ['no verdict at all', (body: string) => body.replace('"verdict":"approve",', '')],
    ['both verdicts', (body: string) => body.replace('{', '{"verdict":"deny",')],
    ['a verdict beside a misspelt one', (body: string) => body.replace('{', '{"Verdict":"deny",')],
    ['a body that ends too soon', (body: string) => body.slice(0, -1)],
    ['nothing', () => ''],
    ['a form', () => 'verdict=approve'],
  ])('%s is no approval', async (_, change) => {
    const { presented, token } = await approval(id)
    const authorization = `Bearer ${await at.people.token('bob')}`
    const answer = await fetch(`${at.hp.urls.notifier}/v1/approvals/${id}/decision`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: change(JSON.stringify({ verdict: 'approve', presented, token })),
    })
    expect(answer.status).toBe(400)
    expect(await decisions.life(id)).toEqual(['held'])
  })

  test('a form post, as any page could make a browser send it, is not even read', async () => {
    const answer = await at.people.send('POST', `/v1/approvals/${id}/decision`, {
      authorization: `Bearer ${await at.people.token('bob')}`,
      body: await approval(id),
      headers: { 'content-type': 'text/plain' },
    })
    expect(answer).toMatchObject({ status: 415, body: { code: 'HP_MEDIA_TYPE' } })
  })

  test('the word itself does', async () => {
    const other = await held()
    expect(await at.decide('bob', other, 'approve')).toMatchObject({ body: { status: 'approved' } })
  })
})

describe('looking decides nothing', () => {
  let id: ActionId
  beforeAll(async () => {
    id = await held()
  })

  test('GET and HEAD on every route of the notifier, with all that a decision needs, change nothing', async () => {
    const { presented, token } = await approval(id)
    const asked = new URLSearchParams({ verdict: 'approve', presented, token }).toString()
    const paths = [
      ...['/', `/a/${id}`, '/console/app.js', '/console/settings', '/v1/approvals', '/v1/events'],
      ...[`/v1/approvals/${id}`, `/v1/approvals/${id}/decision`, `/v1/approvals/${id}/approve`],
    ]
    const authorization = `Bearer ${await at.people.token('bob')}`
    const before = await written()
    for (const path of paths) {
      for (const method of ['GET', 'HEAD']) {
        const headers = { authorization, purpose: 'prefetch', 'sec-purpose': 'prefetch' }
        const url = `${at.hp.urls.notifier}${path}?${asked}`
        const { status, body } = await fetch(url, { method, headers })
        await body?.cancel()
        expect([200, 404]).toContain(status)
      }
    }
    expect(await written()).toEqual(before)
    // What was there to be triggered works.
    expect(await at.decide('bob', id, 'approve')).toMatchObject({ status: 200 })
    expect(await written()).toEqual({ commands: before.commands + 1, facts: before.facts + 2 })
  })

  const written = async () => {
    const [commands, facts] = await Promise.all([at.records('commands'), at.records('decisions')])
    return { commands: commands.length, facts: facts.length }
  }
})

describe('silence', () => {
  test('nobody decided in time: it expires, that is recorded, the agent is told, and a late vote is refused', async () => {
    const id = await held('payments.soon')
    const late = await approval(id)
    const expired = await decisions.fact('expired', id)
    expect(expired.atMs).toBeGreaterThanOrEqual(expired.body.decideByMs)
    expect(await at.agent.settled(id)).toMatchObject({ status: 'expired', isFinal: true })
    const fact = await giveVote({ at, decisions }, late)
    expect(fact).toMatchObject({ kind: 'refused', body: { code: 'HP_ACTION_CLOSED' } })
    expect(await at.decide('alice', id, 'approve')).toMatchObject({ status: 409 })
    expect(await decisions.life(id)).toEqual(['held', 'expired'])
    expect((await at.records('approved')).filter(({ key }) => key === id)).toEqual([])
  })

  test('an agent’s own deadline counts too: what came too late is not even asked', async () => {
    const expiresAt = new Date(Date.now() - 1000).toISOString()
    const { id } = await at.agent.propose({ type: 'payments.refund', params: 1, expiresAt })
    expect(await at.agent.settled(id)).toMatchObject({ status: 'denied', code: 'HP_PAST_EXPIRY' })
    expect(await decisions.life(id)).toEqual(['denied'])
  })
})

describe('what policy does not know', () => {
  test('a type that is not in a closed catalogue is denied', async () => {
    const id = await propose('payments.unheard-of')
    expect(await at.agent.settled(id)).toMatchObject({ status: 'denied', by: 'policy' })
    expect(await decisions.life(id)).toEqual(['denied'])
  })

  test('a masked value passes no rule on the way to allow: a person must decide', async () => {
    const plain = await propose('mail.send', { to: 'team-list' })
    const [masked, nested] = [
      await propose('mail.send', { to: 'somebody@rival.example' }),
      await propose('mail.send', { to: { list: ['somebody@rival.example'] } }),
    ]
    await Promise.all([masked, nested].map((id) => decisions.fact('held', id)))
    await decisions.fact('approved', plain)
    expect(await decisions.life(masked)).toEqual(['held'])
    expect(await decisions.life(nested)).toEqual(['held'])
  })

  test('a condition that cannot be computed allows nothing', async () => {
    const absent = await propose('crm.note', {})
    const masked = await propose('crm.note', { by: 'mara@bluefern.example' })
    const plain = await propose('crm.note', { by: 'u-17' })
    await Promise.all([absent, masked].map((id) => decisions.fact('held', id)))
    await decisions.fact('approved', plain)
  })

  test('an agent that the directory does not list is denied, whatever it signs', async () => {
    const action = { ...actionWith({ type: 'mail.send' }), agent: { id: 'stranger' } }
    const { proof, salt } = signed(at, action)
    const headers = { 'hp-proof': proof, 'hp-salt': salt }
    const answer = await post(at, JSON.stringify(action), headers)
    expect(answer).toMatchObject({ status: 401, body: { code: 'HP_PROOF_INVALID' } })
  })
})
