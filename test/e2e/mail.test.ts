/** Deciding from a mailbox, from end to end: real Kafka and Redis, every service a process of its own, a real relay, and people who read their mail. */
import type { ActionId } from '@holdpoint/contracts'
import { dumpRedis, until } from '@holdpoint/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MailStage, secrets, textOf } from '../support/mail-stage.ts'
import { waitMs } from '../support/stage.ts'

const planted = ['carla.planted@victim.example', '4111 1111 1111 1111']
let on: MailStage
beforeAll(async () => {
  on = await MailStage.open()
})
afterAll(() => on?.close())

const refund = (more: object = {}) => ({
  type: 'payments.refund',
  target: { system: 'payments', resource: 'order/1842', environment: 'production' },
  params: { amount: 120, currency: 'EUR', to: planted[0], card: planted[1] },
  justification: `The parcel never arrived, says ${planted[0]}`,
  ...more,
})
const ask = async (more: object = {}): Promise<ActionId> =>
  (await on.at.agent.propose(refund(more))).id
const settled = async (id: ActionId) => on.at.agent.settled({ id } as never)
const votes = async (id: ActionId) =>
  ((await on.at.people.ask('GET', `/v1/approvals/${id}`, 'alice')).body as { votes: unknown[] })
    .votes
const header = (mails: Awaited<ReturnType<MailStage['mails']>>, at: number, name: string) =>
  mails.at(at)?.headers.get(name)

test('a person who is asked decides behind the link, and all who were asked hear of it in the same thread', async () => {
  const billing = on.at.execute({ 'payments.refund': { run: () => ({ done: true }) } })
  const id = await ask()
  const bobs = await on.linkTo(id, 'bob')
  const done = await on.decided(id, 'alice', 'approve', `fine, ask ${planted[0]}`)
  expect([done.status, /recorded/.test(done.html)]).toEqual([200, true])
  expect(await settled(id)).toMatchObject({ status: 'succeeded' })
  expect(billing.runs.filter((run) => run.id === id)).toHaveLength(1)
  expect(await votes(id)).toMatchObject([{ person: 'p-alice', assurance: 'chat', channel: 'mail' }])
  for (const name of ['alice', 'bob']) {
    const mails = await on.mails(id, name, /^Done/)
    expect(header(mails, 0, 'auto-submitted')).toBe('auto-generated')
    expect(header(mails, -1, 'subject')).toBe(`Re: ${header(mails, 0, 'subject')}`)
    expect(header(mails, -1, 'references')).toContain(header(mails, 0, 'message-id'))
    expect(new Set(mails.map(({ headers }) => headers.get('message-id'))).size).toBe(mails.length)
  }
  expect((await on.get(bobs)).status).toBe(404)
})

test('a denial with its reason reaches the agent', async () => {
  const id = await ask()
  expect(await on.decided(id, 'bob', 'deny', 'was 12')).toMatchObject({ status: 200 })
  expect(await settled(id)).toMatchObject({ status: 'denied', reason: 'was 12' })
  await on.mails(id, 'alice', /^Denied/)
})

