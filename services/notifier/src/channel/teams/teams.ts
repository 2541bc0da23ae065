/** Microsoft Teams as a channel: cards through the Bot Connector, presses through its invokes. */
import type { FastifyInstance } from 'fastify'
import type { Card } from '../../card/card.ts'
import type {
  Address,
  Channel,
  Delivered,
  Delivery,
  DigestDelivery,
  Handle,
  Inbox,
  Rate,
  Recipient,
} from '../port.ts'
import type { Called, Connector, Place } from './connector.ts'
import { type PressDeps, pressRoutes } from './press.ts'
import { activityOf, nudgeOf, type Rendered, renderCard, renderDigest } from './render.ts'
import { accountPrefix, type NamedSettings } from './settings.ts'

/** A little less than what Teams takes, since its clock is not ours. */
const rates: readonly Rate[] = [
  { per: 'address', count: 6, spanMs: 1000 },
  { per: 'address', count: 7, spanMs: 2000 },
  { per: 'address', count: 55, spanMs: 30_000 },
  { per: 'address', count: 1700, spanMs: 3_600_000 },
  { per: 'channel', count: 30, spanMs: 1000 },
]

export interface TeamsDeps extends Omit<PressDeps, 'settings'> {
  readonly settings: NamedSettings
  readonly connector: Connector
  readonly service: string
}

export class TeamsChannel implements Channel {
  readonly name: string
  readonly kind = 'teams'
  readonly canUpdate = true
  readonly rates = rates
  readonly #deps: TeamsDeps

  constructor(deps: TeamsDeps) {
    this.name = deps.settings.name
    this.#deps = deps
  }

  addressesOf(_card: Card, recipients: readonly Recipient[]): readonly Address[] {
    const { conversations, personal = false } = this.#deps.settings
    const own = recipients.flatMap(({ accounts }) =>
      accounts.filter((account) => account.startsWith(accountPrefix)),
    )
    return [...new Set(personal ? [...conversations, ...own] : conversations)]
  }

  async deliver({ address, card, handle, nudge, signal }: Delivery): Promise<Delivered> {
    const delivered = await this.#show(address, renderCard(card), handle, signal)
    if (nudge === undefined || handle === undefined || delivered.kind !== 'shown') return delivered
    const line = nudgeOf(card, nudge)
    const nudged = await this.#deps.connector.post(
      threadOf(this.#placeIn(delivered.handle)),
      line,
      signal,
    )
    return nudged.kind === 'later' ? nudged : delivered
  }

  deliverDigest({ address, cards, handle, signal }: DigestDelivery): Promise<Delivered> {
    return this.#show(address, renderDigest(cards), handle, signal)
  }

  routes(edge: FastifyInstance, inbox: Inbox): void {
    pressRoutes(edge, inbox, this.#deps)
  }

  /** Teams calls us; there is nothing to open. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async #show(
    address: Address,
    rendered: Rendered,
    handle: Handle | undefined,
    signal: AbortSignal,
  ): Promise<Delivered> {
    const { connector } = this.#deps
    const activity = activityOf(rendered)
    const known = handle === undefined ? undefined : this.#placeIn(handle)
    if (known !== undefined) {
      const updated = await connector.update(known.place, known.message, activity, signal)
      return deliveredOf(updated, known.place, rendered)
    }
    const place = await this.#placeOf(address, signal)
    if (place.kind !== 'done') return place.kind === 'gone' ? refusedOf(place) : place
    const posted = await connector.post(place.value, activity, signal)
    // Where nothing was yet, nothing is gone: the conversation is wrong, or we were removed from it.
    if (posted.kind === 'gone') return refusedOf(posted)
    return deliveredOf(posted, place.value, rendered)
  }

  #placeIn({ service = this.#deps.service, conversation, message }: Handle) {
    const place = { service: String(service), conversation: String(conversation) }
    return { place, message: String(message) }
  }

  async #placeOf(address: Address, signal: AbortSignal): Promise<Called<Place>> {
    const { connector, service } = this.#deps
    if (!address.startsWith(accountPrefix)) {
      return { kind: 'done', value: { service, conversation: address } }
    }
    const [tenant = '', objectId = ''] = address.slice(accountPrefix.length).split(':')
    const chat = await connector.chat(service, { tenant, objectId }, signal)
    return chat.kind === 'done'
      ? { kind: 'done', value: { service, conversation: chat.value } }
      : chat
  }
}

/** A reply below a message of a channel; a message of its own in a chat, which has no threads. */
function threadOf({ place, message }: { readonly place: Place; readonly message: string }): Place {
  const { service, conversation } = place
  const isChannel = conversation.includes('@thread.')
  return {
    service,
    conversation: isChannel ? `${conversation};messageid=${message}` : conversation,
  }
}

function deliveredOf(
  called: Called<string>,
  { service, conversation }: Place,
  { isComplete }: Rendered,
): Delivered {
  if (called.kind !== 'done') return called
  return { kind: 'shown', handle: { service, conversation, message: called.value }, isComplete }
}

const refusedOf = ({ code }: { readonly code: string }): Delivered => ({ kind: 'refused', code })
