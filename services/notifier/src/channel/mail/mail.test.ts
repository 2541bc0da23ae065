/** Mails over real SMTP: what arrives, in which thread, and what a relay's answers mean. */
import { randomBytes } from 'node:crypto'
import { Secret } from '@holdpoint/seal'
import { type Mailbox, mailbox } from '@holdpoint/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inertLine } from '../../card/inert.ts'
import { cardOf, decidedCard, sampleCard } from '../../card/sample.ts'
import { MemoryShelf } from '../../shelf/memory.ts'
import type { Delivery, Handle } from '../port.ts'
import { MailChannel, type MailSettings } from './mail.ts'
import { meaningOf, type SmtpSettings, smtpMailer } from './smtp.ts'

const password = (text: string) => new Secret(Buffer.from(text))
let relay: Mailbox
let shelf: MemoryShelf
const opened: MailChannel[] = []
beforeEach(async () => {
  relay = await mailbox()
  shelf = new MemoryShelf(() => Date.now())
})
afterEach(async () => {
  for (const channel of opened.splice(0)) await channel.stop()
  await relay.stop()
})

interface Given {
  readonly settings?: Partial<MailSettings>
  readonly smtp?: Partial<SmtpSettings>
}
function channel({ settings = {}, smtp = {} }: Given = {}): MailChannel {
  const mailer = smtpMailer({
    ...{ host: '127.0.0.1', port: relay.port, security: 'starttls', ca: relay.ca },
    login: { username: relay.user.username, password: password(relay.user.password) },
    ...smtp,
  })
  const made = new MailChannel(
    {
      ...{ name: 'mail', isDetailed: true, withCodes: true, url: 'https://hold.example' },
      from: { name: 'Holdpoint', address: 'hold@mail.example' },
      ...settings,
    },
    {
      ...{ shelf, mailer, clock: () => Date.now() },
      newToken: () => randomBytes(32).toString('base64url'),
      newCode: () => '12345678',
      timeout: (ms) => AbortSignal.timeout(ms),
    },
  )
  opened.push(made)
  return made
}
const to = (change: Partial<Delivery> = {}): Delivery => ({
  ...{ id: 'copy/1', address: 'ana@mail.example', card: sampleCard },
  signal: new AbortController().signal,
  ...change,
})
const handleOf = (delivered: object): Handle => (delivered as { handle: Handle }).handle
const last = () => relay.mails.at(-1)

describe('nothing is sent', () => {
  test.each(['a@x.example, b@y.example', 'x@y.example>\r\nRCPT TO:<z@y.example', 'nobody'])(
    'to what is not one mailbox: %j',
    async (address) => {
      expect(await channel().deliver(to({ address }))).toEqual({
        ...{ kind: 'refused', code: 'ADDRESS' },
      })
      const digest = { ...to({ address }), cards: [sampleCard] }
      expect(await channel().deliverDigest(digest)).toMatchObject({ kind: 'refused' })
      expect(relay.mails).toEqual([])
    },
  )

  test('to a relay with a certificate of somebody else', async () => {
    const other = await mailbox()
    const delivered = await channel({ smtp: { ca: other.ca } }).deliver(to())
    await other.stop()
    expect(delivered).toMatchObject({ kind: 'later' })
    expect(relay.mails).toEqual([])
  })

  test('with a wrong password, and it is not tried again', async () => {
    const login = { username: relay.user.username, password: password('wrong') }
    const delivered = await channel({ smtp: { login } }).deliver(to())
    expect(delivered).toEqual({ kind: 'refused', code: 'SMTP_535' })
  })
})

describe('what a relay says', () => {
  test.each([
    [421, 'later'],
    [450, 'later'],
    [452, 'later'],
    [550, 'refused'],
    [554, 'refused'],
  ] as const)('%i: %s', async (code, kind) => {
    relay.refusal = { code, text: 'ana@mail.example is unwell' }
    expect(await channel().deliver(to())).toEqual({ kind, code: `SMTP_${code}` })
    relay.refusal = undefined
    expect(await channel().deliver(to())).toMatchObject({ kind: 'shown' })
  })

  test('when it is not there: later', async () => {
    const { port } = relay
    const gone = channel({ smtp: { port } })
    await relay.stop()
    expect(await gone.deliver(to())).toEqual({ kind: 'later', code: 'CONNECT' })
    relay = await mailbox({ port })
  })

  test('when nobody waits for it any more: later', async () => {
    const signal = AbortSignal.abort()
    expect(await channel().deliver(to({ signal }))).toEqual({ kind: 'later', code: 'TIMEOUT' })
  })

  test('is kept as a number alone', () => {
    const error = Object.assign(new Error('<ana@mail.example> unknown'), { responseCode: 550 })
    expect(meaningOf(error)).toEqual({ kind: 'refused', code: 'SMTP_550' })
    expect(meaningOf(Object.assign(new Error('x'), { code: 'EAUTH' }))).toEqual({
      ...{ kind: 'refused', code: 'SMTP_LOGIN' },
    })
    expect(meaningOf(undefined)).toEqual({ kind: 'later', code: 'CONNECT' })
  })
})

test('a mail says that a machine wrote it, and offers nobody to sign off', async () => {
  await channel().deliver(to())
  const mail = last()
  expect(mail).toMatchObject({ from: 'hold@mail.example', to: ['ana@mail.example'] })
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail?.headers.get('x-auto-response-suppress')).toBe('All')
  expect(mail?.headers.get('content-type')).toMatch(/^multipart\/alternative/)
  expect([...(mail?.parts.keys() ?? [])]).toEqual(['text/plain', 'text/html'])
  const names = mail?.headerNames.filter((name) => /^list-|^x-mailer|^bcc|^cc|^reply-to/.test(name))
  expect(names).toEqual([])
  expect(new Set(mail?.headerNames).size).toBe(mail?.headerNames.length)
})

