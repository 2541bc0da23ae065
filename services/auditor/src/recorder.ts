/**
 * The one hand that writes. Work from all partitions is done in turn; what was done while the disk was busy becomes durable together, in one record. A checkpoint
 * follows soon after, and nothing happens while nothing comes.
 */
import type { ActionId, Digest } from '@holdpoint/contracts'
import type { SystemTime } from '@holdpoint/service'
import type { LogWriter, Published, SourcePosition } from '@holdpoint/tlog/store'
import { type Book, Draft } from './ingest/draft.ts'
import { type Leaf, parseLeaf } from './leaf.ts'
import { type LeafIndex, type LeafRow, rowOf } from './leaf-index.ts'

/** A batch is closed at this many leaves or bytes: bounds what one record of the write-ahead log holds. */
const batchLeavesMax = 1024
const batchBytesMax = 4 * 1024 * 1024
/** From the first uncovered leaf to the start of its checkpoint; with reading back and signing it stays below a second. */
const checkpointDelayMs = 400
/** More than this uncovered, and nothing is taken before a checkpoint covers it: bounds memory on a slow disk. */
const uncoveredBytesMax = 16 * 1024 * 1024
/** Leaves kept in memory for the cases that they belong to. */
const recentLeavesMax = 20_000

export interface RecorderOptions {
  readonly log: LogWriter
  readonly index: LeafIndex
  readonly time: Pick<SystemTime, 'sleep'>
  /** Where reading goes on after a crash, given all that has been done. Called when a batch is closed. */
  readonly positions: () => readonly SourcePosition[]
  readonly onPublished: (published: Published) => void
}

interface Job {
  readonly work: (draft: Draft) => Promise<void>
  /** Whether its positions must become durable even where it made no leaf. */
  readonly keepsPosition: boolean
  readonly done: PromiseWithResolvers<void>
}

export class Recorder implements Book {
  private readonly options: RecorderOptions
  private readonly jobs: Job[] = []
  private readonly recent = new Map<number, Leaf>()
  private readonly failure = Promise.withResolvers<never>()
  private isWriting = false
  private isStopped = false
  private hasFailed = false
  private publishing: Promise<void> | undefined
  private readonly stopping = new AbortController()
  private waiters: { index: number; done: () => void }[] = []

  constructor(options: RecorderOptions) {
    this.options = options
    // Whoever owns the recorder watches it too; this only keeps an early failure from ending the process unheard.
    this.failure.promise.catch(() => undefined)
  }

  /** Rejects when nothing more can be written. */
  get failed(): Promise<never> {
    return this.failure.promise
  }

  get size(): number {
    return this.options.log.size
  }

  /** Resolves when what `work` drafted is durable. */
  submit(work: Job['work'], keepsPosition: boolean): Promise<void> {
    const done = Promise.withResolvers<void>()
    this.jobs.push({ work, keepsPosition, done })
    // What work has seen of a batch that failed is not in the log: nothing may be concluded from it any more.
    if (!this.isWriting && !this.hasFailed) void this.write()
    return done.promise
  }

  eventAt(slot: number, number: number): { index: number; digest: Digest } | undefined {
    return this.options.index.eventAt(slot, number)
  }

  leavesOf(actionId: ActionId): { index: number; kind: LeafRow['kind'] }[] {
    return this.options.index.leavesOf(actionId)
  }

  async leaf(index: number): Promise<Leaf> {
    return this.recent.get(index) ?? parseLeaf(await this.options.log.entry(index))
  }

  /** Resolves when a checkpoint covers the leaf. */
  async covered(index: number): Promise<void> {
    if (index < this.options.log.published.size) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.waiters.push({ index, done: resolve })
    await Promise.race([promise, this.failed])
  }

  /** Signs what is not covered yet. */
  publishSoon(): void {
    if (this.publishing || this.options.log.size <= this.options.log.published.size) return
    this.publishing = this.publishLoop()
      .catch((error) => this.fail(error))
      .finally(() => {
        this.publishing = undefined
        // Leaves that came in between the last look and now.
        if (!this.isStopped) this.publishSoon()
      })
  }

  /** Finishes the work in hand and lets go of the log. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.stopping.abort()
    await this.publishing
    const idle = this.submit(async () => undefined, false)
    await Promise.race([idle, this.failed])
    await this.options.log.close()
    this.options.index.close()
  }

  private async write(): Promise<void> {
    this.isWriting = true
    try {
      while (this.jobs.length > 0) await this.writeBatch()
    } catch (error) {
      this.fail(error)
    } finally {
      this.isWriting = false
    }
  }

  private async writeBatch(): Promise<void> {
    const { log, index, positions } = this.options
    const draft = new Draft(log.size, this)
    const done: Job[] = []
    while (
      this.jobs.length > 0 &&
      draft.leaves.length < batchLeavesMax &&
      draft.bytes < batchBytesMax
    ) {
      const job = this.jobs.shift() as Job
      done.push(job)
      await job.work(draft)
    }
    const { leaves, files } = draft
    if (leaves.length > 0 || done.some(({ keepsPosition }) => keepsPosition)) {
      const entries = leaves.map(({ bytes }) => bytes)
      await log.append({ entries, files, positions: positions() })
      index.insert(
        leaves.map(({ row }) => row),
        log.size,
      )
      for (const { row, leaf } of leaves) this.remember(row.index, leaf)
      if (log.unpublishedBytes > uncoveredBytesMax) await this.publish()
      this.publishSoon()
    }
    for (const job of done) job.done.resolve()
  }

  private async publishLoop(): Promise<void> {
    const { log, time } = this.options
    while (log.size > log.published.size && !this.isStopped) {
      await time.sleep(checkpointDelayMs, this.stopping.signal)
      await this.publish()
    }
  }

  private async publish(): Promise<void> {
    const published = await this.options.log.publish()
    this.options.onPublished(published)
    const covered = this.waiters.filter(({ index }) => index < published.size)
    this.waiters = this.waiters.filter(({ index }) => index >= published.size)
    for (const { done } of covered) done()
  }

  private remember(index: number, leaf: Leaf): void {
    this.recent.set(index, leaf)
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= recentLeavesMax) break
      this.recent.delete(oldest)
    }
  }

  private fail(error: unknown): void {
    // Jobs under way never settle: their records stay unread as far as the bus knows, and the process ends.
    this.hasFailed = true
    this.failure.reject(error)
  }
}

/** Reads the part of the log that the index does not know yet. */
export async function catchUp(log: LogWriter, index: LeafIndex): Promise<void> {
  for (let at = index.size; at < log.size; ) {
    const rows: LeafRow[] = []
    for (const end = Math.min(log.size, at + batchLeavesMax); at < end; at += 1) {
      rows.push(rowOf(parseLeaf(await log.entry(at)), at))
    }
    index.insert(rows, at)
  }
}
