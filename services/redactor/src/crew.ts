/**
 * Workers that share the records of all partitions. One that dies or hangs is replaced, and what it had in hand is done again, record by record: so one that
 * ends its worker every time is found, and refused, without taking others with it.
 */
import type { Worker } from 'node:worker_threads'
import { HoldpointError } from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { errorRecord } from '@holdpoint/service'
import { chunkRecords } from './batch.ts'
import type { Handled, Kind } from './handle.ts'
import type { Hands } from './hands.ts'
import { wrap } from './parcel.ts'
import type { CrewWatcher } from './watch.ts'
import { handledOf, type Report } from './worker.ts'

/** Work is linear: a chunk of the largest and worst records takes two seconds, on a machine that is busy ten times that. */
const orderMsMax = 20_000
/** Alone with its worker. Once could be a memory that somebody else had filled. */
const lonelyTriesMax = 3
/** In a row, before any was ready: what does not start here will not start. */
const startFailuresMax = 3
/** While a worker's result travels, the next chunk waits beside it. */
const chunksPerWorker = 2
/** Small chunks that wait together go together: an order between threads costs as much as several small records. As many as in one full chunk. */
const orderRecordsMax = chunkRecords

export interface CrewOptions {
  readonly count: number
  readonly hire: () => Worker
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** What becomes of a record that nobody survives. */
  readonly refuse: (kind: Kind, record: InRecord, error: HoldpointError) => Handled
  readonly replaced: CrewWatcher['replaced']
}

interface Job {
  readonly kind: Kind
  /** Its worker must have nothing else in hand. */
  readonly isAlone: boolean
  readonly records: readonly InRecord[]
  readonly end: (handled: Handled[] | 'lost') => void
  readonly fail: (error: HoldpointError) => void
}

interface Member {
  readonly worker: Worker
  isReady: boolean
  isHung: boolean
  error?: unknown
  job?: { readonly given: readonly Job[]; readonly over: AbortController } | undefined
}

export class Crew implements Hands {
  readonly width: number
  /** Rejects when no worker can be started. Never resolves. */
  readonly failed: Promise<never>
  readonly #options: CrewOptions
  readonly #members = new Set<Member>()
  readonly #waiting: Job[] = []
  readonly #fail: (error: unknown) => void
  #startFailures = 0

  constructor(options: CrewOptions) {
    this.#options = options
    this.width = options.count * chunksPerWorker
    const { promise, reject } = Promise.withResolvers<never>()
    this.failed = promise
    this.#fail = reject
    // Watched by who made the crew; a failure before that must not end the process unheard.
    promise.catch(() => {})
    for (let n = 0; n < options.count; n++) this.#hire()
  }

  async handle(kind: Kind, records: readonly InRecord[]): Promise<Handled[]> {
    const handled = await this.#attempt(kind, records, false)
    if (handled !== 'lost') return handled
    return Promise.all(records.map((record) => this.#alone(kind, record)))
  }

  /** Ends the workers. What they have in hand never comes to an end: it is not lost, since its batch is not committed either. */
  async close(): Promise<void> {
    const members = [...this.#members]
    this.#members.clear()
    this.#waiting.length = 0
    for (const { job } of members) job?.over.abort()
    await Promise.all(members.map(({ worker }) => worker.terminate()))
  }

  async #alone(kind: Kind, record: InRecord): Promise<Handled> {
    for (let tries = 0; tries < lonelyTriesMax; tries++) {
      const handled = await this.#attempt(kind, [record], true)
      if (handled !== 'lost' && handled[0] !== undefined) return handled[0]
    }
    const error = new HoldpointError('HP_RECORD_DEADLY', { tries: lonelyTriesMax })
    return this.#options.refuse(kind, record, error)
  }

  #attempt(
    kind: Kind,
    records: readonly InRecord[],
    isAlone: boolean,
  ): Promise<Handled[] | 'lost'> {
    return new Promise((end, fail) => {
      this.#waiting.push({ kind, records, isAlone, end, fail })
      this.#assign()
    })
  }

  #hire(): void {
    const member: Member = { worker: this.#options.hire(), isReady: false, isHung: false }
    this.#members.add(member)
    member.worker.on('message', (report: Report) => this.#hear(member, report))
    member.worker.on('error', (error) => {
      member.error = error
    })
    member.worker.on('exit', () => this.#lose(member))
  }

  #assign(): void {
    for (const member of this.#members) {
      if (!member.isReady || member.job !== undefined) continue
      const given = this.#next()
      const [first] = given
      if (first === undefined) return
      const over = new AbortController()
      member.job = { given, over }
      const parcel = wrap(given.flatMap(({ records }) => records))
      member.worker.postMessage({ kind: first.kind, parcel }, [parcel.bytes])
      void this.#watch(member, over.signal)
    }
  }

  /** The job that has waited longest, with those behind it that can go along; other workers have their share of what waits. */
  #next(): Job[] {
    const waiting = this.#waiting.reduce((sum, { records }) => sum + records.length, 0)
    const countMax = Math.min(orderRecordsMax, Math.ceil(waiting / this.#members.size))
    const given = this.#waiting.splice(0, 1)
    let [job] = given
    let count = job?.records.length ?? 0
    while (job !== undefined && !job.isAlone) {
      const [after] = this.#waiting
      const isFit = after !== undefined && !after.isAlone && after.kind === job.kind
      count += after?.records.length ?? 0
      if (!isFit || count > countMax) break
      given.push(after)
      this.#waiting.shift()
      job = after
    }
    return given
  }

  async #watch(member: Member, over: AbortSignal): Promise<void> {
    await this.#options.sleep(orderMsMax, over)
    if (over.aborted) return
    member.isHung = true
    await member.worker.terminate()
  }

  #hear(member: Member, report: Report): void {
    if (report.kind === 'ready') {
      member.isReady = true
      this.#startFailures = 0
    } else if (member.job !== undefined) {
      const { given, over } = member.job
      member.job = undefined
      over.abort()
      if (report.kind === 'done') handOut(handledOf(report), given)
      else for (const { fail } of given) fail(new HoldpointError(report.code, report.details))
    }
    this.#assign()
  }

  #lose(member: Member): void {
    // Ended by `close`.
    if (!this.#members.delete(member)) return
    const { isReady, isHung, error, job } = member
    if (!isReady && ++this.#startFailures >= startFailuresMax) {
      this.#fail(error ?? new HoldpointError('HP_INTERNAL'))
      return
    }
    this.#options.replaced(
      isHung ? 'hung' : 'died',
      error === undefined ? undefined : errorRecord(error),
    )
    this.#hire()
    job?.over.abort()
    for (const { end } of job?.given ?? []) end('lost')
  }
}

/** Results come in the order of the records. */
function handOut(handled: readonly Handled[], given: readonly Job[]): void {
  let at = 0
  for (const { records, end } of given) {
    end(handled.slice(at, at + records.length))
    at += records.length
  }
}
