/** Slack's own clients on a server that keeps Slack's rules: what is shown, what is pressed, and what is refused. */
import { buttonsOf, type SlackMessage, shownText, until } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { card, decided, listening, row, type SlackStand, slackStand } from '../../../test/slack.ts'
import type { Delivered } from '../port.ts'

const deadline = (what: string) => ({ deadlineMs: 10_000, what })
const labels = (message: SlackMessage | undefined) =>
  (message ? buttonsOf(message) : []).map(({ action_id }) => action_id)

let stand: SlackStand
beforeEach(async () => {
  stand = await slackStand({ ackWithinMs: 1500 })
})
afterEach(() => stand.close())
const press = (user: string, at: { channel: string; ts: string }, actionId = 'hp.approve') =>
  stand.slack.press({ user, actionId, ...at })
const toldAlone = (user: string) =>
  until(async () => stand.slack.privately(user)[0], deadline(`a word to ${user} alone`))

describe('a press counts for nothing', () => {
  test.each([
    ['of a guest of one channel', 'U0GUEST', 'Guests decide nothing.'],
    ['of a guest of several channels', 'U0PARTGUEST', 'Guests decide nothing.'],
    ['of a bot', 'U0BOT', 'Apps and bots decide nothing.'],
    ['of a deactivated account', 'U0GONE', 'This account has been deactivated.'],
    ['of a member of another workspace', 'U0OTHER', 'Only members of the workspace'],
  ])('%s, who alone is told why', async (_, user, text) => {
    const at = await stand.post()
    await listening(stand)
    const before = stand.slack.messages('C0FIN')[0]?.changeCount
    expect(await press(user, at)).toMatchObject({ isAcknowledged: true })
    expect(await toldAlone(user)).toContain(text)
    expect(stand.inbox.clicks).toEqual([])
    expect(stand.slack.messages('C0FIN')).toMatchObject([{ changeCount: before }])
    expect(stand.slack.workspace.ephemerals.map((each) => each.user)).toEqual([user])
  })

  test('in another workspace than ours', async () => {
    const at = await stand.post()
    await listening(stand)
    const payload = stand.slack.payloadOf({ user: 'U0ANA', actionId: 'hp.approve', ...at })
    await stand.slack.bring({ ...payload, team: { id: 'T0OTHER' } })
    expect(stand.inbox.clicks).toEqual([])
  })

  test('when Slack does not say who it was', async () => {
    const at = await stand.post()
    await listening(stand)
    stand.slack.behaviour = 'limit'
    expect(await press('U0ANA', at)).toMatchObject({ isAcknowledged: true })
    expect(stand.inbox.clicks).toEqual([])
  })

  test('with a value that is not ours', async () => {
    const at = await stand.post()
    await listening(stand)
    const payload = stand.slack.payloadOf({ user: 'U0ANA', actionId: 'hp.approve', ...at })
    const [action] = payload['actions'] as object[]
    for (const value of ['', '1|x', '2|a|b|c|d', 'x'.repeat(2000)]) {
      await stand.slack.bring({ ...payload, actions: [{ ...action, value }] })
    }
    expect(stand.inbox.clicks).toEqual([])
  })
})

test('a refusal is told to whoever pressed, and the shared card stays as it was', async () => {
  const at = await stand.post()
  await listening(stand)
  const before = structuredClone(stand.slack.messages('C0FIN'))
  const text = 'Not in a group that is asked to decide this'
  stand.inbox.answer = { kind: 'refused', code: 'HP_NOT_ENTITLED', text }
  expect(await press('U0ANA', at)).toMatchObject({ isAcknowledged: true })
  expect(await toldAlone('U0ANA')).toBe(text)
  expect(stand.slack.messages('C0FIN')).toEqual(before)
  expect(stand.slack.privately('U0BEA')).toEqual([])
})

