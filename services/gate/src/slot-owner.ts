/**
 * The owner of one slot: takes it over, then turns its inputs and timers into committed changes, one batch at a time.
 *
 * Kafka commits, Redis follows: the transaction is the only commit point. Whatever goes wrong on either side of it ends in taking the slot over again, which
 * finds out what is true; a newer owner ends the process.
 */
import { HoldpointError, isHoldpointError, topicName } from '@holdpoint/contracts'
import type { Consumption, InRecord } from '@holdpoint/kafka'
import type { Logger } from '@holdpoint/service'
import type { Company } from '@holdpoint/store'
import { adoption } from './adoption.ts'
import { type BatchDeps, type BatchResult, type BatchWork, runBatch } from './batch.ts'
import { Pace } from './pace.ts'
import type { Quarantine } from './quarantine.ts'
import { SlotQueue } from './queue.ts'
import { type Progress, type TakenOver, Takeover, type TakeoverDeps } from './takeover.ts'
import { type DueTimers, noneDue, SlotTimer } from './timer.ts'

/** Inputs of one transaction: enough to share its cost, few enough that the next heartbeat is never far. */
export const batchInputsMax = 400
/** Input bytes of one transaction; its output is about three times as much. */
export const batchInputBytesMax = 2 * 1024 * 1024
/** After this many deaths at one place, the slot works alone and takes its inputs one at a time. */
export const deathsInCompanyMax = 2
/** After this many deaths alone, over one input, it is given up: parked, and its action refused. */
export const deathsAloneMax = 2
/** An idle slot looks this often whether Redis still stands where it left it; readers at the edges would otherwise see an empty store until the next input. */
const positionCheckMs = 1000
const retryDelayMsMin = 50
const retryDelayMsMax = 5000

export interface SlotDeps extends TakeoverDeps, BatchDeps {
  /** Names this process: deaths over one input are counted by process. */
  readonly processId: string
  /** Shared by all slots of the process. */
  readonly quarantine: Quarantine
  readonly sleep: (ms: number) => Promise<void>
  readonly log: Pick<Logger, 'warn'>
  readonly observe: (event: SlotEvent) => void
}

export type SlotEvent =
  | { kind: 'opened'; slot: number; records: number; tookMs: number }
  | { kind: 'committed'; slot: number; inputs: number; tookMs: number }

/** For operators. Offsets of the changelog: what is in Redis, and what must be before the slot is trusted. */
export interface SlotStatus {
  readonly slot: number
  readonly state: 'opening' | 'open'
  readonly appliedTo: number
  /** null while it is not known yet. */
  readonly until: number | null
}

export class SlotOwner {
  readonly slot: number
  private readonly deps: SlotDeps
  private readonly queue = new SlotQueue()
  private readonly timer: SlotTimer
  private takeover: Takeover | undefined
  /** Of the present takeover, or the last. */
  private progress: Progress = { appliedTo: 0, until: undefined, records: 0 }
  private owned: TakenOver | undefined
  private isStopped = false
  private singlesLeft = 0
  /** Redis holds something that this gate did not write: it is thrown away before it is followed again. */
  private mustWipe = false
  private checkedAtMs = 0
  private readonly pace = new Pace()
  private finished: Promise<void> | undefined

  constructor(slot: number, deps: SlotDeps) {
    this.slot = slot
    this.deps = deps
    this.timer = new SlotTimer(slot, deps)
  }

  get isOpen(): boolean {
    return this.owned !== undefined && !this.isStopped
  }

  get status(): SlotStatus {
    const { slot, owned, progress } = this
    if (owned && this.isOpen) {
      return { slot, state: 'open', appliedTo: owned.position, until: owned.position }
    }
    return {
      ...{ slot, state: 'opening', appliedTo: progress.appliedTo },
      until: progress.until ?? null,
    }
  }

  /** Changelog records that the last takeover read. */
  get replayed(): number {
    return this.progress.records
  }

  /** Runs until `stop`; rejects when the process must exit. */
  run(consumption: Consumption): Promise<void> {
    this.finished = this.live(consumption)
    return this.finished
  }

