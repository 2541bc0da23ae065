/** The store as one process sees it: each call takes its time, can fail in both ways, and can be the last thing that its process does. */
import type { Change, DueFrom, SlotStore } from '@holdpoint/store'
import { type Mortal, mortalCall } from './mortal-call.ts'

export class MortalStore implements SlotStore {
  private readonly inner: SlotStore
  private readonly mortal: Mortal

  constructor(inner: SlotStore, mortal: Mortal) {
    this.inner = inner
    this.mortal = mortal
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
    return this.inner.onApplied(listener)
  }

  close(): Promise<void> {
    return this.inner.close()
  }

  private call<T>(work: (store: SlotStore) => Promise<T>): Promise<T> {
    return mortalCall(this.mortal, () => work(this.inner))
  }
}