test('an account that nobody knows is asked to link itself, alone', async () => {
  const at = await stand.post()
  await listening(stand)
  const link = 'https://hold.example/link/x'
  stand.inbox.answer = { kind: 'refused', code: 'HP_ACCOUNT_UNLINKED', text: 'Link it.', link }
  await press('U0ANA', at)
  await toldAlone('U0ANA')
  const [ephemeral] = stand.slack.workspace.ephemerals
  expect(JSON.stringify(ephemeral?.blocks)).toContain(link)
  expect(JSON.stringify(ephemeral?.blocks)).toContain('Link your account')
  expect(JSON.stringify(stand.slack.messages('C0FIN'))).not.toContain(link)
})

test('whom Slack does not let us tell where they pressed is told directly', async () => {
  const at = await stand.post()
  await listening(stand)
  stand.inbox.answer = { kind: 'refused', code: 'HP_ACTION_CLOSED', text: 'Too late <now>' }
  stand.inbox.write = async () => {
    const fin = stand.slack.workspace.channels.get('C0FIN')
    if (fin) fin.hasApp = false
  }
  await press('U0ANA', at)
  const direct = await until(async () => stand.slack.messages('U0ANA')[0], deadline('a message'))
  expect(direct.text).toBe('Too late &lt;now&gt;')
})

test('whom Slack does not let us tell at all is left to the log', async () => {
  const at = await stand.post()
  await listening(stand)
  stand.inbox.answer = { kind: 'refused', code: 'HP_ACTION_CLOSED', text: 'Too late' }
  stand.inbox.write = async () => {
    stand.slack.behaviour = 'limit'
  }
  await press('U0ANA', at)
  await until(
    async () => stand.log.some((line) => (line as { code?: string }).code === 'ratelimited'),
    deadline('a line in the log'),
  )
})

test('a vote is acknowledged only once it is written; until then Slack says that it did not work', async () => {
  const at = await stand.post()
  await listening(stand)
  const stalled = Promise.withResolvers<void>()
  stand.inbox.write = () => stalled.promise
  expect(await press('U0ANA', at)).toEqual({ isAcknowledged: false })
  expect(stand.inbox.clicks).toEqual([])
  stalled.resolve()
  await until(async () => stand.inbox.clicks.length === 1, deadline('the vote'))
})

test('a vote that could not be written is never acknowledged, and nobody is told that it counts', async () => {
  const at = await stand.post()
  await listening(stand)
  stand.inbox.write = () => Promise.reject(new Error('no broker: secret-token'))
  expect(await press('U0ANA', at)).toEqual({ isAcknowledged: false })
  expect(stand.log).toContainEqual(expect.objectContaining({ channel: 'slack' }))
  expect(JSON.stringify(stand.log)).not.toContain('secret-token')
})

test('an approval carries account, what was shown, and where', async () => {
  const at = await stand.post()
  await listening(stand)
  expect(await press('U0BEA', at)).toMatchObject({ isAcknowledged: true })
  const { pressId, ...click } = stand.inbox.clicks[0] ?? { pressId: '' }
  expect(pressId).toContain('slack:T0TEST:U0BEA')
  expect(click).toEqual({
    account: 'slack:T0TEST:U0BEA',
    verifiedEmail: 'bea@example.com',
    ...{ actionId: card.actionId, presented: card.presented, isComplete: true },
    verdict: 'approve',
    copy: { address: 'C0FIN', handle: at },
  })
})

test('the same press brought twice is one vote; a second press is another', async () => {
  const at = await stand.post()
  await listening(stand)
  const payload = stand.slack.payloadOf({ user: 'U0ANA', actionId: 'hp.approve', ...at })
  await stand.slack.bring(payload)
  await stand.slack.bring(payload)
  expect(stand.inbox.clicks).toHaveLength(1)
  await press('U0ANA', at)
  expect(stand.inbox.clicks).toHaveLength(2)
})

