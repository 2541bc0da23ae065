/**
 * Turns news of the projection into copies that want to show it. Every step can be done twice, by two replicas at once too: copies have deterministic ids and only
 * ever want more, and news stays until it has been turned.
 */
import type { ActionId } from '@holdpoint/contracts'
import type { Address } from '../channel/port.ts'
import type { News, Projection, SettledNews } from '../projection/port.ts'
import { type Copy, isUrgent } from './copy.ts'
import { type Matter, type MatterDeps, matterOf, memberOf, recipientsIn } from './matter.ts'
import type { CopyStore } from './port.ts'
import { quietUntilMs } from './quiet.ts'
import { begun, raised, type Wish } from './raise.ts'
import type { Route } from './route.ts'

/** Taken up in one go. */
const newsMax = 100
/** Worked on at once. */
const newsAtOnceMax = 8
/** Others change the same copies at the same time; more than this is somebody who never stops. */
const tries = 20

export interface DispatcherDeps extends MatterDeps {
  readonly projection: Projection
  readonly copies: CopyStore
  readonly routes: readonly Route[]
  /** There is something to send. */
  readonly onReady: (channel: string) => void
  /** Nobody is asked about this action outside of the console. */
  readonly onUndelivered: (id: ActionId, code: string) => void
}

export class Dispatcher {
  readonly #deps: DispatcherDeps
  readonly #running = new Map<number, Promise<void>>()
  readonly #again = new Set<number>()

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
  }

  /** Resolves when all that was news at this call has become copies. Calls that come meanwhile share one further run. */
  drain(partition: number): Promise<void> {
    const running = this.#running.get(partition)
    if (running) {
      this.#again.add(partition)
      return running
    }
    const run = this.#run(partition).finally(() => this.#running.delete(partition))
    this.#running.set(partition, run)
    return run
  }

  async #run(partition: number): Promise<void> {
    const { projection, clock } = this.#deps
    for (;;) {
      this.#again.delete(partition)
      const news = await projection.news(partition, clock(), newsMax)
      for (let at = 0; at < news.length; at += newsAtOnceMax) {
        const some = news.slice(at, at + newsAtOnceMax)
        const settled = await Promise.all(some.map((each) => this.#turn(partition, each)))
        await projection.settle(partition, settled)
      }
      if (news.length < newsMax && !this.#again.has(partition)) return
    }
  }

  async #turn(slot: number, { id, stamp }: News): Promise<SettledNews> {
    const nextMs = await this.tell(slot, id)
    return nextMs === undefined ? { id, stamp } : { id, stamp, nextMs }
  }

  /** Brings every channel's copies of this action to want what there is to show. Returns when there is more without anything happening. */
  async tell(slot: number, id: ActionId): Promise<number | undefined> {
    const matter = await matterOf(slot, id, this.#deps)
    if (matter === undefined) return undefined
    const { routes } = this.#deps
    const known = await Promise.all(
      routes.map(async (route) => [route, await this.#deps.copies.of(route.name, id)] as const),
    )
    const isOpen = !memberOf(matter).isDecided
    let count = 0
    for (const [route, copies] of known) {
      const isAsked = isOpen && (isAskedIn(route, matter) || isFallback(route, known))
      const wishes = isAsked ? await this.#wishes(route, matter) : []
      count += copies.length + wishes.length
      await this.#save(route.name, matter, wishes, copies)
    }
    if (isOpen && count === 0 && matter.channels?.length !== 0 && routes.length > 0) {
      this.#deps.onUndelivered(id, 'no-address')
    }
    return matter.nextMs
  }

  async #wishes(route: Route, matter: Matter): Promise<readonly Wish[]> {
    const { approval, card, asked, nudges } = matter
    const recipients = await recipientsIn(route.name, asked, this.#deps)
    const addresses: readonly Address[] = route.channel.addressesOf(card, recipients)
    const { risk } = card
    const isMinor = risk !== undefined && (route.digest?.risks.includes(risk) ?? false)
    return [...new Set(addresses)].map((address) => ({
      ...{ channel: route.name, address, member: memberOf(matter), nudges, isMinor },
      ...(risk === undefined ? {} : { risk }),
      like: `${approval.agent} ${approval.type}`,
      sinceMs: approval.heldAtMs,
      notBeforeMs: this.#notBeforeMs(route, matter, isMinor),
    }))
  }

  /** Quiet hours, and the next digest of what is minor: that at the latest when half of the time to decide is over. */
  #notBeforeMs({ quiet, digest }: Route, { approval, card }: Matter, isMinor: boolean): number {
    const nowMs = this.#deps.clock()
    const { heldAtMs, decideByMs = Number.POSITIVE_INFINITY } = approval
    const nextDigestMs = digest ? Math.ceil(nowMs / digest.everyMs) * digest.everyMs : 0
    const digestMs = isMinor ? Math.min(nextDigestMs, heldAtMs + (decideByMs - heldAtMs) / 2) : 0
    const quietMs = isUrgent(card) ? 0 : (quietUntilMs(nowMs, quiet) ?? 0)
    return Math.max(digestMs, quietMs)
  }

  async #save(channel: string, matter: Matter, wishes: readonly Wish[], known: readonly Copy[]) {
    const { copies, clock, onReady } = this.#deps
    const member = memberOf(matter)
    let before = known
    for (let attempt = 0; attempt < tries; attempt++) {
      const nowMs = clock()
      const lasting = before.map((copy) => [copy, raised(copy, member, nowMs)] as const)
      const changed = lasting.filter(([from, to]) => from !== to).map(([, to]) => to)
      const made = wishes
        .map((wish) => begun(wish, nowMs))
        .filter(({ id }) => !before.some((copy) => copy.id === id))
      const saved = [...changed, ...made]
      if (saved.length === 0) return
      if (await copies.save(channel, { copies: saved, nowMs })) return onReady(channel)
      before = await copies.of(channel, member.id)
    }
  }
}

const isAskedIn = ({ name }: Route, { channels }: Matter): boolean =>
  channels?.includes(name) ?? true

/** Where people are asked because another channel could not. */
function isFallback(
  { name }: Route,
  known: readonly (readonly [Route, readonly Copy[]])[],
): boolean {
  return known.some(
    ([route, copies]) => route.fallback === name && copies.some(({ state }) => state === 'dead'),
  )
}
