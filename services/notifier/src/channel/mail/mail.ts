/** Mail to people who are asked. What was sent can't be changed: how it went on is one more mail in the same thread, and the live state is behind the link. */
import { memoryMs } from '@holdpoint/contracts'
import type { FastifyInstance } from 'fastify'
import type { Card } from '../../card/card.ts'
import type {
  Channel,
  Delivered,
  Delivery,
  DigestDelivery,
  Handle,
  Inbox,
  Rate,
  Recipient,
} from '../port.ts'
import { domainOf, isMailbox, messageId, subjectHeader, threadId } from './header.ts'
import { mailPages, pagePath } from './page-routes.ts'
import { type MailContent, renderMail, renderMailDigest, type Way } from './render.ts'
import type { Mailer } from './smtp.ts'
import { type Ticket, type TicketPorts, Tickets } from './ticket.ts'

/** A relay of one's own takes this; providers sell less, and say so in the configuration. */
const ratesDefault: readonly Rate[] = [
  { per: 'channel', count: 10, spanMs: 1000 },
  { per: 'address', count: 60, spanMs: 3600 * 1000 },
]
/** Of a ticket without a deadline. */
const ticketLifetimeMs = 24 * 3600 * 1000
/** A code must be at hand while the page is open. */
const codeSendMsMax = 20_000

export interface MailSettings {
  readonly name: string
  readonly from: { readonly name: string; readonly address: string }
  /** Whether the policy lets masked views go by mail; otherwise mails hold headlines only. */
  readonly isDetailed: boolean
  /** Whether a code is enough where the action asks for no more than `chat`. */
  readonly withCodes: boolean
  /** Where the notifier's edge is, as people reach it; without a slash at its end. */
  readonly url: string
  readonly rates?: readonly Rate[]
}

export interface MailPorts extends TicketPorts {
  readonly mailer: Mailer
  readonly clock: () => number
  /** Aborts after so long. */
  readonly timeout: (ms: number) => AbortSignal
}

export class MailChannel implements Channel {
  readonly name: string
  readonly kind = 'mail'
  readonly canUpdate = false
  readonly rates: readonly Rate[]
  readonly #settings: MailSettings
  readonly #ports: MailPorts
  readonly #tickets: Tickets
  readonly #domain: string

  constructor(settings: MailSettings, ports: MailPorts) {
    this.name = settings.name
    this.rates = settings.rates ?? ratesDefault
    this.#settings = settings
    this.#ports = ports
    this.#tickets = new Tickets(settings.name, ports)
    this.#domain = domainOf(settings.from.address)
  }

  addressesOf(_card: Card, recipients: readonly Recipient[]): readonly string[] {
    const addresses = recipients.flatMap(({ email }) => (email && isMailbox(email) ? [email] : []))
    return [...new Set(addresses)]
  }

  async deliver(delivery: Delivery): Promise<Delivered> {
    const { id, address, card, handle, nudge, signal } = delivery
    if (!isMailbox(address)) return { kind: 'refused', code: 'ADDRESS' }
    const { isDetailed } = this.#settings
    const way = await this.#wayOf(card, address, isWorthMail(delivery))
    const isFollowing = handle !== undefined
    const { payload, isComplete } = renderMail(card, { isDetailed }, way, { isFollowing, nudge })
    if (handle !== undefined && !isWorthMail(delivery)) {
      return { kind: 'shown', handle, isComplete }
    }
    const thread = threadId(card.actionId, address, this.#domain)
    const first = typeof handle?.['first'] === 'string' ? handle['first'] : undefined
    const own = messageId(id, this.#domain)
    const sent = await this.#send(payload, { address, own, signal }, [
      thread,
      ...(first === undefined ? [] : [first]),
    ])
    if (sent !== undefined) return sent
    const now: Handle = { first: first ?? own, told: stageOf(card) }
    return { kind: 'shown', handle: now, isComplete }
  }

