/** Brings what happens to people, over all channels: puts dispatcher, couriers and store together, and answers for dead letters and metrics. */
import { type ActionId, isHoldpointError } from '@holdpoint/contracts'
import type { Logger, Metrics, SystemTime } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import type { Address, Handle, Inbox } from '../channel/port.ts'
import { decidedKeepMs, type Projection } from '../projection/port.ts'
import { type Copy, copyId } from './copy.ts'
import { Courier } from './courier.ts'
import { Dispatcher } from './dispatcher.ts'
import type { MatterDeps } from './matter.ts'
import type { CopyStore, Tally } from './port.ts'
import { recalling } from './recall.ts'
import type { Route } from './route.ts'
import { adopted, revived } from './settle.ts'

/** Moments of the policy, and news that a replica left behind, are looked for this often. */
const lookEveryMs = 1_000
/** Metrics are as old as this at most, and what is long over is forgotten. */
const tidyEveryMs = 10_000
const tries = 20
/** Everybody may be asked about everything: their accounts are not looked up for each message anew. A new link counts soon all the same. */
const accountsKept = { keepMs: 10_000, entriesMax: 20_000 }

export interface DeliveryDeps extends Omit<MatterDeps, 'projection' | 'clock'> {
  readonly projection: Projection
  readonly copies: CopyStore
  readonly routes: readonly Route[]
  /** Partitions that this replica looks after. */
  readonly partitions: () => readonly number[]
  readonly inboxOf: (channel: string) => Inbox
  readonly time: SystemTime
  readonly random: () => number
  readonly newToken: () => string
  readonly log: Logger
  readonly metrics: Metrics
}

/** How a channel fares. */
export interface ChannelState extends Tally {
  readonly name: string
  readonly kind: string
}

export class Delivery {
  readonly #deps: DeliveryDeps
  readonly #dispatcher: Dispatcher
  readonly #couriers = new Map<string, Courier>()
  readonly #failure = Promise.withResolvers<never>()
  readonly #stops: (() => void)[] = []
  #tallies: readonly ChannelState[] = []

  constructor(deps: DeliveryDeps) {
    this.#deps = deps
    this.#failure.promise.catch(() => undefined)
    const { clock, sleep } = deps.time
    const accountsOf = recalling(deps.accountsOf, { clock, ...accountsKept })
    const shared = { ...deps, accountsOf, clock, sleep }
    const counted = countersOf(deps.metrics, () => this.#oldestMs())
    this.#dispatcher = new Dispatcher({
      ...shared,
      onReady: (channel) => this.#couriers.get(channel)?.wake(),
      onUndelivered: (id, code) => {
        counted.undelivered.inc()
        deps.log.warn({ action: id, code }, 'no channel brings this to anybody')
      },
    })
    for (const route of deps.routes) {
      const courier = new Courier({
        ...{ ...shared, route },
        onDelivered: (end, copy, code) => {
          counted.deliveries.inc({ channel: route.name, end })
          if (end === 'shown') return
          const details = { channel: route.name, copy: copy.id, end, code }
          deps.log.warn(details, 'a message was not delivered')
        },
        onDead: (copy) => this.#tell(copy),
      })
      courier.failed.catch((error: unknown) => this.#failure.reject(error))
      this.#couriers.set(route.name, courier)
    }
  }

  /** Rejects with what nobody understands; the process must exit. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  /** Before the edge listens. */
  routes(edge: FastifyInstance): void {
    const { routes, inboxOf } = this.#deps
    for (const { name, channel } of routes) channel.routes?.(edge, inboxOf(name))
  }

