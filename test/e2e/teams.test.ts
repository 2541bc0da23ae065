/** Microsoft Teams from end to end: real Kafka and Redis, every service a process of its own, and the kit's Teams, which signs as the service does. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FakeTeams, freshDeployment, type Message, samplePolicy, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { type Execution, type Stage, stage } from '../support/stage.ts'

const planted = ['hanna.planted@victim.example', '4111 1111 1111 1111']
/** Longer than a delivery of a process that was killed in the middle of it stays its own. */
const wait = { deadlineMs: 90_000 }
let teams: FakeTeams
let at: Stage
let billing: Execution
let rooms: readonly string[]

beforeAll(async () => {
  teams = await FakeTeams.open()
  rooms = [teams.channel(), teams.channel()]
  const hp = await freshDeployment({ policy: policyOf() })
  const channels = join(hp.dir, 'channels.yaml')
  writeFileSync(join(hp.dir, 'teams.secret'), teams.app.secret)
  writeFileSync(channels, stringify(channelsOf(hp.urls.notifier)))
  const overrides = { files: { channels } }
  at = await stage({ hp, start: { notifier: { overrides } } })
  teams.botUrl = `${at.service('notifier').url}/teams/teams`
  billing = at.execute({ 'payments.refund': { run: () => ({ done: true }) } })
})
afterAll(async () => {
  await at?.close()
  await teams?.close()
})
beforeEach(() => {
  teams.behaviour = 'answer'
})

function policyOf(): string {
  const policy = samplePolicy('billing').replace('assurance: sso', 'assurance: chat')
  const rule = `  - name: hurried
    types: [mail.send]
    require: { quorum: 1, groups: [{ group: approvers, min: 1 }], assurance: chat, decideWithin: 5s }
`
  return policy.replace('  - name: refunds\n', `${rule}  - name: refunds\n`)
}

function channelsOf(page: string): object {
  const settings = {
    ...{ appId: teams.app.id, tenants: [teams.tenant], secret: 'teams.secret' },
    ...{ conversations: rooms, serviceUrl: teams.serviceUrl, endpoints: teams.endpoints },
  }
  const teamsChannel = { name: 'teams', kind: 'teams', emailDomains: ['example.com'], settings }
  return { page, channels: [teamsChannel] }
}

/** Somebody in both rooms, known to the directory by a user name on our domain. */
function person(name: string, upn = `${name}@example.com`) {
  const made = teams.person(name, { userPrincipalName: upn })
  for (const room of rooms) teams.conversations.join(room, made.member)
  return made
}

const refund = (note = 'The parcel never arrived') => ({
  type: 'payments.refund',
  target: { system: 'payments', resource: 'order/1842', environment: 'production' },
  params: { amount: 120, currency: 'EUR', to: planted[0], card: planted[1] },
  justification: note,
})
const shows = (message: Message, text: string) => JSON.stringify(message.card).includes(text)

/** The messages about an action, one in each room. */
async function messagesOf(id: string, count = rooms.length): Promise<Message[]> {
  const find = () => rooms.flatMap((room) => teams.messages(room)).filter((each) => shows(each, id))
  await until(() => find().length >= count, { ...wait, what: `${count} messages about ${id}` })
  return find()
}
const allShow = (messages: readonly Message[], text: string) =>
  until(() => messages.every((each) => shows(each, text)), { ...wait, what: `${text} everywhere` })

async function votesOn(id: string): Promise<unknown[]> {
  const records = await at.records('decisions')
  return records
    .map(({ value }) => JSON.parse(String(value)).fact)
    .filter(({ kind, actionId }) => kind === 'voted' && actionId === id)
}

async function asked(intent: Parameters<typeof at.agent.propose>[0] = refund()) {
  const ticket = await at.agent.propose(intent)
  const messages = await messagesOf(ticket.id)
  const [first] = messages
  if (first === undefined) throw new Error('nothing there')
  return { ticket, messages, first, before: first.card }
}

