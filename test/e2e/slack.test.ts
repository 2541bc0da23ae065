/** Deciding in Slack, from end to end: real Kafka and Redis, every service a process of its own, Slack's own clients, and a server that keeps Slack's rules. */
import type { ActionId } from '@holdpoint/contracts'
import { type SlackServer, shownText, signedForm, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  labelsOf,
  type SlackStage,
  slackChannel,
  slackStage,
  userOf,
} from '../support/slack-stage.ts'
import { waitMs } from '../support/stage.ts'

const planted = ['carla.planted@victim.example', '4111 1111 1111 1111']
let on: SlackStage

beforeAll(async () => {
  on = await slackStage()
})
afterAll(() => on.close())

const refund = (more: object = {}) => ({
  type: 'payments.refund',
  target: { system: 'payments', resource: 'order/1842', environment: 'production' },
  params: { amount: 120, currency: 'EUR', to: planted[0], card: planted[1] },
  justification: `The parcel never arrived, says ${planted[0]}`,
  ...more,
})
/** Until people are asked wherever they can be: what is decided before is told to nobody there. */
const ask = async (more: object = {}): Promise<ActionId> => {
  const { id } = await on.at.agent.propose(refund(more))
  await on.message(on.ops, id)
  if (on.slack.behaviour === 'answer') await on.message(on.slack, id)
  return id
}
const settled = async (id: ActionId) => on.at.agent.settled({ id } as never)
const seenBy = (id: ActionId) => on.at.seen('alice', id)
const votes = async (id: ActionId) =>
  ((await on.at.people.ask('GET', `/v1/approvals/${id}`, 'alice')).body as { votes: unknown[] })
    .votes
const payload = async (slack: SlackServer, id: ActionId, name: 'alice' | 'bob') => {
  const { channel, ts } = await on.message(slack, id)
  return slack.payloadOf({ user: userOf(name), channel, ts, actionId: 'hp.approve' })
}

test('one press of an entitled person decides, and every copy in every workspace shows it', async () => {
  const billing = on.at.execute({ 'payments.refund': { run: () => ({ done: true }) } })
  const id = await ask()
  for (const slack of [on.slack, on.ops]) {
    expect(labelsOf(await on.message(slack, id))).toEqual(['hp.approve', 'hp.deny', 'hp.open'])
  }
  expect(await on.press(on.slack, id, 'alice')).toBe(true)
  expect(await settled(id)).toMatchObject({ status: 'succeeded' })
  expect(billing.runs.filter((run) => run.id === id)).toHaveLength(1)
  for (const slack of [on.slack, on.ops]) {
    const message = await on.message(slack, id, /^Done/m)
    expect(labelsOf(message)).toEqual(['hp.open'])
    expect(shownText(message.blocks)).toContain('p-alice approved (chat, slack)')
    const thread = () => slack.replies(message).map(({ text }) => text)
    await until(async () => thread().join('\n').includes('Done'), {
      ...{ deadlineMs: waitMs, what: 'the outcome in the thread' },
    })
    expect(thread().join('\n')).toContain('p-alice approved (chat, slack)')
  }
  expect(await votes(id)).toMatchObject([
    { person: 'p-alice', assurance: 'chat', channel: 'slack' },
  ])
})

test('a denial with its reason reaches the agent, and the copies', async () => {
  const id = await ask()
  expect(await on.press(on.ops, id, 'bob', 'hp.deny')).toBe(true)
  const view = on.ops.view(userOf('bob'))
  if (view === undefined) throw new Error('no form')
  const inputs = { in_preset: 'wrong_value', in_reason: `was 12, ask ${planted[0]}` }
  expect(await on.ops.submit(view, userOf('bob'), inputs)).toMatchObject({ isAcknowledged: true })
  expect(await settled(id)).toMatchObject({
    status: 'denied',
    reason: expect.stringContaining('Wrong amount or value: was 12'),
  })
  await on.message(on.slack, id, /^Denied/m)
})

describe('a press counts for nothing, and whoever pressed hears it alone', () => {
  test.each([
    ['of the owner of the agent', 'carol', /own/i],
    ['of an account that nobody has vouched for', 'eve', /link/i],
  ] as const)('%s', async (_, name, says) => {
    const id = await ask()
    const before = structuredClone(await on.message(on.slack, id))
    expect(await on.press(on.slack, id, name)).toBe(true)
    await on.told(on.slack, name, says)
    expect(await on.message(on.slack, id)).toEqual(before)
    expect(await seenBy(id)).toMatchObject({ status: 'pending' })
    expect(await votes(id)).toEqual([])
    expect(on.slack.privately(userOf('bob')).some((text) => says.test(text))).toBe(false)
  })

  test('after its time', async () => {
    const { id } = await on.at.agent.propose({ type: 'crm.contact.read', params: { id: 7 } })
    const late = await payload(on.slack, id, 'alice')
    await on.message(on.slack, id, /^Expired/m)
    expect(await on.slack.bring(late)).toMatchObject({ isAcknowledged: true })
    await on.told(on.slack, 'alice', /already|closed|over|expired/i)
    expect(await votes(id)).toEqual([])
  })

  test('unsigned, forged, too old, from the future, or brought again', async () => {
    const id = await ask()
    const press = await payload(on.ops, id, 'alice')
    const send = async (change: object, ms = 0, secret = on.ops.signingSecret) => {
      const { body, headers } = signedForm(press, secret, Date.now() + ms)
      const given = { method: 'POST', body, headers: { ...headers, ...change } }
      return (await fetch(on.ops.requestUrl ?? '', given)).status
    }
    expect(await send({ 'x-slack-signature': '' })).toBe(401)
    expect(await send({}, 0, 'another secret')).toBe(401)
    expect(await send({}, -301_000)).toBe(401)
    expect(await send({}, 301_000)).toBe(401)
    expect(await votes(id)).toEqual([])
    const signed = signedForm(press, on.ops.signingSecret, Date.now())
    const bring = async () =>
      (await fetch(on.ops.requestUrl ?? '', { method: 'POST', ...signed })).status
    expect([await bring(), await bring()]).toEqual([200, 401])
    await on.message(on.ops, id, /approved \(chat, slack-ops\)/)
    expect(await votes(id)).toHaveLength(1)
  })
})

