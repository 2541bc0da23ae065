/** Slack as a channel: posts and changes cards, and brings back what people press. Decides nothing, keeps nothing. */
import type { Secret } from '@holdpoint/seal'
import type { Logger, SystemTime } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import type { Card } from '../../card/card.ts'
import type { Shelf } from '../../shelf/port.ts'
import type {
  Address,
  Channel,
  Delivered,
  Delivery,
  DigestDelivery,
  Inbox,
  Rate,
  Recipient,
} from '../port.ts'
import { SlackApi } from './api.ts'
import type { SlackSettings } from './config.ts'
import { Desk } from './desk.ts'
import { Post } from './post.ts'
import { RequestReceiver } from './request-receiver.ts'
import { SocketReceiver } from './socket-receiver.ts'

/** One message a second in a channel; fifty changes a minute in a workspace (Slack's tier 3). */
const rates: readonly Rate[] = [
  { per: 'address', count: 1, spanMs: 1000 },
  { per: 'channel', count: 50, spanMs: 60_000 },
]

export interface SlackParts {
  /** As in policies and in the log. */
  readonly name: string
  readonly settings: SlackSettings
  readonly botToken: Secret
  /** One of the two: how presses come in. */
  readonly appToken?: Secret
  readonly signingSecret?: Secret
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly time: SystemTime
  /** 0 to 1. */
  readonly random: () => number
  /** Remembers signed requests, for all replicas. */
  readonly shelf: Pick<Shelf, 'putNew'>
}

export class SlackChannel implements Channel {
  readonly kind = 'slack'
  readonly canUpdate = true
  readonly rates = rates
  readonly name: string
  readonly #parts: SlackParts
  readonly #api: SlackApi
  readonly #post: Post
  readonly #requests: RequestReceiver | undefined
  #desk: Desk | undefined

  constructor(parts: SlackParts) {
    const { name, settings, botToken, signingSecret } = parts
    this.name = name
    this.#parts = parts
    this.#api = new SlackApi(botToken, settings.apiUrl)
    this.#post = new Post(this.#api, name, accountsOf(settings))
    this.#requests = signingSecret && new RequestReceiver({ ...parts, signingSecret })
  }

  addressesOf(_: Card, recipients: readonly Recipient[]): readonly Address[] {
    const { channel, direct } = this.#parts.settings
    const ours = accountsOf(this.#parts.settings)
    const accounts = direct ? recipients.flatMap((each) => each.accounts) : []
    const people = accounts.flatMap((account) =>
      account.startsWith(ours) ? [account.slice(ours.length)] : [],
    )
    return [...new Set([...(channel === undefined ? [] : [channel]), ...people])]
  }

  deliver(delivery: Delivery): Promise<Delivered> {
    return this.#post.deliver(delivery)
  }

  deliverDigest(delivery: DigestDelivery): Promise<Delivered> {
    return this.#post.deliverDigest(delivery)
  }

  routes(edge: FastifyInstance): void {
    this.#requests?.routes(edge)
  }

  async start(inbox: Inbox): Promise<void> {
    const receiver = this.#requests ?? this.#sockets()
    this.#desk = new Desk({ ...this.#parts, api: this.#api, inbox, receiver })
    await this.#desk.start()
  }

  async stop(): Promise<void> {
    await this.#desk?.stop()
  }

  #sockets(): SocketReceiver | undefined {
    const { name: channel, appToken, settings, log } = this.#parts
    if (appToken === undefined) return undefined
    let shown: string | undefined = 'none'
    const onState = (code: string | undefined) => {
      if (code === shown) return
      shown = code
      if (code === undefined) log.info({ channel }, 'listening to Slack')
      else log.warn({ channel, code }, 'no connection from Slack')
    }
    return new SocketReceiver({ ...this.#parts, appToken, apiUrl: settings.apiUrl, onState })
  }
}

/** What the accounts of this workspace begin with. */
const accountsOf = ({ team, enterprise }: SlackSettings): string => `slack:${enterprise ?? team}:`
