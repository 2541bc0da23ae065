/** What memory stores share, as processes share a Redis; with the means to make it fail, forget and lie. */
import type { Company, OpenEntry, Put, SlotStore } from './port.ts'

/** What becomes of a call: a reply may be lost before or after the server has done its work. */
export type StoreFault = 'none' | 'failed' | 'failed but persisted'
export type StoreVerb = Exclude<keyof SlotStore, 'onApplied' | 'close'>

export interface SlotMemory {
  position: number | undefined
  readonly values: Map<string, string>
  readonly due: Map<string, number>
  readonly open: Map<string, OpenEntry>
  readonly granted: Map<string, string>
}

/** A copy of everything a server held; see `restore`. */
export interface StoreSnapshot {
  readonly slots: ReadonlyMap<number, SlotMemory>
}

interface Attempts {
  readonly place: string
  /** Processes, by the company they were in. */
  readonly begun: Map<Company, Set<string>>
}

export class MemoryStoreServer {
  /** Asked before every call; replace it to order faults. */
  fault: (verb: StoreVerb, slot: number) => StoreFault = () => 'none'
  readonly nowMs: () => number
  readonly listeners = new Set<(slot: number) => void>()
  readonly answers = new Map<string, { readonly value: string; readonly expiresMs: number }>()
  readonly attempts = new Map<number, Attempts>()
  #slots = new Map<number, SlotMemory>()

  constructor({ nowMs }: { readonly nowMs: () => number }) {
    this.nowMs = nowMs
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

  answerUnder(key: string): string | undefined {
    const answer = this.answers.get(key)
    return answer !== undefined && answer.expiresMs > this.nowMs() ? answer.value : undefined
  }

  keep(key: string, value: string, expiresMs: number): void {
    // Taken out first: the order is that of writing.
    this.answers.delete(key)
    this.answers.set(key, { value, expiresMs })
  }

  /** The oldest stand first; what lives shorter than its elders waits for them. */
  forgetAnswers(): void {
    for (const [key, { expiresMs }] of this.answers) {
      if (expiresMs > this.nowMs()) return
      this.answers.delete(key)
    }
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

/** Values and index entries after one put. */
export function place(memory: SlotMemory, { key, value, index }: Put): void {
  if (value === null) memory.values.delete(key)
  else memory.values.set(key, value.toString())
  if (!key.startsWith('a:')) return
  const id = key.slice(2)
  const entry = value === null ? {} : (index ?? {})
  set(memory.due, id, entry.dueAtMs)
  set(memory.open, id, openEntryOf(entry))
  set(memory.granted, id, entry.ready)
}

function openEntryOf({ revision, owner }: NonNullable<Put['index']>): OpenEntry | undefined {
  if (revision === undefined) return undefined
  return owner === undefined ? { revision } : { revision, owner }
}

function set<T>(map: Map<string, T>, id: string, value: T | undefined): void {
  if (value === undefined) map.delete(id)
  else map.set(id, value)
}