describe('a denial is explained', () => {
  const open = async (at: { channel: string; ts: string }, user = 'U0ANA') => {
    expect(await press(user, at, 'hp.deny')).toMatchObject({ isAcknowledged: true })
    return until(async () => stand.slack.view(user), deadline('the form'))
  }

  test('with a reason picked, and words', async () => {
    await listening(stand)
    const view = await open(await stand.post())
    expect(stand.inbox.clicks).toEqual([])
    await stand.slack.submit(view, 'U0ANA', { in_preset: 'wrong_value', in_reason: ' 12.50! ' })
    expect(stand.inbox.clicks).toMatchObject([
      { verdict: 'deny', reason: 'Wrong amount or value: 12.50!', account: 'slack:T0TEST:U0ANA' },
    ])
  })

  test('where policy wants it: an empty form comes back', async () => {
    await listening(stand)
    const view = await open(await stand.post({ card: { ...card, reasonRequired: true } }))
    expect(await stand.slack.submit(view, 'U0ANA', { in_reason: '   ' })).toMatchObject({
      isAcknowledged: true,
      answer: { response_action: 'errors', errors: { in_reason: expect.any(String) } },
    })
    expect(stand.inbox.clicks).toEqual([])
    await stand.slack.submit(view, 'U0ANA', { in_preset: 'not_now' })
    expect(stand.inbox.clicks).toMatchObject([{ verdict: 'deny', reason: 'Not now' }])
  })

  test('by whoever sends the form, and not by whoever opened it', async () => {
    await listening(stand)
    const view = await open(await stand.post())
    await stand.slack.submit(view, 'U0GUEST', { in_reason: 'x' })
    expect(stand.inbox.clicks).toEqual([])
    expect(await toldAlone('U0GUEST')).toContain('Guests')
    await stand.slack.submit(view, 'U0BEA', { in_reason: 'x' })
    expect(stand.inbox.clicks).toMatchObject([{ account: 'slack:T0TEST:U0BEA' }])
  })

  test('once, however often the form arrives', async () => {
    await listening(stand)
    const view = await open(await stand.post())
    await stand.slack.submit(view, 'U0ANA', { in_reason: 'x' })
    await stand.slack.submit(view, 'U0ANA', { in_reason: 'x' })
    expect(stand.inbox.clicks).toHaveLength(1)
  })

  test('also from a copy that does not show everything', async () => {
    await listening(stand)
    const at = await stand.post({ card: { ...card, rows: [row('a', 'x'.repeat(50_000))] } })
    expect(labels(stand.slack.messages('C0FIN')[0])).toEqual(['hp.deny', 'hp.open'])
    await stand.slack.submit(await open(at), 'U0ANA', { in_reason: 'x' })
    expect(stand.inbox.clicks).toMatchObject([{ verdict: 'deny', isComplete: false }])
  })
})

