/** Standard Webhooks to an endpoint of the operator's choice: every step in the life of an action as a signed message. */
import { createHash } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import type { Card } from '../../card/card.ts'
import type { Shelf } from '../../shelf/port.ts'
import type { Channel, Delivered, Delivery, DigestDelivery, Rate } from '../port.ts'
import { bodyBytesMax, type RenderedWebhook, renderDigest, renderWebhook } from './body.ts'
import { addressOf, type Destination, type Resolve } from './destination.ts'
import { EndpointRecord } from './endpoint-record.ts'
import { type Posted, type PostOptions, post } from './post.ts'
import { type SigningKey, signMessage } from './signature.ts'

/** An endpoint that answers within this is quick enough; one that does not is asked again later. Shorter than any delivery waits. */
const answerMsMax = 15_000
/** What is asked of an endpoint at most, where its owner has not said otherwise. */
const ratesDefault: readonly Rate[] = [{ per: 'channel', count: 20, spanMs: 1000 }]
/** Longest time that an endpoint can ask us to wait; a wrong header must not silence it for good. */
const retryAfterMsMax = 24 * 3600 * 1000
/** One endpoint is one address. */
const address = 'endpoint'

export interface WebhookSettings {
  readonly name: string
  readonly destination: Destination
  /** All of them sign: the old and the new one while they are rotated. */
  readonly keys: readonly SigningKey[]
  readonly isDetailed: boolean
  readonly rates?: readonly Rate[]
  /** PEM of authorities that the endpoint's certificate is of, where it is not a public one. */
  readonly ca?: string
}

export interface WebhookPorts {
  readonly shelf: Shelf
  readonly clock: () => number
  readonly resolve: Resolve
  /** Aborts after so long. */
  readonly timeout: (ms: number) => AbortSignal
}

export class WebhookChannel implements Channel {
  readonly name: string
  readonly kind = 'webhook'
  readonly canUpdate = false
  readonly rates: readonly Rate[]
  readonly record: EndpointRecord
  readonly #settings: WebhookSettings
  readonly #ports: WebhookPorts

  constructor(settings: WebhookSettings, ports: WebhookPorts) {
    this.name = settings.name
    this.rates = settings.rates ?? ratesDefault
    this.record = new EndpointRecord(settings, ports.shelf)
    this.#settings = settings
    this.#ports = ports
  }

  addressesOf(): readonly string[] {
    return [address]
  }

  deliver({ id, card, signal }: Delivery): Promise<Delivered> {
    const { isDetailed } = this.#settings
    const rendered = renderWebhook(card, { bytesMax: bodyBytesMax, isDetailed })
    return this.#send(id, rendered, signal, card)
  }

  deliverDigest({ id, cards, signal }: DigestDelivery): Promise<Delivered> {
    const rendered = renderDigest(cards, { bytesMax: bodyBytesMax, isDetailed: false })
    return this.#send(id, rendered, signal)
  }

  async start(): Promise<void> {
    // Nobody presses anything in a webhook: decisions come in at the notifier's edge.
  }

  async stop(): Promise<void> {
    // Deliveries end by their own signals.
  }

  async #send(
    deliveryId: string,
    { payload, isComplete }: RenderedWebhook,
    signal: AbortSignal,
    card?: Card,
  ): Promise<Delivered> {
    if (await this.record.isDisabled()) return { kind: 'refused', code: 'ENDPOINT_DISABLED' }
    const { clock } = this.#ports
    const id = messageId(deliveryId)
    const atMs = clock()
    const posted = await this.#post(id, payload, signal)
    const delivered = outcomeOf(posted, { id, isComplete, nowMs: clock() })
    if ('status' in posted && posted.status === 410) await this.record.disable(atMs)
    await this.record.add({
      ...{ id, atMs, outcome: delivered.kind },
      tookMs: Math.max(0, clock() - atMs),
      ...(card === undefined ? {} : { actionId: card.actionId, revision: card.revision }),
      ...('code' in delivered ? { code: delivered.code } : {}),
      ...('status' in posted ? { status: posted.status } : {}),
    })
    return delivered
  }

  async #post(id: string, body: Buffer, signal: AbortSignal): Promise<Sent> {
    const { destination, keys, ca } = this.#settings
    const { resolve, clock, timeout } = this.#ports
    const found = await addressOf(destination, resolve)
    if (!isAddress(found)) return found
    const timestampSeconds = Math.floor(clock() / 1000)
    const options: PostOptions = {
      ...{ url: destination.url, address: found, body },
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Holdpoint',
        ...signMessage(keys, { id, timestampSeconds, body }),
      },
      signal: AbortSignal.any([signal, timeout(answerMsMax)]),
      ...(ca === undefined ? {} : { ca }),
    }
    return post(options)
  }
}

type Sent = Posted | Exclude<Awaited<ReturnType<typeof addressOf>>, LookupAddress>

/** Ids of deliveries may hold dots and be long; those of messages must not. */
function messageId(deliveryId: string): string {
  return `msg_${createHash('sha256').update(deliveryId).digest('base64url')}`
}

function outcomeOf(
  sent: Sent,
  { id, isComplete, nowMs }: { id: string; isComplete: boolean; nowMs: number },
): Delivered {
  if ('refused' in sent) return { kind: 'refused', code: sent.refused }
  if ('later' in sent) return { kind: 'later', code: sent.later }
  if ('failed' in sent) return { kind: 'later', code: sent.failed }
  const { status, retryAfter } = sent
  if (status >= 200 && status < 300) return { kind: 'shown', handle: { id }, isComplete }
  const code = `HTTP_${status}`
  if (status === 410) return { kind: 'refused', code }
  const afterMs = retryAfter === undefined ? undefined : retryAfterMs(retryAfter, nowMs)
  return { kind: 'later', code, ...(afterMs === undefined ? {} : { afterMs }) }
}

/** Seconds or an HTTP date. */
export function retryAfterMs(text: string, nowMs: number): number | undefined {
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), retryAfterMsMax) : undefined
}

const isAddress = (found: object): found is LookupAddress => 'address' in found
