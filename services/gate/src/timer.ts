/**
 * The timers of one slot. A deadline fires when the clock is past due *and* the slot has read its inputs up to an end that was fetched after that moment, so
 * that a vote that was in time counts even if the gate was down.
 */
import { topicName } from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import type { SlotStore } from '@holdpoint/store'
import type { SlotRecord } from './slot-record.ts'

/** Deadlines that go into one transaction; the rest follow in the next ones, inputs in between. */
const dueMax = 400

type Cursors = SlotRecord['cursors']

export interface DueTimers {
  readonly ids: readonly string[]
  /** The moment that they are judged by. */
  readonly atMs: number
}

export class SlotTimer {
  private readonly slot: number
  private readonly deps: {
    readonly bus: Bus
    readonly store: SlotStore
    readonly prefix: string
    readonly clock: () => number
  }
  private nextDueMs: number | undefined
  private fence: { readonly ends: Cursors; readonly atMs: number } | undefined

  constructor(slot: number, deps: SlotTimer['deps']) {
    this.slot = slot
    this.deps = deps
  }

  /** What the store says is the next deadline; also forgets ends that were fetched before. */
  reset(nextDueMs: number | undefined): void {
    this.nextDueMs = nextDueMs
    this.fence = undefined
  }

  isDue(nowMs: number): boolean {
    return this.nextDueMs !== undefined && this.nextDueMs <= nowMs
  }

  /** Timers that may fire now. `hasReached`: whether everything of that input before an offset has been processed. */
  async due(hasReached: (input: keyof Cursors, end: number) => boolean): Promise<DueTimers> {
    const none = { ids: [], atMs: 0 }
    const nowMs = this.deps.clock()
    if (!this.isDue(nowMs)) return none
    this.fence ??= { ends: await this.fetchEnds(), atMs: nowMs }
    const { ends, atMs } = this.fence
    if (!hasReached('redacted', ends.redacted) || !hasReached('commands', ends.commands))
      return none
    const ids = await this.deps.store.due(this.slot, atMs, dueMax)
    if (ids.length === 0) await this.refresh()
    return { ids, atMs }
  }

  /** After a commit. */
  async refresh(): Promise<void> {
    this.nextDueMs = await this.deps.store.nextDueMs(this.slot)
    if (this.fence && (this.nextDueMs === undefined || this.nextDueMs > this.fence.atMs))
      this.fence = undefined
  }

  private async fetchEnds(): Promise<Cursors> {
    const { bus, prefix } = this.deps
    const [redacted, commands] = await Promise.all([
      bus.endOffsets(topicName(prefix, 'redacted')),
      bus.endOffsets(topicName(prefix, 'commands')),
    ])
    return { redacted: redacted.get(this.slot) ?? 0, commands: commands.get(this.slot) ?? 0 }
  }
}
