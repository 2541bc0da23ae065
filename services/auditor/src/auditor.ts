/** The auditor at work: the decision stream in, the log out, grants held against decisions on the way. */
import { groupName, HoldpointError, isHoldpointError, topicName } from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import type { KeyOf } from '@holdpoint/seal'
import type { SystemTime } from '@holdpoint/service'
import { type NoteVerifier, TlogError } from '@holdpoint/tlog'
import type { LogWriter, SourcePosition } from '@holdpoint/tlog/store'
import { CheckpointTopic, refuseRollback } from './checkpoint-topic.ts'
import { Decisions, type IngestWatcher } from './ingest/decisions.ts'
import { Grants } from './ingest/grants.ts'
import type { LeafIndex } from './leaf-index.ts'
import { catchUp, Recorder } from './recorder.ts'

/** A dead auditor's partitions move on after this long. */
const sessionTimeoutMs = 6000
/** How often what waits (for a signature, for a decision) is looked at, while anything does. */
const lookMs = 200
/** Grants that may wait for their decisions before no more are read. */
const grantsWaitingMax = 10_000

export interface AuditorOptions {
  readonly bus: Bus
  readonly log: LogWriter
  readonly index: LeafIndex
  readonly time: SystemTime
  readonly watcher: IngestWatcher
  /** Where the log lies, for errors. */
  readonly dir: string
  readonly deployment: string
  /** Of topics and groups: empty, or a name and a dot. */
  readonly prefix: string
  readonly group?: string
  readonly origin: string
  readonly gateKeys: KeyOf
  /** Keys that sign or signed the log. */
  readonly verifiers: readonly NoteVerifier[]
}

export class Auditor {
  private readonly options: AuditorOptions
  readonly recorder: Recorder
  private readonly decisions: Decisions
  private readonly grants: Grants
  private readonly checkpoints: CheckpointTopic
  private readonly topics: { decisions: string; approved: string; checkpoints: string }
  private readonly next = new Map<string, SourcePosition>()
  private readonly seenCheckpoints: InRecord[] = []
  private readonly failure = Promise.withResolvers<never>()
  private consumption: Consumption | undefined
  private assigned: readonly number[] = []
  private partitionCount = 0
  private isOpen = false
  private isLooking = false
  private isStopped = false

  static async start(options: AuditorOptions): Promise<Auditor> {
    await catchUp(options.log, options.index)
    const auditor = new Auditor(options)
    await auditor.consume()
    return auditor
  }

  private constructor(options: AuditorOptions) {
    const { bus, log, index, time, prefix, deployment, gateKeys, origin, watcher } = options
    this.options = options
    this.topics = {
      decisions: topicName(prefix, 'decisions'),
      approved: topicName(prefix, 'approved'),
      checkpoints: topicName(prefix, 'checkpoints'),
    }
    const topic = this.topics.checkpoints
    this.checkpoints = new CheckpointTopic({ bus, topic, deployment, origin, time })
    this.recorder = new Recorder({
      log,
      index,
      time,
      positions: () => this.positions(),
      onPublished: (published) => this.checkpoints.publish(published),
    })
    this.decisions = new Decisions({ deployment, gateKeys }, watcher, index.standings())
    this.grants = new Grants({ deployment, gateKeys }, watcher.found)
    for (const part of [this.recorder, this.checkpoints])
      part.failed.catch((error) => this.fail(error))
    this.failure.promise.catch(() => undefined)
  }

  get failed(): Promise<never> {
    return this.failure.promise
  }

  /** Whether all of the decision stream comes to us. */
  get isReady(): boolean {
    return this.isOpen && !this.isStopped && this.assigned.length >= this.partitionCount
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.consumption?.stop()
    await this.recorder.stop()
    this.checkpoints.publish(this.options.log.published)
    await this.checkpoints.stop()
  }

  private async consume(): Promise<void> {
    const { bus, prefix, group } = this.options
    const { decisions, approved, checkpoints } = this.topics
    this.partitionCount = await bus.partitionCount(decisions)
    this.consumption = await bus.consume({
      group: group ?? groupName(prefix, 'auditor'),
      topics: [decisions, approved, checkpoints],
      positions: 'owner',
      sessionTimeoutMs,
      onAssigned: (partitions, consumption) => {
        this.assigned = partitions
        if (this.isOpen) this.readOn(consumption)
      },
      onRevoked: () => {
        this.assigned = []
      },
      onRecords: (records, topic, partition) => this.take(records, topic, partition),
    })
    this.consumption.failed.catch((error) => this.fail(error))
    await this.lookForRollback(this.consumption)
    this.isOpen = true
    this.readOn(this.consumption)
    this.recorder.publishSoon()
  }

