/** The store as one process sees it: each call takes its time, can fail in both ways, and can be the last thing that its process does. */
import { HoldpointError } from '@holdpoint/contracts'
import type { MemoryBus } from '@holdpoint/kafka'
import type { Change, DueFrom, SlotStore } from '@holdpoint/store'
import type { PortFault } from './weather.ts'

export interface MortalOptions {
  readonly inner: SlotStore
  /** Lives and dies with its process's bus. */
  readonly bus: MemoryBus
  readonly fault: () => PortFault
  readonly crash: () => void
  /** Lets others go first. */
  readonly pause: () => Promise<void>
}

export class MortalStore implements SlotStore {
  private readonly options: MortalOptions

  constructor(options: MortalOptions) {
    this.options = options
  }

  position(slot: number) {
    return this.call((store) => store.position(slot))
  }

  wipe(slot: number) {
    return this.call((store) => store.wipe(slot))
  }

  load(slot: number, at: number | undefined, keys: readonly string[]) {
    return this.call((store) => store.load(slot, at, keys))
  }

  apply(slot: number, change: Change) {
    return this.call((store) => store.apply(slot, change))
  }

  attempt(...given: Parameters<SlotStore['attempt']>) {
    return this.call((store) => store.attempt(...given))
  }

  due(slot: number, nowMs: number, countMax: number, from?: DueFrom) {
    return this.call((store) => store.due(slot, nowMs, countMax, from))
  }

  nextDueMs(slot: number, afterMs?: number) {
    return this.call((store) => store.nextDueMs(slot, afterMs))
  }

  open(slot: number) {
    return this.call((store) => store.open(slot))
  }

  peek(slot: number, keys: readonly string[]) {
    return this.call((store) => store.peek(slot, keys))
  }

  ready(slot: number, audience: string, countMax: number, afterId?: string) {
    return this.call((store) => store.ready(slot, audience, countMax, afterId))
  }

  answer(slot: number, commandId: string) {
    return this.call((store) => store.answer(slot, commandId))
  }

  onApplied(listener: (slot: number) => void): () => void {
    return this.options.inner.onApplied(listener)
  }

  close(): Promise<void> {
    return this.options.inner.close()
  }

  private async call<T>(work: (store: SlotStore) => Promise<T>): Promise<T> {
    const { inner, bus, fault, crash, pause } = this.options
    await pause()
    await bus.turn()
    const kind = fault()
    if (kind === 'die before') crash()
    await bus.turn()
    if (kind === 'failed') throw new HoldpointError('HP_STORE', { rule: 'ordered fault' })
    const result = await work(inner)
    if (kind === 'die after') crash()
    await pause()
    await bus.turn()
    if (kind !== 'ok') throw new HoldpointError('HP_STORE', { rule: 'reply lost' })
    return result
  }
}
