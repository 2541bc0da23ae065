/** Who may call, what a press becomes, and who is told what: over HTTP, with tokens signed as Teams signs them. */
import { HoldpointError } from '@holdpoint/contracts'
import { signingKey } from '@holdpoint/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TeamsRig, teamsRig } from '../../../test/teams-rig.ts'
import { decidedCard, sampleCard, sampleId } from '../../card/sample.ts'

let rig: TeamsRig
beforeAll(async () => {
  rig = await teamsRig()
})
afterAll(() => rig.close())
beforeEach(() => {
  // Teams takes a few messages a second.
  rig.skip(10_000)
  rig.inbox.clicks.length = 0
  rig.inbox.failure = undefined
  rig.inbox.answer = { kind: 'counted', card: decidedCard }
  rig.inbox.view = () => undefined
})

const member = (name = 'ana', options = {}) => {
  const person = rig.teams.person(name, options)
  rig.teams.conversations.join(rig.conversation, person.member)
  return person
}
const otherKey = signingKey(['msteams'])
const unendorsed = signingKey()

describe('nobody but Teams is heard', () => {
  const claims = (more: object) => ({ token: { claims: more as Record<string, unknown> } })
  const seconds = () => Math.floor(rig.teams.clock() / 1000)
  test.each<[string, () => object]>([
    ['no token', () => ({ authorization: '' })],
    ['a token of another kind', () => ({ authorization: 'Bearer x' })],
    ['a token for another bot', () => claims({ aud: 'other' })],
    ['a token for several bots', () => claims({ aud: [rig.teams.app.id, 'other'] })],
    ['a token without a bot', () => claims({ aud: undefined })],
    ['a token of another issuer', () => claims({ iss: 'https://api.botframework.us' })],
    [
      'a token of the emulator',
      () => claims({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }),
    ],
    [
      'a token of a tenant',
      () => claims({ iss: `https://login.microsoftonline.com/${rig.teams.tenant}/v2.0` }),
    ],
    ['an issuer in other letters', () => claims({ iss: 'https://API.botframework.com' })],
    ['a token that has ended', () => claims({ exp: seconds() - 301 })],
    ['a token without an end', () => claims({ exp: undefined })],
    ['a token that has not begun', () => claims({ nbf: seconds() + 301 })],
    ['a token for another service', () => claims({ serviceurl: 'https://evil.example/' })],
    [
      'a service URL that differs by a slash',
      () => claims({ serviceurl: rig.teams.regionUrl.replace(/\/$/, '') }),
    ],
    ['a token for no service', () => claims({ serviceurl: undefined })],
    ['a signature of another key', () => ({ token: { key: { ...otherKey, kid: kidOf() } } })],
    ['a key that nobody knows', () => ({ token: { key: otherKey } })],
  ])('%s', async (_, change) => {
    const message = await rig.show()
    const told = await member().press(message, 'Approve', {}, change())
    expect(told).toMatchObject({ kind: 'none', status: 401 })
    expect(JSON.stringify(told)).toContain('not a request of Microsoft Teams')
    expect(rig.inbox.clicks).toEqual([])
  })

  const kidOf = () => rig.teams.keys[0]?.kid ?? ''

  test('a service that is none of Microsoft’s, though the token names it', async () => {
    const message = await rig.show()
    const told = await member().press(
      message,
      'Approve',
      {},
      {
        token: { claims: { serviceurl: 'https://evil.example/' } },
        activity: { serviceUrl: 'https://evil.example/' },
      },
    )
    expect(told).toMatchObject({ kind: 'none', status: 401 })
  })

  test('a key without the endorsement, and a key that is endorsed for another channel', async () => {
    const message = await rig.show()
    const genuine = rig.teams.keys
    for (const key of [unendorsed, signingKey(['skype', 'webchat'])]) {
      rig.teams.keys = [...genuine, key]
      // Lets the hour pass in which an unknown key is not looked up.
      rig.skip(3_600_000)
      const told = await member().press(message, 'Approve', {}, { token: { key } })
      expect(told).toMatchObject({ kind: 'none', status: 403 })
    }
    rig.teams.keys = genuine
    expect(rig.inbox.clicks).toEqual([])
  })

  test('another channel of the Bot Framework, with Teams’ own key', async () => {
    const message = await rig.show()
    const told = await member().press(message, 'Approve', {}, { activity: { channelId: 'skype' } })
    expect(told).toMatchObject({ kind: 'none', status: 403 })
  })

  test('another tenant, said in either place, and none at all', async () => {
    const message = await rig.show()
    const other = '11111111-2222-4333-8444-555555555555'
    const conversation = { id: message.conversation, conversationType: 'channel' }
    for (const activity of [
      { channelData: { tenant: { id: other } } },
      { conversation: { ...conversation, tenantId: other } },
      { conversation, channelData: {} },
    ]) {
      const told = await member().press(message, 'Approve', {}, { activity })
      expect(told).toMatchObject({ kind: 'none', status: 403 })
    }
    expect(rig.inbox.clicks).toEqual([])
  })

  test('a thousand made-up key ids make one look at the keys in an hour', async () => {
    const message = await rig.show()
    await member().press(message, 'Approve')
    rig.skip(3_600_000)
    const before = rig.teams.counts.keyFetches
    const ana = member()
    for (let at = 0; at < 40; at++) {
      const kids = Array.from({ length: 25 }, (_, of) => `made-up-${at}-${of}`)
      await Promise.all(kids.map((kid) => ana.press(message, 'Approve', {}, { token: { kid } })))
    }
    expect(rig.teams.counts.keyFetches - before).toBe(1)
    expect(await ana.press(message, 'Approve')).toMatchObject({ kind: 'card' })
  })
})

