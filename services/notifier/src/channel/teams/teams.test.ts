/** Deliveries to the Bot Connector: what stands there afterwards, and what becomes of an attempt that fails. */
import type { TeamsBehaviour } from '@holdpoint/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TeamsRig, teamsRig } from '../../../test/teams-rig.ts'
import { decidedCard, sampleCard } from '../../card/sample.ts'
import type { Recipient } from '../port.ts'

let rig: TeamsRig
beforeAll(async () => {
  rig = await teamsRig({ personal: true })
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.teams.behaviour = 'answer'
  rig.skip(10_000)
})
const messages = () => rig.teams.messages(rig.conversation)

describe('nothing is sent', () => {
  test('to a host that is not Microsoft’s, whatever a handle says', async () => {
    const before = rig.teams.counts.calls
    const handle = {
      service: 'https://evil.example/',
      conversation: rig.conversation,
      message: '1',
    }
    const delivered = await rig.channel.deliver(rig.delivery({ handle }))
    expect(delivered).toEqual({ kind: 'refused', code: 'service not pinned' })
    expect(rig.teams.counts.calls).toBe(before)
  })

  test.each(['../../v3/attachments/x', '19:x/activities/1?', 'a#b', 'a b', ''])(
    'to a conversation %j that would be another path',
    async (address) => {
      const before = rig.teams.counts.calls
      const delivered = await rig.channel.deliver(rig.delivery({ address }))
      expect(delivered).toMatchObject({ kind: 'refused' })
      expect(rig.teams.counts.calls).toBe(before)
    },
  )
})

describe('an attempt that fails', () => {
  test.each<[TeamsBehaviour, object]>([
    ['down', { kind: 'later', code: 'unreachable' }],
    ['error', { kind: 'later', code: '502 ServiceError' }],
    ['throttle', { kind: 'later', code: '429 Throttled', afterMs: 3000 }],
  ])('is for later while Teams is %s', async (behaviour, expected) => {
    await rig.show()
    rig.teams.behaviour = behaviour
    const count = messages().length
    expect(await rig.channel.deliver(rig.delivery())).toEqual(expected)
    expect(messages().length).toBe(count)
  })

  test('is for later when whoever asked has no more time', async () => {
    await rig.show()
    rig.teams.behaviour = 'hang'
    const stopped = new AbortController()
    const delivered = rig.channel.deliver(rig.delivery({ signal: stopped.signal }))
    stopped.abort()
    expect(await delivered).toEqual({ kind: 'later', code: 'unreachable' })
  })

  test('finds a message again by what a press tells of it', async () => {
    const message = await rig.show()
    const handle = { conversation: rig.conversation, message: message.id }
    const delivered = await rig.channel.deliver(rig.delivery({ handle, card: decidedCard }))
    expect(delivered).toMatchObject({ kind: 'shown', handle })
    expect(message.revisions).toBe(2)
  })

  test('is gone where the message was deleted, and refused where the conversation is none', async () => {
    const message = await rig.show()
    const handle = {
      ...{ service: rig.teams.serviceUrl, conversation: rig.conversation, message: message.id },
    }
    message.isDeleted = true
    expect(await rig.channel.deliver(rig.delivery({ handle }))).toEqual({
      ...{ kind: 'gone', code: '404 ActivityNotFoundInConversation' },
    })
    const address = '19:nobody@thread.tacv2'
    expect(await rig.channel.deliver(rig.delivery({ address }))).toEqual({
      ...{ kind: 'refused', code: '404 ConversationNotFound' },
    })
  })

  test('is refused with the wrong secret, and asks the login service again next time', async () => {
    const other = await teamsRig()
    Object.assign(other.teams.app, { secret: 'another' })
    const delivered = await other.channel.deliver(other.delivery())
    expect(delivered).toEqual({ kind: 'refused', code: 'login invalid_client' })
    expect(other.teams.counts).toMatchObject({ calls: 0, tokens: 1 })
    await other.channel.deliver(other.delivery())
    expect(other.teams.counts.tokens).toBe(2)
    await other.close()
  })

  test('with a token that was withdrawn is for later, and works then', async () => {
    await rig.show()
    rig.teams.tokens.revokeAll()
    expect(await rig.channel.deliver(rig.delivery())).toMatchObject({ kind: 'later' })
    expect(await rig.channel.deliver(rig.delivery())).toMatchObject({ kind: 'shown' })
  })

  test('leaves no secret, token or card in the log', async () => {
    for (const behaviour of ['down', 'error', 'throttle'] as const) {
      rig.teams.behaviour = behaviour
      await rig.channel.deliver(rig.delivery())
    }
    expect(rig.log()).not.toContain(rig.teams.app.secret)
    expect(rig.log()).not.toMatch(/Bearer|⟦EMAIL/)
  })
})

