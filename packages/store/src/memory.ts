/** The gate's state in the process: for simulations, and for a demo that may forget. Stores opened on one server share it. */
import { HoldpointError } from '@holdpoint/contracts'
import { type MemoryStoreServer, place, type SlotMemory, type StoreVerb } from './memory-server.ts'
import {
  answerLifetimeMs,
  type Change,
  type Company,
  type DueFrom,
  fromTheFirst,
  type OpenEntry,
  type SlotStore,
} from './port.ts'

export function openMemoryStore(
  server: MemoryStoreServer,
  lifetimeMs: number = answerLifetimeMs,
): SlotStore {
  return new MemoryStore(server, lifetimeMs)
}

type Values = readonly (string | undefined)[]

class MemoryStore implements SlotStore {
  readonly #server: MemoryStoreServer
  readonly #answerLifetimeMs: number
  readonly #stops = new Set<() => void>()
  #isClosed = false

  constructor(server: MemoryStoreServer, lifetimeMs: number) {
    this.#server = server
    this.#answerLifetimeMs = lifetimeMs
  }

  position(slot: number): Promise<number | undefined> {
    return this.#call('position', slot, ({ position }) => position)
  }

  wipe(slot: number): Promise<void> {
    return this.#call('wipe', slot, () => this.#server.wipe(slot))
  }

  load(slot: number, at: number | undefined, keys: readonly string[]): Promise<Values> {
    return this.#call('load', slot, (memory) => {
      if (memory.position !== at) throw new HoldpointError('HP_STORE_MOVED', { slot })
      return keys.map((key) => memory.values.get(key))
    })
  }

  apply(slot: number, { from, to, puts, answers }: Change): Promise<void> {
    return this.#call('apply', slot, (memory) => {
      if (memory.position !== from) throw new HoldpointError('HP_STORE_MOVED', { slot })
      for (const put of puts) place(memory, put)
      this.#server.forgetAnswers()
      const expiresMs = this.#server.nowMs() + this.#answerLifetimeMs
      for (const { commandId, value } of answers) {
        const key = answerKey(slot, commandId)
        if (this.#server.answerUnder(key) === undefined) this.#server.keep(key, value, expiresMs)
      }
      memory.position = to
      for (const listener of this.#server.listeners) queueMicrotask(() => listener(slot))
    })
  }

  attempt(slot: number, place: string, by: string, company: Company): Promise<number> {
    return this.#call('attempt', slot, () => {
      const known = this.#server.attempts.get(slot)
      const fresh = { place, begun: new Map<Company, Set<string>>() }
      const attempts = known?.place === place ? known : fresh
      const begun = attempts.begun.get(company) ?? new Set()
      attempts.begun.set(company, begun.add(by))
      this.#server.attempts.set(slot, attempts)
      return begun.size
    })
  }

  due(
    slot: number,
    nowMs: number,
    countMax: number,
    { afterMs, skip }: DueFrom = fromTheFirst,
  ): Promise<readonly string[]> {
    return this.#call('due', slot, ({ due }) =>
      [...due]
        .filter(([, dueAtMs]) => dueAtMs > afterMs && dueAtMs <= nowMs)
        .sort(([a, aMs], [b, bMs]) => aMs - bMs || order(a, b))
        .slice(skip, skip + countMax)
        .map(([id]) => id),
    )
  }

  nextDueMs(slot: number, afterMs: number = fromTheFirst.afterMs): Promise<number | undefined> {
    return this.#call('nextDueMs', slot, ({ due }) =>
      [...due.values()].reduce<number | undefined>(
        (least, dueAtMs) =>
          dueAtMs > afterMs && (least === undefined || dueAtMs < least) ? dueAtMs : least,
        undefined,
      ),
    )
  }

  open(slot: number): Promise<ReadonlyMap<string, OpenEntry>> {
    return this.#call('open', slot, ({ open }) => new Map(open))
  }

  peek(slot: number, keys: readonly string[]): Promise<Values> {
    return this.#call('peek', slot, ({ values }) => keys.map((key) => values.get(key)))
  }

  ready(
    slot: number,
    audience: string,
    countMax: number,
    afterId: string = '',
  ): Promise<readonly string[]> {
    return this.#call('ready', slot, ({ granted }) =>
      [...granted]
        .filter(([, grantedTo]) => grantedTo === audience)
        .map(([id]) => id)
        .filter((id) => id > afterId)
        .sort(order)
        .slice(0, countMax),
    )
  }

  answer(slot: number, commandId: string): Promise<string | undefined> {
    return this.#call('answer', slot, () => this.#server.answerUnder(answerKey(slot, commandId)))
  }

  onApplied(listener: (slot: number) => void): () => void {
    // A wrapper of its own, so that one function registered twice can be stopped once.
    const entry = (slot: number) => {
      if (this.#server.listeners.has(entry)) listener(slot)
    }
    const stop = () => {
      this.#server.listeners.delete(entry)
    }
    this.#server.listeners.add(entry)
    this.#stops.add(stop)
    return stop
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const stop of this.#stops) stop()
  }

  async #call<T>(verb: StoreVerb, slot: number, work: (memory: SlotMemory) => T): Promise<T> {
    if (this.#isClosed) throw new HoldpointError('HP_STORE', { rule: 'connection closed' })
    const fault = this.#server.fault(verb, slot)
    if (fault === 'failed') throw new HoldpointError('HP_STORE', { rule: 'ordered fault' })
    const reply = work(this.#server.slot(slot))
    if (fault === 'none') return reply
    throw new HoldpointError('HP_STORE', { rule: 'ordered fault' })
  }
}

function answerKey(slot: number, commandId: string): string {
  return `${slot}:${commandId}`
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