describe('nobody is taken for somebody', () => {
  test.each([
    ['a guest', { role: 'guest' }],
    ['somebody without a role', { role: '' }],
    ['a guest by their user name', { userPrincipalName: 'x_evil.example#EXT#@example.test' }],
    ['somebody of another organisation', { tenantId: '11111111-2222-4333-8444-555555555555' }],
  ])('%s is told so, alone, and nothing is done', async (_, options) => {
    const message = await rig.show()
    const told = await member('gil', options).press(message, 'Approve')
    expect(told).toMatchObject({ kind: 'toast', text: expect.stringContaining('nothing was done') })
    expect(rig.inbox.clicks).toEqual([])
    expect(message.revisions).toBe(1)
  })

  test('an account without an object id', async () => {
    const message = await rig.show()
    const told = await member('nemo', { aadObjectId: undefined }).press(message, 'Approve')
    expect(told).toMatchObject({ kind: 'toast', text: expect.stringContaining('nothing was done') })
    expect(rig.inbox.clicks).toEqual([])
  })

  test('somebody who is not in the conversation, or says to be another', async () => {
    const message = await rig.show()
    const stranger = rig.teams.person('stranger')
    expect(await stranger.press(message, 'Approve')).toMatchObject({ kind: 'toast' })
    const [ana, bea] = [member('ana'), member('bea')]
    const from = { id: ana.member.id, aadObjectId: bea.member.aadObjectId }
    const told = await ana.press(message, 'Approve', {}, { activity: { from } })
    expect(told).toMatchObject({ kind: 'toast' })
    expect(rig.inbox.clicks).toEqual([])
  })

  test('a guest gets no card of their own, and nobody is looked up for them', async () => {
    const message = await rig.show()
    rig.inbox.looks.length = 0
    rig.inbox.view = () => sampleCard
    const told = await member('gil', { role: 'guest' }).opens(message)
    expect(told).toEqual({ kind: 'error', code: 'NotFound' })
    expect(rig.inbox.looks).toEqual([])
  })

  test('who has become a guest is one within minutes', async () => {
    const message = await rig.show()
    rig.inbox.answer = { kind: 'refused', code: 'HP_ACTION_CLOSED', text: 'Decided already.' }
    const ana = member('ana')
    await ana.press(message, 'Approve')
    rig.teams.conversations.join(rig.conversation, { ...ana.member, userRole: 'guest' })
    rig.skip(300_000)
    await ana.press(message, 'Approve')
    expect(rig.inbox.clicks).toHaveLength(1)
  })

  test('where the roster cannot be asked nobody decides', async () => {
    const message = await rig.show()
    const ana = member()
    rig.teams.behaviour = 'error'
    const told = await ana.press(message, 'Approve')
    rig.teams.behaviour = 'answer'
    expect(told).toEqual({ kind: 'error', code: 'ServiceUnavailable' })
    expect(rig.inbox.clicks).toEqual([])
  })
})