test('an account is linked by a person who signed in, and decides as that person until it is let go', async () => {
  const id = await ask()
  await on.press(on.slack, id, 'zoe')
  await on.told(on.slack, 'zoe', /link/i)
  const [seen] = on.slack.workspace.ephemerals.filter(({ user }) => user === userOf('zoe'))
  const ticket = /link#([\w-]{43})/.exec(JSON.stringify(seen?.blocks))?.[1]
  const { people } = on.at
  const post = async (path: string, body: object) => {
    const authorization = `Bearer ${await people.token('bob')}`
    return people.send('POST', path, { authorization, body })
  }
  const offer = (await post('/v1/links/open', { ticket })).body as { nonce: string }
  const token = await people.token('bob', { nonce: offer.nonce })
  expect(await post('/v1/links', { ticket, token })).toMatchObject({ status: 200 })
  await on.press(on.slack, id, 'zoe')
  await on.message(on.slack, id, /p-bob approved \(chat, slack\)/)
  const account = `slack:T0MAIN:${userOf('zoe')}`
  expect(await post('/v1/links/end', { account })).toMatchObject({ status: 200 })
  const next = await ask()
  const told = on.slack.privately(userOf('zoe')).length
  await on.press(on.slack, next, 'zoe')
  await until(async () => on.slack.privately(userOf('zoe')).length > told, {
    ...{ deadlineMs: waitMs, what: 'a word to zoe' },
  })
  expect(await votes(next)).toEqual([])
})

test('two people press at once: one decides, the other is told so', async () => {
  const id = await ask()
  const both = [await payload(on.slack, id, 'alice'), await payload(on.slack, id, 'bob')]
  const told = () => [...on.slack.privately(userOf('alice')), ...on.slack.privately(userOf('bob'))]
  const before = told().length
  const receipts = await Promise.all(both.map((each) => on.slack.bring(each)))
  expect(receipts).toMatchObject([{ isAcknowledged: true }, { isAcknowledged: true }])
  await on.message(on.slack, id, /approved \(chat, slack\)/)
  await until(async () => told().length > before, { deadlineMs: waitMs, what: 'a word to one' })
  expect(told()).toHaveLength(before + 1)
  expect(await votes(id)).toHaveLength(1)
})

test('two are needed: the first is counted on the card, and their second press is not', async () => {
  const { id } = await on.at.agent.propose({ type: 'mail.send', params: { text: 'hello' } })
  const first = await payload(on.slack, id, 'alice')
  expect(await on.slack.bring(first)).toMatchObject({ isAcknowledged: true })
  const message = await on.message(on.slack, id, /1 of 2/)
  await on.message(on.ops, id, /1 of 2/)
  expect(labelsOf(message)).toContain('hp.approve')
  // Brought again, and pressed again on what is left of the old card.
  await on.slack.bring(first)
  await on.press(on.slack, id, 'alice')
  await on.told(on.slack, 'alice', /voted|already/i)
  expect(await votes(id)).toHaveLength(1)
  await on.press(on.ops, id, 'bob')
  await on.message(on.slack, id, /^Approved/m)
  expect(await votes(id)).toHaveLength(2)
})

test('a message from before everything was restarted still decides', async () => {
  const id = await ask()
  const press = await payload(on.slack, id, 'alice')
  const services = [on.at.service('notifier'), on.at.service('gate')]
  for (const service of services) service.kill('SIGKILL')
  await Promise.all(services.map((service) => service.exited()))
  for (const service of services) service.start()
  await Promise.all(services.map((service) => service.ready()))
  await until(async () => on.slack.socketCount >= 2, { deadlineMs: waitMs, what: 'two sockets' })
  expect(await on.slack.bring(press)).toMatchObject({ isAcknowledged: true })
  await on.message(on.slack, id, /approved \(chat, slack\)/)
  await on.message(on.ops, id, /approved \(chat, slack\)/)
  expect(await votes(id)).toHaveLength(1)
})

test('while Slack is down the other channel goes on, and everything is there afterwards, once', async () => {
  on.slack.behaviour = 'down'
  const [open, decided] = [await ask(), await ask()]
  await on.press(on.ops, decided, 'alice')
  await on.message(on.ops, decided, /approved \(chat, slack-ops\)/)
  on.slack.behaviour = 'answer'
  await on.message(on.slack, open, /^Needs approval/m)
  await until(async () => on.slack.socketCount >= 2, { deadlineMs: waitMs, what: 'two sockets' })
  await on.press(on.slack, open, 'bob')
  await on.message(on.ops, open, /approved \(chat, slack\)/)
})

test('what was planted is in no payload, and nobody was mentioned', async () => {
  const calls = JSON.stringify([on.slack.calls, on.ops.calls])
  expect(calls).toContain(slackChannel)
  for (const value of planted) expect(calls).not.toContain(value)
  expect(calls).toContain('⟦EMAIL·')
  for (const name of ['notifier', 'gate'] as const) {
    const log = on.at.service(name).log()
    for (const secret of [...planted, on.slack.botToken, on.slack.appToken, on.ops.signingSecret]) {
      expect(log).not.toContain(secret)
    }
  }
})
