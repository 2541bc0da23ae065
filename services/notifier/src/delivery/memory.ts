/** Copies in one process: for tests and simulations, and where nothing survives anyhow. Replicas share a server. */
import type { ActionId } from '@holdpoint/contracts'
import { HoldpointError } from '@holdpoint/contracts'
import type { Address, Rate } from '../channel/port.ts'
import { healthy } from './breaker.ts'
import { type Copy, type PlaceName, placesOf } from './copy.ts'
import {
  type Asked,
  type Health,
  type Lease,
  type OpenedCopyStore,
  type Queue,
  queueMax,
  type Refusal,
  type Saving,
  type Tally,
} from './port.ts'
import { fitsAtMs } from './rate.ts'

interface Shelf {
  readonly copies: Map<string, Copy>
  readonly places: Map<string, ReturnType<typeof placesOf>>
  readonly lanes: Map<Address, { readonly untilMs: number; readonly token: string }>
  /** Times, by what they are of. */
  readonly logs: Map<string, number[]>
  health: Health
}

export class MemoryCopyServer {
  readonly shelves = new Map<string, Shelf>()
  /** Asked before every `save`. `failAfter` does the work and refuses all the same. */
  fault: () => 'ok' | 'fail' | 'failAfter' = () => 'ok'

  open(): OpenedCopyStore {
    return new MemoryCopyStore(this)
  }

  /** FLUSHALL. */
  flush(): void {
    this.shelves.clear()
  }

  shelf(channel: string): Shelf {
    const known = this.shelves.get(channel)
    if (known) return known
    const shelf: Shelf = {
      ...{ copies: new Map(), places: new Map(), lanes: new Map(), logs: new Map() },
      health: healthy,
    }
    this.shelves.set(channel, shelf)
    return shelf
  }
}

class MemoryCopyStore implements OpenedCopyStore {
  readonly #server: MemoryCopyServer

  constructor(server: MemoryCopyServer) {
    this.#server = server
  }

  async close(): Promise<void> {}

  async load(channel: string, ids: readonly string[]): Promise<readonly (Copy | undefined)[]> {
    const { copies } = this.#server.shelf(channel)
    return ids.map((id) => copies.get(id))
  }

  async of(channel: string, id: ActionId): Promise<readonly Copy[]> {
    const { copies } = this.#server.shelf(channel)
    return [...copies.values()].filter(({ members }) => members.some((member) => member.id === id))
  }

  async save(channel: string, { copies, nowMs, lease }: Saving): Promise<boolean> {
    const fault = this.#server.fault()
    const failure = new HoldpointError('HP_STORE', { rule: 'ordered' })
    if (fault === 'fail') throw failure
    const shelf = this.#server.shelf(channel)
    if (lease && shelf.lanes.get(lease.address)?.token !== lease.token) return false
    const isStale = copies.some(
      ({ id, version }) => version !== (shelf.copies.get(id)?.version ?? 0),
    )
    if (isStale) return false
    for (const copy of copies) {
      shelf.copies.set(copy.id, { ...copy, version: copy.version + 1 })
      shelf.places.set(copy.id, placesOf(copy, nowMs))
    }
    if (fault === 'failAfter') throw failure
    return true
  }

  async queue(channel: string, nowMs: number): Promise<Queue> {
    const { copies, lanes, health } = this.#server.shelf(channel)
    const ready = this.#at(channel, 'ready').slice(0, queueMax)
    const busy = [...lanes].filter(([, { untilMs }]) => untilMs > nowMs)
    return {
      ready: ready.flatMap(([id]) => {
        const address = copies.get(id)?.address
        return address === undefined ? [] : [{ id, address }]
      }),
      busy: new Map(busy.map(([address, { untilMs }]) => [address, untilMs])),
      health,
      nextMs: this.#at(channel, 'later')[0]?.[1],
    }
  }

