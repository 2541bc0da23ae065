/** Brings cards to Slack: posts once, changes in place, and tells in the thread what has happened since. Each call is tried once. */
import { createHash } from 'node:crypto'
import type { Card } from '../../card/card.ts'
import type { Address, Delivered, Delivery, DigestDelivery, Handle, Recipient } from '../port.ts'
import { type Called, deliveredOf, isTooMuch, type SlackApi } from './api.ts'
import { renderDigest } from './digest.ts'
import { blockIdOf, type Message, type Rendered, render, renderBrief } from './message.ts'
import { newsOf, type ThreadMessage, type Told, threadMessage, toldAll } from './thread.ts'

/** Nothing in a text becomes a link, a preview or markup. */
const inertly = { mrkdwn: false, unfurl_links: false, unfurl_media: false, parse: 'none' } as const

interface Place {
  readonly channel: string
  readonly ts: string
}

type Placed =
  | { readonly ok: true; readonly place: Place; readonly blockIds: readonly string[] }
  | { readonly ok: false; readonly delivered: Delivered }

export class Post {
  readonly #api: SlackApi
  readonly #name: string
  /** What the accounts of this workspace begin with. */
  readonly #ours: string

  constructor(api: SlackApi, name: string, ours: string) {
    this.#api = api
    this.#name = name
    this.#ours = ours
  }

  async deliver(delivery: Delivery): Promise<Delivered> {
    const { card, signal } = delivery
    if (signal.aborted) return { kind: 'later', code: 'stopped' }
    const first = await this.#show(render(card), delivery)
    const isRefused = first.kind === 'refused' && isTooMuch(first.code)
    return isRefused ? this.#show(renderBrief(card), delivery) : first
  }

  async deliverDigest({ id, address, cards, handle, signal }: DigestDelivery): Promise<Delivered> {
    if (signal.aborted) return { kind: 'later', code: 'stopped' }
    const message = renderDigest(cards)
    const place = handle && placeOf(handle)
    const placed = place
      ? await this.#change(place, message)
      : await this.#create(address, message, uuidOf('digest', this.#name, address, id))
    if (!placed.ok) return placed.delivered
    return { kind: 'shown', handle: { ...placed.place }, isComplete: true }
  }

  #show(rendered: Rendered, delivery: Delivery): Promise<Delivered> {
    const { id, address, card, handle } = delivery
    const place = handle && placeOf(handle)
    return handle === undefined || place === undefined
      ? this.#first(rendered, id, address, card)
      : this.#again(rendered, delivery, handle, place)
  }

  async #first(
    { payload, isComplete }: Rendered,
    id: string,
    address: Address,
    card: Card,
  ): Promise<Delivered> {
    // Not of the revision: after an answer that was lost, the next attempt may show a later one.
    const key = uuidOf('card', this.#name, address, card.actionId)
    let placed = await this.#create(address, payload, key)
    if (!placed.ok && placed.delivered.kind === 'refused' && isForgotten(placed.delivered.code)) {
      placed = await this.#create(address, payload, uuidOf('card', this.#name, address, id))
    }
    if (!placed.ok) return placed.delivered
    if (placed.blockIds.length > 0 && !placed.blockIds.includes(blockIdOf(card))) {
      placed = await this.#change(placed.place, payload)
      if (!placed.ok) return placed.delivered
    }
    return { kind: 'shown', handle: handleOf(placed.place, toldAll(card.story)), isComplete }
  }

  async #again(
    { payload, isComplete }: Rendered,
    { id, card, nudge, asked = [], signal }: Delivery,
    handle: Handle,
    place: Place,
  ): Promise<Delivered> {
    const changed = await this.#change(place, payload)
    if (!changed.ok) return changed.delivered
    if (signal.aborted) return { kind: 'later', code: 'stopped' }
    const said = threadMessage(newsOf(card.story, handle), card, nudge, this.#usersOf(asked))
    const fault = said && (await this.#reply(place, said, id))
    // Where nobody may reply, the card itself is up to date all the same.
    if (fault && fault.kind !== 'refused') return fault
    return { kind: 'shown', handle: handleOf(place, toldAll(card.story)), isComplete }
  }

  /** Undefined: it is told. */
  async #reply({ channel, ts }: Place, said: ThreadMessage, id: string) {
    const client_msg_id = uuidOf('thread', this.#name, channel, ts, id)
    const args = { ...said, ...inertly, channel, thread_ts: ts, client_msg_id }
    const called = await this.#api.call('chat.postMessage', args)
    return called.ok ? undefined : deliveredOf(called.fault, true)
  }

  /** Linked accounts of this workspace: they are called by name. */
  #usersOf(asked: readonly Recipient[]): readonly string[] {
    const accounts = asked.flatMap((each) => each.accounts)
    return accounts.flatMap((account) =>
      account.startsWith(this.#ours) ? [account.slice(this.#ours.length)] : [],
    )
  }

  async #create(channel: Address, message: Message, client_msg_id: string): Promise<Placed> {
    const args = { channel, ...message, ...inertly, client_msg_id }
    return placedOf(await this.#api.call('chat.postMessage', args), false)
  }

  async #change(place: Place, message: Message): Promise<Placed> {
    const called = await this.#api.call('chat.update', { ...place, ...message, parse: 'none' })
    const placed = placedOf(called, true)
    return placed.ok ? { ...placed, place } : placed
  }
}

function placedOf(called: Called, hasMessage: boolean): Placed {
  if (!called.ok) return { ok: false, delivered: deliveredOf(called.fault, hasMessage) }
  const { channel, ts, message } = called.answer
  if (typeof channel !== 'string' || typeof ts !== 'string') {
    return { ok: false, delivered: { kind: 'later', code: 'odd_answer' } }
  }
  const { blocks = [] } = (message ?? {}) as { blocks?: readonly { block_id?: string }[] }
  return {
    ok: true,
    place: { channel, ts },
    blockIds: blocks.flatMap((block) => block.block_id ?? []),
  }
}

function placeOf({ channel, ts }: Handle): Place | undefined {
  return typeof channel === 'string' && typeof ts === 'string' ? { channel, ts } : undefined
}

const handleOf = (place: Place, told: Told): Handle => ({ ...place, ...told })

/** Slack knows the key and not the message any more: somebody has removed it. */
const isForgotten = (code: string): boolean =>
  code === 'duplicate_message_not_found' || code === 'duplicate_channel_not_found'

/** Slack posts nothing twice under one such key. The form of a UUID of version 8. */
function uuidOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`]
  return [...groups, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