  async deliverDigest({ id, address, cards, handle, signal }: DigestDelivery): Promise<Delivered> {
    if (!isMailbox(address)) return { kind: 'refused', code: 'ADDRESS' }
    const { payload } = renderMailDigest(cards, `${this.#settings.url}/`)
    const own = messageId(id, this.#domain)
    const sent = await this.#send(payload, { address, own, signal }, [])
    return sent ?? { kind: 'shown', handle: handle ?? { first: own }, isComplete: false }
  }

  routes(edge: FastifyInstance, inbox: Inbox): void {
    if (!this.#settings.withCodes) return
    mailPages(edge, {
      ...{ channel: this.name, tickets: this.#tickets, inbox },
      sendCode: (ticket, code) => this.#sendCode(ticket, code),
      spend: (ticket) => this.#tickets.spend(ticket, memoryMs),
      linkOf: ({ actionId }) => `${this.#settings.url}/a/${encodeURIComponent(actionId)}`,
    })
  }

  async start(): Promise<void> {
    // The edge listens; a reply by mail decides nothing, so no mail is read.
  }

  async stop(): Promise<void> {
    this.#ports.mailer.close()
  }

  /** A link with a ticket where a code is enough; the console's otherwise. Once it was decided, all tickets of this mailbox are dead. */
  async #wayOf(card: Card, address: string, isSent: boolean): Promise<Way> {
    const { actionId, state, buttons, clock, link } = card
    const isOpen = state === 'pending' || state === 'frozen'
    if (!isOpen) await this.#tickets.spend({ actionId, address }, memoryMs)
    const { withCodes, url } = this.#settings
    const isCodeEnough = isOpen && withCodes && buttons.includes('approve')
    if (!isCodeEnough || !isSent) return { url: link, withCode: false }
    const leftMs = clock === undefined ? ticketLifetimeMs : clock.untilMs - this.#ports.clock()
    const lifetimeMs = Math.min(memoryMs, Math.max(leftMs, ticketLifetimeMs))
    const token = await this.#tickets.issue({ actionId, address }, lifetimeMs)
    return { url: url + pagePath(this.name, token), withCode: true }
  }

  async #sendCode({ address }: Ticket, code: string): Promise<boolean> {
    const { newToken, timeout } = this.#ports
    const shown = `${code.slice(0, 4)} ${code.slice(4)}`
    const words = `It is good for ten minutes, once. If you did not ask for it, do nothing, and tell nobody.`
    const content: MailContent = {
      subject: subjectHeader('Your one-time code'),
      text: `Your code: ${shown}\n\n${words}\n`,
      html: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Code</title></head><body>\n<p>Your code: <strong>${shown}</strong></p>\n<p>${words}</p>\n</body></html>\n`,
    }
    const own = messageId(newToken(), this.#domain)
    const signal = timeout(codeSendMsMax)
    return (await this.#send(content, { address, own, signal }, [])) === undefined
  }

  /** Undefined: the relay has it. */
  async #send(
    content: MailContent,
    { address, own, signal }: { address: string; own: string; signal: AbortSignal },
    references: readonly string[],
  ): Promise<Exclude<Delivered, { kind: 'shown' }> | undefined> {
    const last = references.at(-1)
    const sent = await this.#ports.mailer.send(
      {
        ...{ ...content, from: this.#settings.from, to: address, messageId: own, references },
        atMs: this.#ports.clock(),
        ...(last === undefined ? {} : { inReplyTo: last }),
      },
      signal,
    )
    return sent.kind === 'sent' ? undefined : sent
  }
}

/** Mails can't be taken back, so few are sent: that somebody is asked, that they are asked once more, how it was decided, and what came of it. */
function isWorthMail({ handle, card, nudge, asked = [], address }: Delivery): boolean {
  if (handle === undefined || handle['told'] !== stageOf(card)) return true
  return nudge !== undefined && asked.some(({ email }) => email === address)
}

/** What has happened, as far as somebody with a mailbox wants to know. */
function stageOf({ state }: Card): string {
  if (state === 'frozen') return 'pending'
  return state === 'claimed' ? 'approved' : state
}