describe('what is not a press decides nothing', () => {
  test('a refresh, by itself or by hand', async () => {
    const message = await rig.show()
    const ana = member()
    await ana.opens(message)
    const action = { verb: 'hp.refresh', data: { hp: { v: 1, a: sampleId } } }
    for (const trigger of ['automatic', 'manual', undefined]) {
      await ana.send(rig.teams.people[0]?.activity(message, { action, trigger }) ?? {})
    }
    expect(rig.inbox.looks.length).toBeGreaterThanOrEqual(4)
    expect(rig.inbox.clicks).toEqual([])
  })

  test('an approval that comes as an automatic refresh', async () => {
    const message = await rig.show()
    const ana = member()
    const data = { hp: { v: 1, a: sampleId, d: sampleCard.presented, r: 1, c: 1 } }
    const value = { action: { verb: 'hp.approve', data }, trigger: 'automatic' }
    const answer = await ana.send(ana.activity(message, value))
    expect(await answer.json()).toMatchObject({ statusCode: 400 })
    expect(rig.inbox.clicks).toEqual([])
  })

  test.each([
    ['no data', { action: { verb: 'hp.approve' } }],
    ['another verb', action('hp.allow', {})],
    ['a digest that is none', action('hp.approve', { d: 'x' })],
    ['no digest', action('hp.approve', { d: undefined })],
    ['another version', action('hp.approve', { v: 2 })],
    ['more than we write', action('hp.approve', { admin: true })],
    ['an action id that is none', action('hp.approve', { a: '../../x' })],
  ])('%s', async (_, value) => {
    const message = await rig.show()
    const ana = member()
    const answer = await ana.send(ana.activity(message, value))
    expect(await answer.json()).toMatchObject({ statusCode: 400 })
    expect(rig.inbox.clicks).toEqual([])
  })

  test('what is typed under our own key is an unknown button, and under another is nothing', async () => {
    const message = await rig.show()
    const ana = member()
    expect(await ana.press(message, 'Approve', { hp: 'x' })).toMatchObject({ kind: 'error' })
    expect(rig.inbox.clicks).toEqual([])
    await ana.press(message, 'Approve', { verdict: 'deny', in_other: 'x' })
    expect(rig.inbox.clicks).toMatchObject([{ verdict: 'approve' }])
    expect(rig.inbox.clicks[0]).not.toHaveProperty('reason')
  })

  test('other activities are heard and not answered', async () => {
    const ana = member()
    for (const type of ['message', 'conversationUpdate', 'installationUpdate']) {
      const activity = { ...ana.activity({ conversation: rig.conversation, id: '1' }, {}), type }
      const answer = await ana.send(activity)
      expect([answer.status, await answer.text()]).toEqual([200, ''])
    }
  })

  function action(verb: string, change: object) {
    const hp = { v: 1, a: sampleId, d: sampleCard.presented, r: 1, c: 1, ...change }
    return { action: { type: 'Action.Execute', verb, data: { hp } }, trigger: 'manual' }
  }
})

describe('a press that comes again', () => {
  beforeEach(() => {
    rig.inbox.answer = { kind: 'refused', code: 'HP_ACTION_CLOSED', text: 'Decided already.' }
  })

  test('is one press while it is the same, whatever its token', async () => {
    const message = await rig.show()
    const ana = member()
    const activity = { id: 'f:same', timestamp: new Date(rig.teams.clock()).toISOString() }
    await ana.press(message, 'Approve', {}, { activity })
    await ana.press(message, 'Approve', {}, { activity })
    const ids = rig.inbox.clicks.map(({ pressId }) => pressId)
    expect(ids).toEqual(['f:same', 'f:same'])
  })

  test('is refused when it has become another', async () => {
    const message = await rig.show()
    const ana = member()
    const activity = { id: 'f:turned' }
    await ana.press(message, 'Deny', { in_reason: 'no' }, { activity })
    const told = await ana.press(message, 'Approve', {}, { activity })
    expect(told).toEqual({ kind: 'error', code: 'Conflict' })
    expect(rig.inbox.clicks.map(({ verdict }) => verdict)).toEqual(['deny'])
  })

  test.each([
    ['was kept for too long', () => rig.teams.clock() - 301_000],
    ['is of the future', () => rig.teams.clock() + 301_000],
    ['has no time', () => undefined],
  ])('is refused when it %s', async (_, at) => {
    const message = await rig.show()
    const sentMs = at()
    const timestamp = sentMs === undefined ? undefined : new Date(sentMs).toISOString()
    const ana = member()
    const looks = rig.inbox.looks.length
    const value = { action: { verb: 'hp.refresh', data: { hp: { v: 1, a: sampleId } } } }
    await ana.send({ ...ana.activity(message, value), timestamp })
    expect(rig.inbox.looks.length).toBe(looks)
    const told = await ana.press(message, 'Approve', {}, { activity: { timestamp } })
    expect(told).toMatchObject({ kind: 'toast', text: expect.stringContaining('too old') })
    expect(rig.inbox.clicks).toEqual([])
  })
})