  async offer(
    records: readonly InRecord[],
    input: 'redacted' | 'commands' | 'state',
  ): Promise<void> {
    if (this.isStopped) return
    if (input === 'state') await this.takeover?.offer(records)
    else if (this.owned) await this.queue.offer(records, input)
  }

  /** Called every now and then: lets due timers, a new configuration and a look at Redis in. */
  tick(): void {
    if (!this.isOpen) return
    const isDue = this.timer.isDue(this.deps.clock())
    if (isDue || this.isTimeToCheck() || this.mustAnnounce()) this.queue.wake()
  }

  /** Resolves when nothing of this slot is under way any more. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.takeover?.abandon()
    this.queue.close()
    await this.finished?.catch(() => {})
  }

  private async live(consumption: Consumption): Promise<void> {
    let delayMs = retryDelayMsMin
    while (!this.isStopped) {
      try {
        await this.open(consumption)
        while (!this.isStopped) {
          // Only work that was done proves that things go on; opening alone would let a slot spin.
          if (await this.turn(consumption)) delayMs = retryDelayMsMin
        }
      } catch (error) {
        if (this.isStopped) break
        if (!this.canTakeOverAgain(error)) throw error
        this.mustWipe ||= isHoldpointError(error) && error.code === 'HP_STATE_FORGED'
        this.deps.log.warn({ slot: this.slot, err: error }, 'taking the slot over again')
        // Before the wait: a slot in doubt is not open.
        await this.shut(consumption)
        await this.deps.sleep(delayMs)
        delayMs = Math.min(delayMs * 2, retryDelayMsMax)
      } finally {
        await this.shut(consumption)
      }
    }
  }

  private async open(consumption: Consumption): Promise<void> {
    const { deps, slot } = this
    const startedMs = deps.clock()
    this.takeover = new Takeover(slot, deps)
    this.progress = this.takeover.progress
    if (this.mustWipe) await deps.store.wipe(slot)
    this.mustWipe = false
    const owned = await this.takeover.run(consumption)
    this.takeover = undefined
    this.owned = owned
    await this.timer.reset()
    const { cursors } = owned.slotRecord
    consumption.read(topicName(deps.prefix, 'redacted'), slot, cursors.redacted)
    consumption.read(topicName(deps.prefix, 'commands'), slot, cursors.commands)
    const { records } = this.progress
    deps.observe({ kind: 'opened', slot, records, tookMs: deps.clock() - startedMs })
  }

  private async shut(consumption: Consumption): Promise<void> {
    const { owned } = this
    this.owned = undefined
    this.takeover = undefined
    consumption.hold(topicName(this.deps.prefix, 'redacted'), this.slot)
    consumption.hold(topicName(this.deps.prefix, 'commands'), this.slot)
    this.queue.clear()
    await owned?.transactor.close()
  }

  /** One batch: inputs that wait, timers that are due, a new configuration; or a wait for any of them. True: something was committed. */
  private async turn(consumption: Consumption): Promise<boolean> {
    const { owned, deps } = this
    if (!owned) throw new HoldpointError('HP_INTERNAL')
    await this.gather()
    const due = await this.timer.due((input, end) => this.hasReached(consumption, input, end))
    if (this.queue.isEmpty && due.ids.length === 0 && !this.mustAnnounce()) {
      await this.checkPosition(owned)
      await this.queue.arrived()
      return false
    }
    const startedMs = deps.clock()
    const work = await this.nextWork(owned, due)
    const { quarantine } = deps
    const run = () => runBatch(this.slot, owned, work, deps)
    const result = await (work.isAlone
      ? quarantine.alone(() => this.runAlone(owned, work))
      : quarantine.together(run))
    this.owned = result.owned
    const isAsBefore = result.owned.freezes.spread === owned.freezes.spread
    await (isAsBefore ? this.timer.settle(result) : this.timer.reset())
    this.report(consumption)
    const inputs = work.queued.length + work.due.ids.length
    const endedMs = deps.clock()
    this.pace.committed(inputs, startedMs, endedMs)
    deps.observe({ kind: 'committed', slot: this.slot, inputs, tookMs: endedMs - startedMs })
    return true
  }