test('what an entitled person approves runs, and every copy says so', async () => {
  const { ticket, messages, first } = await asked()
  const alice = person('alice')
  expect(JSON.stringify(await alice.opens(first))).toContain('hp.approve')
  const told = await alice.press(first, 'Approve')
  expect(told).toMatchObject({ kind: 'card' })
  expect(JSON.stringify(told)).not.toContain('hp.approve')
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
  expect(billing.runs.filter(({ id }) => id === ticket.id).length).toBe(1)
  await until(() => messages.every((each) => !JSON.stringify(each.card).includes('hp.deny')), {
    ...{ ...wait, what: 'no buttons anywhere' },
  })
  expect(await votesOn(ticket.id)).toMatchObject([
    { body: { person: 'p-alice', verdict: 'approve', assurance: 'chat', channel: 'teams' } },
  ])
})

test('what is denied does not run; the reason travels masked', async () => {
  const { ticket, messages, first } = await asked()
  const inputs = { in_preset: 'Not needed', in_reason: `ask ${planted[0]} first` }
  await person('bob').press(first, 'Deny', inputs)
  const settled = await at.agent.settled(ticket)
  expect(settled).toMatchObject({ status: 'denied', reason: expect.stringContaining('⟦EMAIL') })
  await allShow(messages, 'Denied')
  expect(billing.runs.some(({ id }) => id === ticket.id)).toBe(false)
})

describe('nobody else decides, and only they are told', () => {
  test('the owner of the agent', async () => {
    const { ticket, first, messages } = await asked()
    const revisions = messages.map((each) => each.revisions)
    const carol = person('carol')
    await carol.opens(first)
    expect(JSON.stringify(carol.sees(first))).not.toContain('hp.approve')
    const told = await carol.press(first, 'Approve', {}, { card: first.card })
    expect(told).toMatchObject({ kind: 'toast', text: expect.stringMatching(/\S/) })
    expect(await votesOn(ticket.id)).toEqual([])
    expect(messages.map((each) => each.revisions)).toEqual(revisions)
  })

  test('an account that is nobody’s: a link for them alone', async () => {
    const { ticket, first } = await asked()
    const eve = person('eve', 'eve@elsewhere.example')
    await eve.press(first, 'Approve')
    const url = eve.buttons(first)[0]?.['url']
    expect(url).toMatch(new RegExp(`^${at.service('notifier').url}/`))
    expect(await votesOn(ticket.id)).toEqual([])
    expect(JSON.stringify(first.card)).not.toContain(String(url))
  })
})

test('of two people who press at once one decides, and both are told', async () => {
  const { ticket, messages, first } = await asked()
  const [one, other] = messages
  if (one === undefined || other === undefined) throw new Error('no copies')
  const [alice, bob] = [person('alice'), person('bob')]
  const told = await Promise.all([
    alice.press(one, 'Approve', {}, { card: first.card }),
    bob.press(other, 'Deny', { in_reason: 'no' }, { card: first.card }),
  ])
  expect(told.every(({ kind }) => kind === 'card' || kind === 'toast')).toBe(true)
  const settled = await at.agent.settled(ticket)
  expect(await votesOn(ticket.id)).toHaveLength(1)
  await allShow(messages, settled.status === 'denied' ? 'Denied' : 'alice')
})

test('a press after the end counts for nothing', async () => {
  const mail = { type: 'mail.send', params: { subject: 'hello' } }
  const { ticket, messages, first, before } = await asked(mail)
  await allShow(messages, 'Expired')
  const told = await person('alice').press(first, 'Approve', {}, { card: before })
  expect(told).toMatchObject({ kind: 'toast' })
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'expired' })
})

