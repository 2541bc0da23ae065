/**
 * The timers of one slot. A deadline fires when the clock is past due *and* the slot has read its inputs up to an end that was fetched after that moment, so
 * that a vote that was in time counts even if the gate was down.
 */
import { topicName } from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import { fromTheFirst, type SlotStore } from '@holdpoint/store'
import { Later } from './later.ts'
import type { SlotRecord } from './slot-record.ts'

/** Deadlines that go into one transaction; the rest follow in the next ones, inputs in between. */
const dueMax = 400

type Cursors = SlotRecord['cursors']

export interface DueTimers {
  readonly ids: readonly string[]
  /** The moment that they are judged by. */
  readonly atMs: number
}

export const noneDue: DueTimers = { ids: [], atMs: 0 }

/** What a batch did with the timers that it was given. */
export interface Fired {
  /** They came too early, because their actions stood frozen; when to look again. */
  readonly again: readonly { readonly id: string; readonly when: number | 'thawed' }[]
  /** The earliest timer that the batch has set; Infinity where it set none. */
  readonly dueAtMsMin: number
}

/**
 * What is frozen stays due in the store, so that freezing and thawing write nothing there. The timer goes past it: everything up to `passedMs` has been looked
 * at and left, and so were the first `left` ones behind that.
 */
export class SlotTimer {
  private readonly slot: number
  private readonly deps: {
    readonly bus: Bus
    readonly store: SlotStore
    readonly prefix: string
    readonly clock: () => number
  }
  private nextDueMs: number | undefined
  /** False: nothing is due before `nextDueMs`, and perhaps nothing then either. */
  private isExact = true
  private fence: { readonly ends: Cursors; readonly atMs: number } | undefined
  private passedMs = fromTheFirst.afterMs
  private left = 0
  private page: ReadonlySet<string> = new Set()
  private readonly later = new Later()
  /** Taken from `later` by the last `due`. */
  private lent: ReadonlySet<string> = new Set()

  constructor(slot: number, deps: SlotTimer['deps']) {
    this.slot = slot
    this.deps = deps
  }

  /** Looks at everything anew: the slot was taken over, or something was frozen or thawed. */
  async reset(): Promise<void> {
    this.fence = undefined
    this.lent = new Set()
    this.later.clear()
    this.startOver()
    await this.refresh()
  }

  isDue(nowMs: number): boolean {
    return this.nextDueMs !== undefined && this.nextDueMs <= nowMs
  }

  /** Timers that may fire now. `hasReached`: whether everything of that input before an offset has been processed. */
  async due(hasReached: (input: keyof Cursors, end: number) => boolean): Promise<DueTimers> {
    const nowMs = this.deps.clock()
    if (this.isDue(nowMs) && !this.isExact) await this.refresh()
    if (!this.isDue(nowMs)) return noneDue
    this.fence ??= { ends: await this.fetchEnds(), atMs: nowMs }
    const { ends, atMs } = this.fence
    if (!hasReached('redacted', ends.redacted) || !hasReached('commands', ends.commands))
      return noneDue
    const again = this.later.take(atMs, dueMax)
    if (again.length > 0) {
      this.lent = new Set(again)
      return { ids: again, atMs }
    }
    const from = { afterMs: this.passedMs, skip: this.left }
    const ids = await this.deps.store.due(this.slot, atMs, dueMax, from)
    this.page = new Set(ids)
    if (ids.length === 0) {
      this.passedMs = atMs
      this.left = 0
      await this.refresh()
    }
    return { ids, atMs }
  }

  /** These were given out, and this batch does not do them. Those of the store are due there as before; the others would be forgotten. */
  leave(ids: readonly string[]): void {
    for (const id of ids) if (this.lent.has(id)) this.later.add(id, this.fence?.atMs ?? 0)
  }

  /** After a batch. */
  async settle({ again, dueAtMsMin }: Fired): Promise<void> {
    this.lent = new Set()
    for (const { id, when } of again) if (when !== 'thawed') this.later.add(id, when)
    this.left += again.filter(({ id }) => this.page.has(id)).length
    this.page = new Set()
    const reachedMs = this.left > 0 ? (this.fence?.atMs ?? this.passedMs) : this.passedMs
    if (dueAtMsMin <= reachedMs) this.startOver()
    if (this.fence || again.length > 0) await this.refresh()
    else this.expect(dueAtMsMin)
  }

  /** What a batch has set can be earlier than all else. What it has moved away is found out when its moment comes: the store need not be asked every time. */
  private expect(dueAtMsMin: number): void {
    const nextMs = Math.min(this.nextDueMs ?? Number.POSITIVE_INFINITY, dueAtMsMin)
    if (!Number.isFinite(nextMs)) return
    this.nextDueMs = nextMs
    this.isExact = false
  }

  private startOver(): void {
    this.passedMs = fromTheFirst.afterMs
    this.left = 0
  }

  private async refresh(): Promise<void> {
    const inStoreMs = await this.deps.store.nextDueMs(this.slot, this.passedMs)
    const nextMs = Math.min(inStoreMs ?? Number.POSITIVE_INFINITY, this.later.firstMs)
    this.nextDueMs = Number.isFinite(nextMs) ? nextMs : undefined
    this.isExact = true
    if (this.fence && nextMs > this.fence.atMs) this.fence = undefined
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
