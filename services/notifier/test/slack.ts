/** Slack's stand-in with a channel of ours on it, a card to show, and an inbox that writes down what is pressed. For tests. */
import type { ActionId, Digest } from '@holdpoint/contracts'
import { Secret } from '@holdpoint/seal'
import { systemTime } from '@holdpoint/service'
import { type SlackOptions, type SlackServer, startSlack, until } from '@holdpoint/testkit'
import type { Card, Row } from '../src/card/card.ts'
import type { Answer, Click, Delivered, Delivery, Inbox } from '../src/channel/port.ts'
import type { SlackSettings } from '../src/channel/slack/config.ts'
import { SlackChannel } from '../src/channel/slack/slack.ts'
import { MemoryShelf } from '../src/shelf/memory.ts'

export const row = (label: string, value: string, more: Partial<Row> = {}): Row => ({
  ...{ label: [label], value: [{ foreign: value }], kind: 'text' },
  ...more,
})

export const card: Card = {
  actionId: '01890a5d-ac96-774b-bcce-000000000001' as ActionId,
  presented: `sha256:${'A'.repeat(43)}` as Digest,
  ...{ revision: 3, fingerprint: '000000000000', state: 'pending', mark: 'Needs approval' },
  headline: [{ foreign: 'billing-bot' }, ' wants to ', { foreign: 'refund 1250 EUR' }],
  risk: 'high',
  rows: [row('Amount', '1250'), row('to', '\u27e6EMAIL\u00b7K7QX2M9A\u27e7')],
  masked: '1 value masked (1 e-mail)',
  whyStopped: ['Rule refunds: refunds need finance.'],
  justification: [{ foreign: 'The customer was charged twice.' }],
  forWhom: [row('Agent', 'billing-bot')],
  progress: [['0 of 1, needs 1 from finance']],
  clock: { untilMs: Date.UTC(2026, 5, 1, 12, 15), after: 'not done if nobody decides' },
  reversible: 'can be taken back within 7d of its success',
  story: [{ atMs: Date.UTC(2026, 5, 1, 12), line: ['Asked'] }],
  buttons: ['approve', 'deny', 'open'],
  reasonRequired: false,
  link: 'https://hold.example/a/1',
}

/** After somebody has decided. */
export function decided(state: 'approved' | 'denied', revision = 4): Card {
  const { clock: _, ...rest } = card
  const atMs = Date.UTC(2026, 5, 1, 12, 5)
  const said = state === 'approved' ? ' approved (chat, slack)' : ' denied (chat, slack)'
  return {
    ...rest,
    ...{ state, revision, mark: state === 'approved' ? 'Approved' : 'Denied', buttons: ['open'] },
    story: [{ atMs, line: [{ foreign: 'ana' }, said] }, ...card.story],
  }
}

/** Writes presses down, each once; answers as told. */
export class FakeInbox implements Inbox {
  readonly clicks: Click[] = []
  readonly pressIds = new Set<string>()
  answer: Answer = { kind: 'counted', card }
  /** What writing takes. */
  write: () => Promise<void> = async () => undefined

  async press(click: Click) {
    await this.write()
    if (!this.pressIds.has(click.pressId)) this.clicks.push(click)
    this.pressIds.add(click.pressId)
    return { answer: Promise.resolve(this.answer) }
  }

  async look() {
    return undefined
  }

  async linkFor(account: string) {
    return `https://hold.example/link/${account}`
  }
}

export const secretOf = (text: string) => new Secret(Buffer.from(text))

export interface SlackStand {
  readonly slack: SlackServer
  readonly channel: SlackChannel
  readonly inbox: FakeInbox
  readonly log: object[]
  /** What came of bringing this card. */
  bring(change?: Partial<Delivery>): Promise<Delivered>
  /** Brings it and says where it is. */
  post(change?: Partial<Delivery>): Promise<{ channel: string; ts: string }>
  close(): Promise<void>
}

export interface StandOptions extends SlackOptions {
  readonly settings?: Partial<SlackSettings>
  readonly isHttp?: boolean
}

const people = [
  { id: 'U0ANA' },
  { id: 'U0BEA', email: 'bea@example.com', isEmailConfirmed: true },
  { id: 'U0GUEST', isUltraRestricted: true },
  { id: 'U0PARTGUEST', isRestricted: true },
  { id: 'U0BOT', isBot: true },
  { id: 'U0GONE', isDeleted: true },
  { id: 'U0OTHER', teamId: 'T0OTHER', isStranger: true },
]

export async function slackStand(options: StandOptions = {}): Promise<SlackStand> {
  const slack = await startSlack({
    ...{ users: people, channels: ['C0FIN'], hasRates: false },
    ...options,
  })
  const log: object[] = []
  const note = (entry: object) => void log.push(entry)
  const channel = new SlackChannel({
    name: 'slack',
    settings: {
      ...{ team: 'T0TEST', channel: 'C0FIN', botToken: 'unused' },
      ...{ apiUrl: slack.apiUrl, ...options.settings },
    },
    botToken: secretOf(slack.botToken),
    ...(options.isHttp
      ? { signingSecret: secretOf(slack.signingSecret) }
      : { appToken: secretOf(slack.appToken) }),
    log: { info: note, warn: note },
    ...{ time: systemTime, random: () => 0, shelf: new MemoryShelf(systemTime.clock) },
  })
  const inbox = new FakeInbox()
  const bring = (change: Partial<Delivery> = {}) => {
    const { signal } = new AbortController()
    return channel.deliver({ id: 'copy-1', address: 'C0FIN', card, signal, ...change })
  }
  const post = async (change: Partial<Delivery> = {}) => {
    const delivered = await bring(change)
    if (delivered.kind !== 'shown') throw new Error(JSON.stringify(delivered))
    const { channel: id, ts } = delivered.handle
    return { channel: String(id), ts: String(ts) }
  }
  const close = async () => {
    await channel.stop()
    await slack.close()
  }
  return { slack, channel, inbox, log, bring, post, close }
}

/** Starts listening and waits until Slack has somebody to tell. */
export async function listening({ channel, inbox, slack }: SlackStand): Promise<void> {
  await channel.start(inbox)
  await until(async () => slack.socketCount === 2, { deadlineMs: 10_000, what: 'two sockets' })
}