describe('a card', () => {
  test('is posted once, changed in place, and its thread tells what happened', async () => {
    const first = await stand.bring()
    expect(first).toMatchObject({ kind: 'shown', isComplete: true })
    const handle = (first as Extract<Delivered, { kind: 'shown' }>).handle
    const next = await stand.bring({ card: decided('approved'), handle })
    const [message, ...others] = stand.slack.messages('C0FIN')
    expect(others).toEqual([])
    expect(message?.changeCount).toBe(1)
    expect(labels(message)).toEqual(['hp.open'])
    expect(shownText(message?.blocks)).toContain('ana approved (chat, slack)')
    const replies = message ? stand.slack.replies(message) : []
    expect(replies.map(({ text }) => text)).toEqual(['ana approved (chat, slack)'])
    const again = (next as Extract<Delivered, { kind: 'shown' }>).handle
    await stand.bring({ card: decided('approved', 5), handle: again })
    expect(message && stand.slack.replies(message)).toHaveLength(1)
  })

  test('that nobody has decided is brought to mind in its thread', async () => {
    const handle = { ...(await stand.post()), toldMs: card.story[0]?.atMs ?? 0, toldCount: 1 }
    const asked = [{ person: 'ana', accounts: ['slack:T0TEST:U0ANA', 'slack:T0OTHER:U0X'] }]
    await stand.bring({ handle, nudge: 'reminder', asked })
    const [message] = stand.slack.messages('C0FIN')
    const replies = message ? stand.slack.replies(message) : []
    expect(replies).toHaveLength(1)
    expect(JSON.stringify(replies)).toContain('"user_id":"U0ANA"')
    expect(JSON.stringify(replies)).not.toContain('U0X')
    expect(replies[0]?.text).toContain('Still waiting')
  })

  test('that Slack finds too large after all is brought in brief, and cannot be approved there', async () => {
    stand.slack.workspace.blocksCharsMax = 1500
    expect(await stand.bring()).toMatchObject({ kind: 'shown', isComplete: false })
    const [message] = stand.slack.messages('C0FIN')
    expect(labels(message)).toEqual(['hp.deny', 'hp.open'])
    expect(shownText(message?.blocks)).toContain('too large for Slack')
    stand.slack.workspace.blocksCharsMax = 100
    const { channel, ts } = message ?? { channel: '', ts: '' }
    expect(await stand.bring({ handle: { channel, ts } })).toEqual({
      ...{ kind: 'refused', code: 'msg_blocks_too_long' },
    })
  })

  test('whose thread is closed is up to date all the same', async () => {
    const handle = await stand.post()
    const message = stand.slack.workspace.find(handle.channel, handle.ts)
    stand.slack.workspace.closedThreads.add(handle.ts)
    expect(await stand.bring({ card: decided('denied'), handle })).toMatchObject({ kind: 'shown' })
    expect(shownText(message?.blocks)).toContain('Denied')
  })

  test('whose line in the thread got no answer tells it once', async () => {
    const first = await stand.bring()
    const { handle } = first as Extract<Delivered, { kind: 'shown' }>
    const next = { card: decided('approved'), handle }
    stand.slack.behaviour = 'lose-replies'
    expect(await stand.bring(next)).toMatchObject({ kind: 'later' })
    stand.slack.behaviour = 'answer'
    expect(await stand.bring(next)).toMatchObject({ kind: 'shown' })
    const [message] = stand.slack.messages('C0FIN')
    expect(message && stand.slack.replies(message)).toHaveLength(1)
  })

  test('whose answer was lost is not posted a second time, and shows the latest', async () => {
    stand.slack.behaviour = 'lose'
    expect(await stand.bring()).toEqual({ kind: 'later', code: 'unreachable' })
    stand.slack.behaviour = 'answer'
    expect(await stand.bring({ id: 'copy-2', card: decided('denied') })).toMatchObject({
      kind: 'shown',
    })
    const messages = stand.slack.messages('C0FIN')
    expect(messages).toHaveLength(1)
    expect(shownText(messages[0]?.blocks)).toContain('Denied')
  })

  test('that somebody removed is gone, and can be posted anew', async () => {
    const { channel, ts } = await stand.post()
    const message = stand.slack.workspace.find(channel, ts)
    if (message) stand.slack.workspace.remove(message)
    expect(await stand.bring({ handle: { channel, ts } })).toEqual({
      kind: 'gone',
      code: 'message_not_found',
    })
    await stand.post({ id: 'copy-2' })
    expect(stand.slack.messages('C0FIN')).toHaveLength(1)
  })

  test.each<[string, Delivered]>([
    ['down', { kind: 'later', code: 'unreachable' }],
    ['error', { kind: 'later', code: 'http_503' }],
    ['limit', { kind: 'later', code: 'ratelimited', afterMs: 7000 }],
  ])('waits while Slack is %s: one call, no try of our own', async (behaviour, delivered) => {
    stand.slack.behaviour = behaviour as 'down'
    const before = stand.slack.requestCount
    expect(await stand.bring()).toEqual(delivered)
    expect(stand.slack.requestCount - before).toBe(1)
    stand.slack.behaviour = 'answer'
    expect(await stand.bring()).toMatchObject({ kind: 'shown' })
    expect(stand.slack.messages('C0FIN')).toHaveLength(1)
  })

  test.each([
    ['is archived', { isArchived: true }, 'is_archived'],
    ['does not have the app', { hasApp: false }, 'not_in_channel'],
  ])('for a channel that %s is refused, and gone where it was there', async (_, state, code) => {
    const handle = await stand.post()
    Object.assign(stand.slack.workspace.channels.get('C0FIN') ?? {}, state)
    expect(await stand.bring({ handle })).toEqual({ kind: 'gone', code })
    expect(await stand.bring({ card: { ...card, actionId: card.actionId } })).toEqual({
      ...{ kind: 'refused', code },
    })
  })

  test('reaches a person directly, and is changed there', async () => {
    const { channel, ts } = await stand.post({ address: 'U0ANA' })
    expect(channel).toBe('D0ANA')
    expect(await stand.bring({ card: decided('denied'), handle: { channel, ts } })).toMatchObject({
      kind: 'shown',
    })
    expect(stand.slack.messages('U0ANA')).toMatchObject([{ changeCount: 1 }])
  })
})

