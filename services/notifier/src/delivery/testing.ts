/** Time that a test moves, and a channel whose service can be down, slow, or forget: for tests of delivery. */
import type { SystemTime } from '@holdpoint/service'
import type { Card } from '../card/card.ts'
import type {
  Channel,
  Delivered,
  Delivery,
  DigestDelivery,
  Handle,
  Rate,
  Recipient,
} from '../channel/port.ts'

interface Alarm {
  atMs: number
  readonly call: () => void
  readonly everyMs?: number
}

/** Nothing happens by itself: `pass` rings what is due, in order, and lets everything run in between. */
export class VirtualTime implements SystemTime {
  nowMs = Date.UTC(2026, 5, 1, 12)
  /** What is to ring again and again rings at least so far apart: days would take long otherwise. */
  coarseMs = 0
  readonly #alarms = new Set<Alarm>()

  readonly clock = (): number => this.nowMs

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (signal?.aborted) resolve()
    const alarm: Alarm = { atMs: this.nowMs + ms, call: resolve }
    this.#alarms.add(alarm)
    signal?.addEventListener('abort', () => {
      this.#alarms.delete(alarm)
      resolve()
    })
    return promise
  }

  readonly every = (ms: number, call: () => void): (() => void) => {
    const alarm: Alarm = { atMs: this.nowMs + ms, call, everyMs: ms }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms
    for (;;) {
      await quiet()
      const next = [...this.#alarms].reduce<Alarm | undefined>(
        (first, each) => (first === undefined || each.atMs < first.atMs ? each : first),
        undefined,
      )
      if (next === undefined || next.atMs > untilMs) break
      this.nowMs = Math.max(this.nowMs, next.atMs)
      if (next.everyMs === undefined) this.#alarms.delete(next)
      else next.atMs = this.nowMs + Math.max(next.everyMs, this.coarseMs)
      next.call()
    }
    this.nowMs = untilMs
    await quiet()
  }
}

/** Of promises that wait for each other. */
const ticksPerTurn = 100

/** Lets promises and callbacks that are due run. Turns of the event loop are few: on a busy machine each may wait for its turn at the processor. */
export async function quiet(turns = 2): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    for (let tick = 0; tick < ticksPerTurn; tick++) await undefined
    await new Promise(setImmediate)
  }
}

export interface Message {
  readonly number: number
  readonly address: string
  readonly deliveryId: string
  readonly atMs: number
  cards: readonly Card[]
  isDeleted: boolean
  /** How often it was changed. */
  updates: number
  readonly nudges: (string | undefined)[]
}

export interface FakeChannelOptions {
  readonly name?: string
  readonly time: Pick<SystemTime, 'clock'>
  readonly rates?: readonly Rate[]
  readonly addresses?: (card: Card, recipients: readonly Recipient[]) => readonly string[]
}

/** Keeps what a service would show. */
export class FakeChannel implements Channel {
  readonly kind = 'fake'
  readonly canUpdate = true
  readonly name: string
  readonly rates: readonly Rate[]
  readonly messages: Message[] = []
  readonly calls: { readonly atMs: number; readonly id: string }[] = []
  /** What the service does instead; undefined: what it should. `after`: it does it and the answer is lost. */
  fault: (delivery: Delivery | DigestDelivery) => Delivered | 'after' | undefined = () => undefined
  readonly #time: Pick<SystemTime, 'clock'>
  readonly #addresses: NonNullable<FakeChannelOptions['addresses']>

  constructor({ name = 'fake', time, rates = [], addresses = () => ['room'] }: FakeChannelOptions) {
    this.name = name
    this.#time = time
    this.rates = rates
    this.#addresses = addresses
  }

  addressesOf(card: Card, recipients: readonly Recipient[]): readonly string[] {
    return this.#addresses(card, recipients)
  }

  deliver(delivery: Delivery): Promise<Delivered> {
    return this.#show(delivery, [delivery.card], delivery.nudge)
  }

  deliverDigest(digest: DigestDelivery): Promise<Delivered> {
    return this.#show(digest, digest.cards)
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  /** What somebody sees who looks into the room: the last word on each action. */
  seen(address = 'room'): readonly string[] {
    return this.messages
      .filter((message) => message.address === address && !message.isDeleted)
      .flatMap(({ cards }) =>
        cards.map((card) => `${Number(card.actionId.slice(-6))} ${card.state}`),
      )
      .toSorted()
  }

  async #show(
    { id, address, handle }: Omit<Delivery, 'card'>,
    cards: readonly Card[],
    nudge?: string,
  ): Promise<Delivered> {
    const atMs = this.#time.clock()
    this.calls.push({ atMs, id })
    const fault = this.fault({ id, address, ...(handle && { handle }), cards } as DigestDelivery)
    if (fault !== undefined && fault !== 'after') return fault
    const message = this.#message(handle)
    if (handle && (message === undefined || message.isDeleted))
      return { kind: 'gone', code: 'no-message' }
    const shown: Message = message ?? {
      ...{ number: this.messages.length + 1, address, deliveryId: id, atMs },
      ...{ cards, isDeleted: false, updates: 0, nudges: [] },
    }
    if (message === undefined) this.messages.push(shown)
    else shown.updates += 1
    shown.cards = cards
    if (nudge !== undefined) shown.nudges.push(nudge)
    if (fault === 'after') return { kind: 'later', code: 'lost' }
    return { kind: 'shown', handle: { number: shown.number }, isComplete: true }
  }

  #message(handle: Handle | undefined): Message | undefined {
    return this.messages.find(({ number }) => number === handle?.['number'])
  }
}