  private async gather(): Promise<void> {
    const waitMs = this.pace.waitMs(this.queue.count, this.deps.clock())
    if (waitMs > 0) await this.deps.sleep(waitMs)
  }

  /** Between two batches, with nothing waiting, what has been delivered has been processed; that counts gaps and markers at the end as well. */
  private hasReached(
    consumption: Consumption,
    input: 'redacted' | 'commands',
    end: number,
  ): boolean {
    const cursor = this.owned?.slotRecord.cursors[input] ?? 0
    if (cursor >= end) return true
    const delivered = consumption.position(topicName(this.deps.prefix, input), this.slot) ?? 0
    return this.queue.isEmpty && delivered >= end
  }

  private async nextWork(
    owned: TakenOver,
    due: DueTimers,
  ): Promise<BatchWork & { isAlone: boolean }> {
    const begun = await this.attempt(owned, due, 'together')
    if (begun > deathsInCompanyMax) this.singlesLeft = batchInputsMax
    if (this.singlesLeft === 0) {
      const queued = this.queue.take(batchInputsMax, batchInputBytesMax)
      return { queued, due, isAlone: false }
    }
    this.singlesLeft -= 1
    const queued = this.queue.take(1, batchInputBytesMax)
    const one = queued.length > 0 ? noneDue : { ...due, ids: due.ids.slice(0, 1) }
    this.timer.leave(due.ids.slice(one.ids.length))
    return { queued, due: one, isAlone: true }
  }

  /** A single input, while no other slot of this process works: if the process dies now, we know over what. */
  private async runAlone(owned: TakenOver, work: BatchWork): Promise<BatchResult> {
    const begun = await this.attempt(owned, work.due, `alone: ${nameOf(work)}`)
    if (begun <= deathsAloneMax) return runBatch(this.slot, owned, work, this.deps)
    this.deps.log.warn({ slot: this.slot, deaths: begun - 1 }, 'giving an input up')
    return runBatch(this.slot, owned, { ...work, giveUp: 'HP_INTERNAL' }, this.deps)
  }

  /** How many processes have begun at exactly this place. */
  private attempt({ slotRecord }: TakenOver, due: DueTimers, company: Company): Promise<number> {
    const { redacted, commands } = slotRecord.cursors
    const place = `${redacted}/${commands}/${due.ids[0] ?? ''}`
    return this.deps.store.attempt(this.slot, place, this.deps.processId, company)
  }

  private isTimeToCheck(): boolean {
    return this.deps.clock() - this.checkedAtMs >= positionCheckMs
  }

  private async checkPosition({ position }: TakenOver): Promise<void> {
    if (!this.isTimeToCheck()) return
    this.checkedAtMs = this.deps.clock()
    if ((await this.deps.store.position(this.slot)) === position) return
    throw new HoldpointError('HP_STORE_MOVED', { slot: this.slot })
  }

  private mustAnnounce(): boolean {
    const { rules, keys, clock } = this.deps
    return adoption(rules(), this.owned?.slotRecord.adopted, keys.salt, clock()) !== undefined
  }

  private report(consumption: Consumption): void {
    const cursors = this.owned?.slotRecord.cursors
    if (!cursors) return
    consumption.report(topicName(this.deps.prefix, 'redacted'), this.slot, cursors.redacted)
    consumption.report(topicName(this.deps.prefix, 'commands'), this.slot, cursors.commands)
  }

  /** True where the state of things is in doubt but the slot is still ours to find out; a newer owner, and what nobody understands, end the process. */
  private canTakeOverAgain(error: unknown): boolean {
    if (!isHoldpointError(error)) return false
    return error.code === 'HP_STATE_FORGED' || error.kind === 'retryable'
  }
}

/** Which of the inputs that wait at one place it is: their order is not the same in every life, and an innocent one must not pay for another's deaths. */
function nameOf({ queued: [first], due }: BatchWork): string {
  return first ? `${first.input}/${first.record.offset}` : `due/${due.ids[0] ?? ''}`
}