test('a digest lists what waits, is changed in place, and decides nothing', async () => {
  const { signal } = new AbortController()
  const digest = { id: 'digest-1', address: 'C0FIN', signal }
  const cards = [card, { ...card, headline: ['another'] }]
  const shown = await stand.channel.deliverDigest({ ...digest, cards })
  const handle = (shown as Extract<Delivered, { kind: 'shown' }>).handle
  await stand.channel.deliverDigest({ ...digest, cards: [decided('denied')], handle })
  const [message, ...others] = stand.slack.messages('C0FIN')
  expect(others).toEqual([])
  expect(message?.text).toBe('Nothing of these waits any more')
  expect(labels(message)).toEqual([])
})

describe('it keeps listening', () => {
  test('when Slack renews its connections', async () => {
    const at = await stand.post()
    await listening(stand)
    stand.slack.refreshSockets()
    await until(async () => stand.slack.calls.filter(isOpening).length >= 4, deadline('new ones'))
    await until(async () => stand.slack.socketCount >= 2, deadline('two sockets'))
    await until(async () => (await press('U0ANA', at)).isAcknowledged, deadline('a press'))
  })

  test('after an outage', async () => {
    const at = await stand.post()
    await listening(stand)
    stand.slack.behaviour = 'down'
    await until(async () => stand.log.length > 1, deadline('a line in the log'))
    stand.slack.behaviour = 'answer'
    await until(async () => stand.slack.socketCount === 2, deadline('two sockets'))
    expect(await press('U0ANA', at)).toMatchObject({ isAcknowledged: true })
    expect(stand.log.map((line) => (line as { code?: string }).code)).toContain('unreachable')
  })

  const isOpening = ({ method }: { method: string }) => method === 'apps.connections.open'
})

test('it starts while Slack is down', async () => {
  stand.slack.behaviour = 'down'
  await stand.channel.start(stand.inbox)
  stand.slack.behaviour = 'answer'
  await until(async () => stand.slack.socketCount === 2, deadline('two sockets'))
})

test('a card goes to the channel, and to linked accounts of this workspace where configured', async () => {
  const accounts = ['slack:T0TEST:U0ANA', 'slack:T0OTHER:U0X', 'teams:T0TEST:U0ANA']
  const recipients = [{ person: 'ana', accounts }]
  expect(stand.channel.addressesOf(card, recipients)).toEqual(['C0FIN'])
  const direct = await slackStand({ settings: { direct: true } })
  expect(direct.channel.addressesOf(card, recipients)).toEqual(['C0FIN', 'U0ANA'])
  await direct.close()
})