describe('a delivery', () => {
  test('posts, and later changes what its handle names, with one token for all', async () => {
    const tokens = rig.teams.counts.tokens
    const first = await rig.channel.deliver(rig.delivery())
    if (first.kind !== 'shown') throw new Error(first.code)
    expect(first.isComplete).toBe(true)
    const count = messages().length
    const { handle } = first
    const again = await rig.channel.deliver(rig.delivery({ handle, card: decidedCard }))
    expect(again).toEqual({ kind: 'shown', handle, isComplete: true })
    expect(messages().length).toBe(count)
    const message = messages().at(-1)
    expect(message?.revisions).toBe(2)
    expect(JSON.stringify(message?.card)).toContain('Denied by ')
    expect(rig.teams.counts.tokens - tokens).toBeLessThanOrEqual(1)
    expect(JSON.stringify(handle).length).toBeLessThan(2000)
  })

  test('fetches a new token before the old one ends', async () => {
    await rig.show()
    const before = rig.teams.counts.tokens
    rig.skip(3_400_000)
    await rig.show()
    expect(rig.teams.counts.tokens).toBe(before + 1)
  })

  test('goes to conversations, and to the chat of each person whose account is linked', async () => {
    const ana = rig.teams.person('ana')
    const recipients: Recipient[] = [
      { person: 'ana', accounts: [ana.account, 'slack:T1:U7'] },
      { person: 'bea', accounts: [] },
    ]
    const addresses = rig.channel.addressesOf(sampleCard, recipients)
    expect(addresses).toEqual([rig.conversation, ana.account])
    const delivered = await rig.channel.deliver(rig.delivery({ address: ana.account }))
    if (delivered.kind !== 'shown') throw new Error(delivered.code)
    const chat = rig.teams.chatWith(ana.member)
    const [message] = rig.teams.messages(chat)
    if (message === undefined) throw new Error('no message')
    expect(delivered.handle['conversation']).toBe(chat)
    await ana.press(
      message,
      'Approve',
      {},
      {
        activity: {
          conversation: { id: chat, conversationType: 'personal', tenantId: rig.teams.tenant },
        },
      },
    )
    expect(rig.inbox.clicks.at(-1)?.copy).toEqual({
      address: ana.account,
      handle: { conversation: chat, message: message.id },
    })
  })

  test('to somebody who has not installed the app is refused', async () => {
    const address = `teams:${rig.teams.tenant}:11111111-2222-4333-8444-555555555555`
    expect(await rig.channel.deliver(rig.delivery({ address }))).toEqual({
      ...{ kind: 'refused', code: '403 BotNotInConversationRoster' },
    })
  })

  test('that is a reminder says so below the message, and not where there was none', async () => {
    const first = await rig.channel.deliver(rig.delivery({ nudge: 'reminder' }))
    if (first.kind !== 'shown') throw new Error(first.code)
    const count = messages().length
    const { handle } = first
    await rig.channel.deliver(rig.delivery({ handle, nudge: 'reminder' }))
    expect(messages().length).toBe(count + 1)
    expect(messages().at(-1)?.summary).toMatch(/^Still to be decided: billing-bot wants to refund/)
    rig.teams.behaviour = 'throttle'
    const delivered = await rig.channel.deliver(rig.delivery({ handle, nudge: 'escalation' }))
    expect(delivered.kind).toBe('later')
  })

  test('of a digest is one message that is changed in place', async () => {
    const { signal } = rig.delivery()
    const cards = [sampleCard, sampleCard]
    const digest = { id: 'digest', address: rig.conversation, cards, signal }
    const first = await rig.channel.deliverDigest(digest)
    if (first.kind !== 'shown') throw new Error(first.code)
    const { handle } = first
    const again = await rig.channel.deliverDigest({
      ...digest,
      cards: [...cards, sampleCard],
      handle,
    })
    expect(again).toMatchObject({ kind: 'shown', handle })
    expect(JSON.stringify(messages().at(-1)?.card)).toContain('3 requests wait')
  })
})

test('at the rates that it names, Teams never says that it is too much', async () => {
  const { rates } = rig.channel
  const sent: number[] = []
  rig.skip(60_000)
  const before = rig.teams.counts.throttled
  const isFull = (nowMs: number) =>
    rates.some(({ count, spanMs }) => {
      const nth = sent.at(-count)
      return nth !== undefined && nowMs - nth < spanMs
    })
  while (sent.length < 80) {
    while (isFull(rig.teams.clock())) rig.skip(50)
    sent.push(rig.teams.clock())
    expect(await rig.channel.deliver(rig.delivery())).toMatchObject({ kind: 'shown' })
  }
  expect(rig.teams.counts.throttled).toBe(before)
})