  async start(): Promise<void> {
    const { routes, inboxOf, time } = this.#deps
    if (routes.length === 0) return
    for (const { name, channel } of routes) await channel.start(inboxOf(name))
    for (const courier of this.#couriers.values()) courier.start()
    this.#stops.push(
      time.every(lookEveryMs, () => this.look()),
      time.every(tidyEveryMs, () => void this.tidy().catch(this.#endIfUnknown)),
    )
  }

  /** A partition may have news. */
  onNews(partition: number): void {
    const { routes } = this.#deps
    if (routes.length > 0) this.#dispatcher.drain(partition).catch(this.#endIfUnknown)
  }

  /** For moments that have come, and for what was left behind. */
  look(): void {
    for (const partition of this.#deps.partitions()) this.onNews(partition)
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    await Promise.all([...this.#couriers.values()].map((courier) => courier.stop()))
    await Promise.all(this.#deps.routes.map(({ channel }) => channel.stop()))
  }

  /** A press has told where a message is; where we had lost it, it is ours again and is brought up to date. */
  async adopt(
    channel: string,
    id: ActionId,
    found: { readonly address: Address; readonly handle: Handle },
  ): Promise<void> {
    const { copies, time } = this.#deps
    const { address, handle } = found
    const orphan = copyId(channel, address, `${id} ${JSON.stringify(sorted(handle))}`)
    for (let tried = 0; tried < tries; tried++) {
      const known = await copies.of(channel, id)
      if (known.some((copy) => copy.id === orphan)) return
      const own = known.find(({ kind, address: at }) => kind === 'single' && at === address)
      const mine = own && adopted(own, handle, orphan, time.clock())
      if (mine === undefined) return
      if (await copies.save(channel, { copies: [mine], nowMs: time.clock() })) {
        this.#couriers.get(channel)?.wake()
        return
      }
    }
  }

  async channels(): Promise<readonly ChannelState[]> {
    const { routes, copies } = this.#deps
    return Promise.all(
      routes.map(async ({ name, channel }) => ({
        ...{ name, kind: channel.kind },
        ...(await copies.tally(name)),
      })),
    )
  }

  /** Given up, latest first. */
  async dead(countMax: number): Promise<readonly Copy[]> {
    const { routes, copies } = this.#deps
    const found = await Promise.all(routes.map(({ name }) => copies.dead(name, countMax)))
    const all = found.flat().toSorted((one, two) => two.changedMs - one.changedMs)
    return all.slice(0, countMax)
  }

  /** Tries a dead letter again. False: there is none of this id. */
  async replay(channel: string, id: string): Promise<boolean> {
    const { copies, time } = this.#deps
    const nowMs = time.clock()
    const [copy] = await copies.load(channel, [id])
    if (copy?.state !== 'dead') return false
    const isSaved = await copies.save(channel, { copies: [revived(copy, nowMs)], nowMs })
    this.#couriers.get(channel)?.wake()
    return isSaved
  }

  /** Where copies of this action are, and how they are. */
  async copiesOf(id: ActionId): Promise<readonly Copy[]> {
    const { routes, copies } = this.#deps
    return (await Promise.all(routes.map(({ name }) => copies.of(name, id)))).flat()
  }

  async tidy(): Promise<void> {
    const { routes, copies, time } = this.#deps
    const beforeMs = time.clock() - decidedKeepMs
    for (const { name } of routes) await copies.forget(name, beforeMs)
    this.#tallies = await this.channels()
  }

  /** Age of the decided one that has longest not shown it, over all channels. */
  #oldestMs(): number {
    const nowMs = this.#deps.time.clock()
    return Math.max(0, ...this.#tallies.map(({ behindSinceMs = nowMs }) => nowMs - behindSinceMs))
  }

  #tell({ members }: Copy): void {
    for (const { slot, id } of members) {
      this.#dispatcher.tell(slot, id).catch(this.#endIfUnknown)
    }
  }

  /** A store that is away is tried again at the next look. */
  readonly #endIfUnknown = (error: unknown): void => {
    if (!isRetryable(error)) this.#failure.reject(error)
  }
}

function countersOf(metrics: Metrics, oldestMs: () => number) {
  metrics.gauge(
    'notifier_copies_behind_seconds',
    'Age of the oldest message that does not show yet how it was decided',
    () => oldestMs() / 1000,
  )
  return {
    deliveries: metrics.counter(
      'notifier_deliveries',
      'Attempts to bring a message, by how they ended',
      ['channel', 'end'],
    ),
    undelivered: metrics.counter(
      'notifier_undelivered',
      'Requests that no channel brings to anybody',
    ),
  }
}

const sorted = (handle: Handle) =>
  Object.entries(handle).toSorted(([one], [two]) => (one < two ? -1 : 1))

const isRetryable = (error: unknown): boolean =>
  isHoldpointError(error) && error.kind === 'retryable'