describe('a press', () => {
  test('names account, view, copy and what was typed', async () => {
    const message = await rig.show()
    const ana = member('ana')
    await ana.press(message, 'Deny', { in_preset: 'Not needed', in_reason: ' ask Bea ' })
    expect(rig.inbox.clicks).toEqual([
      {
        ...{ account: ana.account, verifiedEmail: 'ana@example.test' },
        ...{ actionId: sampleId, presented: sampleCard.presented, verdict: 'deny' },
        ...{ isComplete: true, reason: 'Not needed. ask Bea' },
        pressId: expect.stringMatching(/^f:/),
        copy: {
          address: rig.conversation,
          handle: { conversation: rig.conversation, message: message.id },
        },
      },
    ])
  })

  test('vouches for no e-mail that the tenant has not proven', async () => {
    const message = await rig.show()
    await member('ana', { email: 'ceo@bank.example' }).press(message, 'Approve')
    expect(rig.inbox.clicks[0]).not.toHaveProperty('verifiedEmail')
  })

  test('is not acknowledged when its vote could not be written', async () => {
    const message = await rig.show()
    rig.inbox.failure = new HoldpointError('HP_BROKER', { rule: 'no answer' })
    const told = await member().press(message, 'Approve')
    expect(told).toEqual({ kind: 'error', code: 'ServiceUnavailable' })
  })

  test('is acknowledged as recorded when the gate takes longer than Teams waits', async () => {
    const message = await rig.show()
    rig.inbox.answer = new Promise(() => undefined)
    const told = await member().press(message, 'Approve')
    expect(told).toEqual({ kind: 'toast', text: expect.stringContaining('Recorded') })
  })

  test('that is refused tells the one who pressed, and the card stays as it was', async () => {
    const message = await rig.show()
    const text = 'You own this agent: others decide.'
    const page = 'https://hold.example/a/x'
    rig.inbox.answer = { kind: 'refused', code: 'HP_OWN_ACTION', text, link: page }
    expect(await member().press(message, 'Approve')).toEqual({ kind: 'toast', text })
    expect(message.revisions).toBe(1)
    const link = 'https://hold.example/link/abc'
    rig.inbox.answer = {
      kind: 'refused',
      code: 'HP_ACCOUNT_UNLINKED',
      text: 'Link your account.',
      link,
    }
    const ana = member()
    await ana.press(message, 'Approve')
    expect(ana.buttons(message)).toMatchObject([{ type: 'Action.OpenUrl', url: link }])
    expect(message.revisions).toBe(1)
    expect(member('bea').buttons(message).length).toBeGreaterThan(1)
  })

  test('shows the one who pressed what came of it', async () => {
    const message = await rig.show()
    const ana = member()
    await ana.press(message, 'Approve')
    expect(JSON.stringify(ana.sees(message))).toContain('Denied by ')
    expect(ana.buttons(message)).toMatchObject([{ title: 'Open in console' }])
  })
})

test('sixty people who open a card see their own, and each is looked up once', async () => {
  const message = await rig.show()
  rig.inbox.looks.length = 0
  const people = Array.from({ length: 60 }, (_, at) => member(`p${at}`))
  const entitled = new Set(people.slice(0, 3).map(({ account }) => account))
  rig.inbox.view = (account) =>
    entitled.has(account) ? sampleCard : { ...sampleCard, buttons: ['open'] }
  await Promise.all(people.map((person) => person.opens(message)))
  expect(rig.inbox.looks.length).toBe(60)
  const calls = rig.teams.counts.calls
  await Promise.all(people.map((person) => person.opens(message)))
  expect(rig.teams.counts.calls).toBe(calls)
  const seen = people.map((person) => person.buttons(message).length)
  expect(seen.slice(0, 4)).toEqual([4, 4, 4, 1])
  expect(rig.inbox.clicks).toEqual([])
  expect(message.revisions).toBe(1)
})
