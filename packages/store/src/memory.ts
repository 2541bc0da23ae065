/** The gate's state in the process: for simulations, and for a demo that may forget. Stores opened on one server share it, as processes share a Redis. */
import { HoldpointError } from '@holdpoint/contracts'
import { answerLifetimeMs, type Change, type Put, type SlotStore } from './port.ts'

/** What becomes of a call: a reply may be lost before or after the server has done its work. */
export type StoreFault = 'none' | 'failed' | 'failed but persisted'
export type StoreVerb = Exclude<keyof SlotStore, 'onApplied' | 'close'>

interface SlotMemory {
  position: number | undefined
  readonly values: Map<string, string>
  readonly due: Map<string, number>
  readonly open: Map<string, number>
  readonly granted: Map<string, string>
}

/** A copy of everything a server held; see `restore`. */
export interface StoreSnapshot {
  readonly slots: ReadonlyMap<number, SlotMemory>
}

export interface MemoryStoreOptions {
  readonly nowMs: () => number
  readonly answerLifetimeMs?: number
}

export class MemoryStoreServer {
  /** Asked before every call; replace it to order faults. */
  fault: (verb: StoreVerb, slot: number) => StoreFault = () => 'none'
  readonly nowMs: () => number
  readonly answerLifetimeMs: number
  readonly listeners = new Set<(slot: number) => void>()
  readonly answers = new Map<string, { readonly value: string; readonly expiresMs: number }>()
  readonly attempts = new Map<number, { readonly place: string; readonly by: Set<string> }>()
  #slots = new Map<number, SlotMemory>()

  constructor({ nowMs, answerLifetimeMs: lifetimeMs = answerLifetimeMs }: MemoryStoreOptions) {
    this.nowMs = nowMs
    this.answerLifetimeMs = lifetimeMs
  }

  slot(slot: number): SlotMemory {
    let memory = this.#slots.get(slot)
    if (memory === undefined) {
      memory = emptySlot()
      this.#slots.set(slot, memory)
    }
    return memory
  }

  wipe(slot: number): void {
    this.#slots.delete(slot)
  }

  /** FLUSHALL. */
  wipeAll(): void {
    this.#slots.clear()
    this.answers.clear()
    this.attempts.clear()
  }

  snapshot(): StoreSnapshot {
    return { slots: copySlots(this.#slots) }
  }

  /** Back to an older copy, as a failover or a restored file would do. */
  restore(snapshot: StoreSnapshot): void {
    this.#slots = copySlots(snapshot.slots)
  }

  /** A hand in the server's data: sets or deletes one value behind the owner's back. */
  tamper(slot: number, key: string, value: string | undefined): void {
    const { values } = this.slot(slot)
    if (value === undefined) values.delete(key)
    else values.set(key, value)
  }
}

export function openMemoryStore(server: MemoryStoreServer): SlotStore {
  return new MemoryStore(server)
}

type Values = readonly (string | undefined)[]

class MemoryStore implements SlotStore {
  readonly #server: MemoryStoreServer
  readonly #stops = new Set<() => void>()
  #isClosed = false

  constructor(server: MemoryStoreServer) {
    this.#server = server
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
      const expiresMs = this.#server.nowMs() + this.#server.answerLifetimeMs
      for (const { commandId, value } of answers) {
        this.#server.answers.set(answerKey(slot, commandId), { value, expiresMs })
      }
      memory.position = to
      for (const listener of this.#server.listeners) queueMicrotask(() => listener(slot))
    })
  }

  attempt(slot: number, place: string, by: string): Promise<number> {
    return this.#call('attempt', slot, () => {
      const known = this.#server.attempts.get(slot)
      const attempts = known?.place === place ? known : { place, by: new Set<string>() }
      attempts.by.add(by)
      this.#server.attempts.set(slot, attempts)
      return attempts.by.size
    })
  }

  due(slot: number, nowMs: number, countMax: number): Promise<readonly string[]> {
    return this.#call('due', slot, ({ due }) =>
      [...due]
        .filter(([, dueAtMs]) => dueAtMs <= nowMs)
        .sort(([a, aMs], [b, bMs]) => aMs - bMs || order(a, b))
        .slice(0, countMax)
        .map(([id]) => id),
    )
  }

  nextDueMs(slot: number): Promise<number | undefined> {
    return this.#call('nextDueMs', slot, ({ due }) =>
      [...due.values()].reduce<number | undefined>(
        (least, dueAtMs) => (least === undefined || dueAtMs < least ? dueAtMs : least),
        undefined,
      ),
    )
  }

  open(slot: number): Promise<ReadonlyMap<string, number>> {
    return this.#call('open', slot, ({ open }) => new Map(open))
  }

  peek(slot: number, keys: readonly string[]): Promise<Values> {
    return this.#call('peek', slot, ({ values }) => keys.map((key) => values.get(key)))
  }

  ready(slot: number, audience: string, countMax: number): Promise<readonly string[]> {
    return this.#call('ready', slot, ({ granted }) =>
      [...granted]
        .filter(([, grantedTo]) => grantedTo === audience)
        .map(([id]) => id)
        .sort(order)
        .slice(0, countMax),
    )
  }

  answer(slot: number, commandId: string): Promise<string | undefined> {
    return this.#call('answer', slot, () => {
      const answer = this.#server.answers.get(answerKey(slot, commandId))
      return answer !== undefined && answer.expiresMs > this.#server.nowMs()
        ? answer.value
        : undefined
    })
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

function place(memory: SlotMemory, { key, value, index }: Put): void {
  if (value === null) memory.values.delete(key)
  else memory.values.set(key, value)
  if (!key.startsWith('a:')) return
  const id = key.slice(2)
  const entry = value === null ? {} : (index ?? {})
  set(memory.due, id, entry.dueAtMs)
  set(memory.open, id, entry.revision)
  set(memory.granted, id, entry.ready)
}

function set<T>(map: Map<string, T>, id: string, value: T | undefined): void {
  if (value === undefined) map.delete(id)
  else map.set(id, value)
}

function answerKey(slot: number, commandId: string): string {
  return `${slot}:${commandId}`
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function emptySlot(): SlotMemory {
  return {
    position: undefined,
    values: new Map(),
    due: new Map(),
    open: new Map(),
    granted: new Map(),
  }
}

function copySlots(slots: ReadonlyMap<number, SlotMemory>): Map<number, SlotMemory> {
  return new Map(
    [...slots].map(([slot, { position, values, due, open, granted }]) => [
      slot,
      {
        position,
        values: new Map(values),
        due: new Map(due),
        open: new Map(open),
        granted: new Map(granted),
      },
    ]),
  )
}