  private readOn(consumption: Consumption): void {
    const { decisions, approved } = this.topics
    for (const partition of this.assigned) {
      for (const topic of [decisions, approved]) {
        consumption.read(topic, partition, this.options.log.position(topic, partition) ?? 0)
      }
    }
  }

  private async take(
    records: readonly InRecord[],
    topic: string,
    partition: number,
  ): Promise<void> {
    const last = records.at(-1)
    if (!last) return
    if (topic === this.topics.checkpoints) {
      this.seenCheckpoints.push(...records)
      return
    }
    const isDecisions = topic === this.topics.decisions
    await this.recorder.submit(async (draft) => {
      for (const record of records) {
        if (isDecisions) await this.decisions.record(record, draft, this.options.time.clock())
        else this.grants.record(record, draft)
      }
      this.next.set(`${topic}/${partition}`, { topic, partition, next: last.offset + 1 })
      await this.grants.settle(draft, this.progress())
    }, isDecisions)
    this.consumption?.report(topic, partition, last.offset + 1)
    void this.look()
    while (!isDecisions && this.grants.waitingCount > grantsWaitingMax && !this.isStopped) {
      await this.options.time.sleep(lookMs)
    }
  }

  /** What is still waiting must be read again after a crash, so positions stay before it. */
  private positions(): SourcePosition[] {
    return [...this.next.values()].map(({ topic, partition, next }) => {
      const part = topic === this.topics.decisions ? this.decisions : this.grants
      const waiting = part.waitingFrom(partition) ?? next
      const durable = this.options.log.position(topic, partition) ?? 0
      return { topic, partition, next: Math.max(durable, Math.min(waiting, next)) }
    })
  }

  /** Runs while something waits. */
  private async look(): Promise<void> {
    if (this.isLooking) return
    this.isLooking = true
    try {
      while ((this.decisions.isWaiting || this.grants.waitingCount > 0) && !this.isStopped) {
        await this.options.time.sleep(lookMs)
        await this.askEnds()
        const nowMs = this.options.time.clock()
        const ends = this.decisions.isOverdue(nowMs) ? await this.ends() : undefined
        await this.recorder.submit(async (draft) => {
          await this.decisions.tick(draft, nowMs, (partition) => this.hasReadTo(ends, partition))
          await this.grants.settle(draft, this.progress())
        }, false)
      }
    } catch (error) {
      this.fail(error)
    } finally {
      this.isLooking = false
    }
  }

  private async askEnds(): Promise<void> {
    const seen = this.grants.withoutEnds
    if (seen.size === 0) return
    const ends = await this.ends()
    if (ends) this.grants.setEnds(ends, seen)
  }

  private async ends(): Promise<ReadonlyMap<number, number> | undefined> {
    try {
      return await this.options.bus.endOffsets(this.topics.decisions)
    } catch (error) {
      // Asked again at the next look.
      if (!isHoldpointError(error) || error.kind !== 'retryable') throw error
      return undefined
    }
  }

  private hasReadTo(ends: ReadonlyMap<number, number> | undefined, partition: number): boolean {
    const position = this.consumption?.position(this.topics.decisions, partition) ?? -1
    return ends !== undefined && position >= (ends.get(partition) ?? 0)
  }

  private progress() {
    return {
      reached: (slot: number) => this.decisions.reached(slot),
      hasReadPast: (ends: ReadonlyMap<number, number>) =>
        [...ends.keys()].every((partition) => this.hasReadTo(ends, partition)),
    }
  }

  private async lookForRollback(consumption: Consumption): Promise<void> {
    const { log, dir, verifiers } = this.options
    await this.checkpoints.readNewest(consumption)
    const known = await refuseRollback(this.seenCheckpoints.splice(0), log, { dir, verifiers })
    this.checkpoints.sentSize = Math.max(known, this.checkpoints.sentSize)
    // The writer before may have died between signing and sending.
    this.checkpoints.publish(log.published)
  }

  private fail(error: unknown): void {
    this.failure.reject(asLogRefusal(error, this.options.dir))
  }
}

/** What the store refuses, as an error of the table. */
export function asLogRefusal(error: unknown, dir: string): unknown {
  if (!(error instanceof TlogError)) return error
  return new HoldpointError('HP_LOG_REFUSED', { dir, rule: error.message }, error)
}