test('a message from before everything was restarted still decides', async () => {
  const { ticket, messages, first } = await asked()
  await at.people.brought('alice', ticket.id, rooms.length)
  for (const service of at.services.values()) service.kill('SIGKILL')
  for (const service of at.services.values()) {
    await service.exited()
    service.start()
  }
  for (const service of at.services.values()) await service.ready()
  const alice = person('alice')
  await until(async () => (await alice.press(first, 'Approve')).kind === 'card', {
    ...{ ...wait, what: 'a press that counts' },
  })
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
  await until(() => messages.every((each) => !JSON.stringify(each.card).includes('hp.deny')), {
    ...{ ...wait, what: 'no buttons anywhere' },
  })
})

test('what was asked and decided while Teams was away is there afterwards, once', async () => {
  teams.behaviour = 'down'
  const open = await at.agent.propose(refund())
  const calls = teams.conversations.sent.length
  const until_ = { ...wait, what: 'the action in the console' }
  await until(async () => (await at.seen('alice', open.id)) !== undefined, until_)
  teams.behaviour = 'answer'
  const messages = await messagesOf(open.id)
  expect(messages).toHaveLength(rooms.length)
  expect(teams.conversations.sent.length).toBeGreaterThan(calls)
  teams.behaviour = 'down'
  await at.decide('alice', open.id, 'deny')
  teams.behaviour = 'answer'
  await allShow(messages, 'Denied')
  expect(await messagesOf(open.id)).toHaveLength(rooms.length)
})

test('a message whose answer was lost decides, and ends like all others', async () => {
  teams.behaviour = 'lost'
  const ticket = await at.agent.propose(refund())
  await messagesOf(ticket.id, 1)
  teams.behaviour = 'answer'
  const find = () =>
    rooms.map((room) => teams.messages(room).filter((each) => shows(each, ticket.id)))
  await until(
    () => find().every((each) => each.length > 0) && find().flat().length > rooms.length,
    {
      ...{ ...wait, what: 'a message in each room, and an orphan' },
    },
  )
  const [orphan, other] = find().find((each) => each.length > 1) ?? []
  if (orphan === undefined || other === undefined) throw new Error('no orphan')
  expect(await person('alice').press(orphan, 'Approve')).toMatchObject({ kind: 'card' })
  await until(() => [orphan, other].every((each) => !shows(each, 'hp.deny')), {
    ...{ ...wait, what: 'no buttons on either' },
  })
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
})

test('a press that Teams brings twice, also at once, is one vote', async () => {
  const { ticket, first, before } = await asked()
  const alice = person('alice')
  const activity = { id: 'f:brought-twice', timestamp: new Date().toISOString() }
  const again = () => alice.press(first, 'Approve', {}, { activity, card: before })
  await Promise.all([again(), again()])
  expect(await again()).toMatchObject({ kind: 'card' })
  expect(await at.agent.settled(ticket)).toMatchObject({ status: 'succeeded' })
  expect(await votesOn(ticket.id)).toHaveLength(1)
})

test('unsigned, forged, stale and turned requests are refused by the process itself', async () => {
  const { ticket, first, before } = await asked()
  const alice = person('alice')
  const card = before
  const refused = { kind: 'none', status: 401 }
  expect(await alice.press(first, 'Approve', {}, { authorization: '', card })).toMatchObject(
    refused,
  )
  const token = { claims: { aud: 'another' } }
  expect(await alice.press(first, 'Approve', {}, { token, card })).toMatchObject(refused)
  const timestamp = new Date(Date.now() - 400_000).toISOString()
  const stale = await alice.press(first, 'Approve', {}, { activity: { timestamp }, card })
  expect(stale).toMatchObject({ kind: 'toast', text: expect.stringContaining('too old') })
  expect(await votesOn(ticket.id)).toEqual([])
})

test('nothing that was planted is in any payload that went to Teams, nor in the log', async () => {
  const payloads = teams.conversations.sent.join('\n')
  expect(payloads).toContain('⟦EMAIL')
  const log = at.service('notifier').log()
  for (const value of [...planted, '4111111111111111']) {
    expect(payloads).not.toContain(value)
    expect(log).not.toContain(value)
  }
  expect(log).not.toContain(teams.app.secret)
  expect(teams.counts.throttled).toBe(0)
})