describe('nothing is decided by', () => {
  test('ten scanners that follow every link of a mail', async () => {
    const id = await ask()
    const [mail] = await on.mails(id, 'alice')
    const raw = [...(mail?.parts.values() ?? [])].join('\n')
    const links = new Set(raw.match(/https?:\/\/[^\s"<>]+/g) ?? [])
    expect(links.size).toBeGreaterThan(0)
    for (let scanner = 0; scanner < 10; scanner++) {
      for (const link of links) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const headers = { 'user-agent': `scanner-${scanner}`, 'sec-purpose': 'prefetch' }
          const { html } = await on.get(link, headers, method)
          expect(html).not.toMatch(/EMAIL|parcel|order/)
        }
      }
    }
    expect(await on.at.seen('alice', id)).toMatchObject({ status: 'pending' })
    expect(await on.decided(id, 'alice', 'approve')).toMatchObject({ status: 200 })
  })

  test('somebody to whom a mail was forwarded: the code goes where the mail went', async () => {
    const id = await ask()
    const link = await on.linkTo(id, 'alice')
    const codes = () =>
      on.relay.mails.filter(({ headers }) => headers.get('subject') === 'Your one-time code')
    const before = codes().length
    const asking = await on.submit(await on.get(link), {})
    await until(async () => codes().length > before, { deadlineMs: waitMs, what: 'a code' })
    expect(codes().at(-1)?.to).toEqual(['alice@example.com'])
    expect(await on.submit(asking, { code: '00000000' })).toMatchObject({ status: 403 })
    expect(await votes(id)).toEqual([])
  })

  test('the owner of the agent, who is not even asked', async () => {
    const id = await ask()
    await on.mails(id, 'alice')
    await on.mails(id, 'bob')
    const to = on.relay.mails.flatMap((mail) => mail.to)
    expect(to).not.toContain('carol@example.com')
    expect(to).not.toContain('dave@example.com')
  })

  test('a mailbox, where more than chat is asked for: the link is the console’s', async () => {
    const { id } = await on.at.agent.propose({ type: 'support.ticket.comment', params: { a: 1 } })
    const [mail] = await on.mails(id, 'alice')
    expect(textOf(mail?.parts ?? new Map())).toContain(`${on.at.hp.urls.notifier}/a/${id}`)
    expect(mail?.raw).not.toContain('/m/mail/')
  })

  test('a link whose time is over', async () => {
    const { id } = await on.at.agent.propose({ type: 'crm.contact.read', params: { id: 7 } })
    const link = await on.linkTo(id, 'alice')
    await on.mails(id, 'alice', /^Expired/)
    expect(await on.get(link)).toMatchObject({ status: 404 })
    expect(await votes(id)).toEqual([])
  })
})

test('two people decide at once: one counts, the other is told so', async () => {
  const id = await ask()
  const pages = [
    await on.opened(await on.linkTo(id, 'alice'), 'alice'),
    await on.opened(await on.linkTo(id, 'bob'), 'bob'),
  ]
  const answers = await Promise.all(pages.map((page) => on.submit(page, { verdict: 'approve' })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(await votes(id)).toHaveLength(1)
})

test('two are needed: each counts once, however often the form is sent', async () => {
  const { id } = await on.at.agent.propose({ type: 'mail.send', params: { text: 'hello' } })
  const page = await on.opened(await on.linkTo(id, 'alice'), 'alice')
  const first = await Promise.all([1, 2, 3].map(() => on.submit(page, { verdict: 'approve' })))
  expect(first.some(({ status }) => status === 200)).toBe(true)
  expect(await votes(id)).toHaveLength(1)
  expect(await on.decided(id, 'bob', 'approve')).toMatchObject({ status: 200 })
  await on.mails(id, 'alice', /^Approved/)
  expect(await votes(id)).toHaveLength(2)
})

test('a mail from before everything was restarted still decides', async () => {
  const id = await ask()
  const link = await on.linkTo(id, 'alice')
  await on.mails(id, 'bob')
  await on.at.seen('bob', id)
  const services = [on.at.service('notifier'), on.at.service('gate')]
  for (const service of services) service.kill('SIGKILL')
  await Promise.all(services.map((service) => service.exited()))
  for (const service of services) service.start()
  await Promise.all(services.map((service) => service.ready()))
  const page = await on.opened(link, 'alice')
  expect(await on.submit(page, { verdict: 'approve' })).toMatchObject({ status: 200 })
  await on.mails(id, 'bob', /^(Approved|Done)/)
})

test('while the relay is down nothing is lost, and afterwards everything is there, once', async () => {
  on.relay.refusal = { code: 451, text: 'try again later' }
  const id = await ask()
  await on.at.seen('alice', id)
  await until(async () => /later|SMTP_451/.test(on.at.service('notifier').log()), {
    ...{ deadlineMs: waitMs, what: 'a mail that was not taken' },
  })
  on.relay.refusal = undefined
  for (const name of ['alice', 'bob']) expect(await on.mails(id, name)).toHaveLength(1)
  expect(await on.decided(id, 'bob', 'deny')).toMatchObject({ status: 200 })
})

test('what was planted is in no mail, and what opens anything is in no log and not in Redis', async () => {
  const raw = on.relay.mails
    .map((mail) => mail.raw + [...mail.parts.values()].join('\n'))
    .join('\n')
  for (const value of planted) expect(raw).not.toContain(value)
  const tokens = [...raw.matchAll(/\/m\/mail\/([\w-]{43})/g)].map(([, token = '']) => token)
  const codes = [...raw.matchAll(/code: (\d{4}) (\d{4})/g)].map(([, one, two]) => `${one}${two}`)
  expect(tokens.length * codes.length).toBeGreaterThan(0)
  const kept = JSON.stringify([
    ...(await dumpRedis(on.at.hp.redis, `${on.at.hp.redis.namespace}:*`)),
  ])
  const everything = kept + on.at.service('notifier').log()
  for (const secret of [...tokens, ...planted, on.relay.user.password, secrets.hook]) {
    expect(everything).not.toContain(secret)
  }
  for (const code of codes) expect(kept).not.toContain(`"${code}"`)
})