test('nothing in a headline becomes a header, a recipient or a second mail', async () => {
  const hostile =
    'x\r\nBcc: evil@evil.example\r\n\r\nbody\r\n.\r\nMAIL FROM:<x> =?utf-8?Q?=0D=0ABcc:_y?='
  const card = cardOf(hostile, { headline: [{ foreign: inertLine(hostile) }] })
  await channel().deliver(to({ card }))
  expect(relay.mails).toHaveLength(1)
  const [mail] = relay.mails
  expect(mail?.to).toEqual(['ana@mail.example'])
  expect(mail?.headerNames).not.toContain('bcc')
  expect(mail?.headers.get('subject')).toMatch(/^(=\?UTF-8\?B\?[\w+/=]+\?= ?)+$/)
  expect(mail?.parts.get('text/html')).toContain('evil')
})

test('how it went on lands in the same thread: one mail per delivery, however often it is tried', async () => {
  const one = channel()
  relay.refusal = { code: 450, text: 'later' }
  await one.deliver(to())
  relay.refusal = undefined
  const handle = handleOf(await one.deliver(to()))
  await one.deliver(to({ id: 'copy/3', card: decidedCard, handle }))
  const [first, second] = relay.mails
  const header = (at: typeof first, name: string) => at?.headers.get(name) ?? ''
  expect(relay.mails).toHaveLength(2)
  expect(header(second, 'in-reply-to')).toBe(header(first, 'message-id'))
  expect(header(second, 'references')).toBe(
    `${header(first, 'references')} ${header(first, 'message-id')}`,
  )
  expect(header(second, 'subject')).toBe(`Re: ${header(first, 'subject')}`)
  expect(second?.parts.get('text/plain')).toMatch(/^Denied/)
  await one.deliver(to())
  expect(header(relay.mails[2], 'message-id')).toBe(header(first, 'message-id'))
})

describe('few mails are sent', () => {
  const asked = [{ person: 'ana', email: 'ana@mail.example', accounts: [] }]
  const voted = { ...sampleCard, revision: 2, mark: 'Needs 1 more' }

  test('none for what is only on its way: a vote of many, a freeze, a claim', async () => {
    const one = channel()
    let handle = handleOf(await one.deliver(to()))
    for (const card of [voted, { ...voted, state: 'frozen' as const }]) {
      handle = handleOf(await one.deliver(to({ card, handle })))
    }
    expect(relay.mails).toHaveLength(1)
    const approved = { ...decidedCard, state: 'approved' as const, mark: 'Approved' }
    handle = handleOf(await one.deliver(to({ card: approved, handle })))
    handle = handleOf(await one.deliver(to({ card: { ...approved, state: 'claimed' }, handle })))
    expect(relay.mails).toHaveLength(2)
    await one.deliver(to({ card: { ...approved, state: 'succeeded' }, handle }))
    expect(relay.mails).toHaveLength(3)
  })

  test('a reminder for who is still asked, none for who has voted', async () => {
    const one = channel()
    const handle = handleOf(await one.deliver(to()))
    await one.deliver(to({ card: voted, handle, nudge: 'reminder', asked: [] }))
    expect(relay.mails).toHaveLength(1)
    await one.deliver(to({ card: voted, handle, nudge: 'reminder', asked }))
    expect(last()?.parts.get('text/plain')).toMatch(/^A reminder/)
    expect(last()?.parts.get('text/plain')).toMatch(/\/m\/mail\/[\w-]{43}/)
  })
})

test('each mailbox has a thread and a link of its own', async () => {
  const one = channel()
  await one.deliver(to())
  await one.deliver(to({ id: 'copy/b', address: 'bea@mail.example' }))
  const links = relay.mails.map(
    ({ parts }) => /\/m\/mail\/[\w-]{43}/.exec(parts.get('text/plain') ?? '')?.[0],
  )
  expect(new Set(links).size).toBe(2)
  expect(links).not.toContain(undefined)
  expect(new Set(relay.mails.map(({ headers }) => headers.get('references'))).size).toBe(2)
})

test('where more than chat is asked for, or codes are off, the link is the console’s', async () => {
  await channel().deliver(to({ card: { ...sampleCard, buttons: ['sign', 'deny', 'open'] } }))
  await channel({ settings: { withCodes: false } }).deliver(to())
  await channel().deliver(to({ card: decidedCard }))
  for (const { parts } of relay.mails) {
    const text = `${parts.get('text/plain')}${parts.get('text/html')}`
    expect(text).toContain(sampleCard.link)
    expect(text).not.toContain('/m/mail/')
  }
})

test('only mailboxes of people who are asked get one, each once', () => {
  const person = (email?: string) => ({ person: 'p', accounts: [], ...(email && { email }) })
  const recipients = [
    ...[person('ana@mail.example'), person(), person('ana@mail.example')],
    person('a,b@mail.example'),
  ]
  expect(channel().addressesOf(sampleCard, recipients)).toEqual(['ana@mail.example'])
})

test('several requests come as one mail', async () => {
  const cards = [sampleCard, decidedCard]
  const delivered = await channel().deliverDigest({ ...to(), cards })
  expect(delivered).toMatchObject({ kind: 'shown', isComplete: false })
  expect(relay.mails).toHaveLength(1)
  expect(last()?.headers.get('subject')).toBe('2 requests wait for approval')
})