  async due(channel: string, nowMs: number): Promise<readonly string[]> {
    const due = this.#at(channel, 'later').filter(([, atMs]) => atMs <= nowMs)
    return due.slice(0, queueMax).map(([id]) => id)
  }

  async lease({ channel, address, token }: Lease, asked: Asked): Promise<Refusal | undefined> {
    const { nowMs, untilMs, rates, isProbe } = asked
    const shelf = this.#server.shelf(channel)
    const { pausedUntilMs } = shelf.health
    if (pausedUntilMs > nowMs) return { per: 'channel', untilMs: pausedUntilMs }
    const lane = shelf.lanes.get(address)
    if (lane && lane.untilMs > nowMs) return { per: 'address', untilMs: lane.untilMs }
    for (const per of ['channel', 'address'] as const) {
      const name = per === 'channel' ? 'sent' : `sent:${address}`
      const own = rates.filter((rate) => rate.per === per)
      const freeAtMs = fitsAtMs(shelf.logs.get(name) ?? [], own, nowMs)
      if (freeAtMs <= nowMs) continue
      if (per === 'address') shelf.lanes.set(address, { untilMs: freeAtMs, token: '' })
      return { per, untilMs: freeAtMs }
    }
    const keepMs = Math.max(0, ...rates.map(({ spanMs }) => spanMs))
    for (const name of ['sent', `sent:${address}`]) this.#note(channel, name, nowMs, keepMs)
    shelf.lanes.set(address, { untilMs, token })
    if (isProbe) shelf.health = { ...shelf.health, pausedUntilMs: untilMs }
    return undefined
  }

  async release({ channel, address, token }: Lease, freeAtMs: number): Promise<void> {
    const { lanes } = this.#server.shelf(channel)
    if (lanes.get(address)?.token !== token) return
    if (freeAtMs > 0) lanes.set(address, { untilMs: freeAtMs, token: '' })
    else lanes.delete(address)
  }

  async admit(
    { channel, address }: Lease,
    name: string,
    rate: Rate,
    nowMs: number,
  ): Promise<boolean> {
    const log = `${name}:${address}`
    const times = this.#server.shelf(channel).logs.get(log) ?? []
    if (fitsAtMs(times, [rate], nowMs) > nowMs) return false
    this.#note(channel, log, nowMs, rate.spanMs)
    return true
  }

  async health(channel: string, health: Health): Promise<void> {
    this.#server.shelf(channel).health = health
  }

  async dead(channel: string, countMax: number): Promise<readonly Copy[]> {
    const ids = this.#at(channel, 'dead').map(([id]) => id)
    const found = await this.load(channel, ids.toReversed().slice(0, countMax))
    return found.filter((copy) => copy !== undefined)
  }

  async tally(channel: string): Promise<Tally> {
    const count = (name: PlaceName) => this.#at(channel, name).length
    return {
      ...{ ready: count('ready'), later: count('later'), dead: count('dead') },
      behindSinceMs: this.#at(channel, 'behind')[0]?.[1],
      health: this.#server.shelf(channel).health,
    }
  }

  async forget(channel: string, beforeMs: number): Promise<void> {
    const { copies, places } = this.#server.shelf(channel)
    const old = [...this.#at(channel, 'ended'), ...this.#at(channel, 'dead')]
    for (const [id, atMs] of old) {
      if (atMs >= beforeMs) continue
      copies.delete(id)
      places.delete(id)
    }
  }

  #at(channel: string, name: PlaceName): [string, number][] {
    const { places } = this.#server.shelf(channel)
    const standing = [...places].flatMap(([id, own]): [string, number][] => {
      const score = own[name]
      return score === undefined ? [] : [[id, score]]
    })
    return standing.toSorted(([, one], [, two]) => one - two)
  }

  #note(channel: string, name: string, nowMs: number, keepMs: number): void {
    const { logs } = this.#server.shelf(channel)
    const kept = (logs.get(name) ?? []).filter((atMs) => atMs > nowMs - keepMs)
    logs.set(name, [...kept, nowMs])
  }
}
