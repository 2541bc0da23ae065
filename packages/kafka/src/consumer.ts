/** One membership in a group: kafkajs fetches and keeps the group; what it says is classified here, and everything it would do silently is made loud. */

import { HoldpointError } from '@holdpoint/contracts'
import type { Consumer, ConsumerCrashEvent } from 'kafkajs'
import { type Client, createClient, type KafkaOptions } from './client.ts'
import { consumerConfig, fetchWaitMs } from './consumer-config.ts'
import { atMost, within } from './deadline.ts'
import { brokerError, coordinatorReason } from './errors.ts'
import { OffsetCommits } from './offset-commits.ts'
import type { ConsumeOptions, Consumption, Note } from './port.ts'
import { Reader } from './reader.ts'
import { Watchdog } from './watchdog.ts'

/** A takeover, with all its reads, is over by then. */
const calmAfterMs = 5000
/** Nothing heard beyond three fetches: a broker restart and the end of a dead member's session must fit. */
const silenceMs = 3 * fetchWaitMs.calm + 30_000
const joinDeadlineMs = 60_000
const stopDeadlineMs = 5000
/** Group offsets lag this much behind what is handled; what an operator sees of an owner, this much. */
const commitEveryMs = { group: 100, owner: 1000 } as const

/** The group's committed offset of a partition, with its note. */
export type Committed = (
  group: string,
  topic: string,
  partition: number,
) => Promise<Note | undefined>
export type Bounds = (topic: string) => Promise<ReadonlyMap<number, { low: number; high: number }>>

export class KafkaConsumption implements Consumption {
  readonly failed: Promise<never>
  readonly #failure = Promise.withResolvers<never>()
  readonly #joined = Promise.withResolvers<void>()
  readonly #options: ConsumeOptions
  readonly #logger: KafkaOptions['logger']
  readonly #bounds: Bounds
  readonly #committed: Committed
  readonly #client: Client
  readonly #consumer: Consumer
  readonly #reader: Reader
  readonly #commits: OffsetCommits
  readonly #watchdog: Watchdog
  #held: readonly number[] = []
  #calmAtMs = 0
  #status: 'running' | 'failed' | 'stopped' = 'running'

  constructor(kafka: KafkaOptions, options: ConsumeOptions, bounds: Bounds, committed: Committed) {
    this.#options = options
    this.#logger = kafka.logger
    this.#bounds = bounds
    this.#committed = committed
    this.failed = this.#failure.promise
    this.failed.catch(() => {})
    this.#client = createClient(kafka)
    this.#consumer = this.#client.kafka.consumer(consumerConfig(options))
    this.#commits = new OffsetCommits(commitEveryMs[options.positions], (offsets) =>
      this.#consumer.commitOffsets(offsets),
    )
    this.#reader = new Reader(this.#consumer, {
      handle: options.onRecords,
      onHandled: (topic, partition, position) => {
        if (options.positions === 'group') this.#commits.mark(topic, partition, position)
      },
      onError: (error) => this.#fail(error),
    })
    const silence = new HoldpointError('HP_BROKER', { rule: `nothing heard for ${silenceMs} ms` })
    this.#watchdog = new Watchdog(silenceMs, () => this.#fail(silence))
    this.#listen()
  }

  get isOver(): boolean {
    return this.#status !== 'running'
  }

  async start(): Promise<void> {
    const what = `group ${this.#options.group}`
    try {
      await within(Promise.race([this.#join(), this.failed]), joinDeadlineMs, what)
    } catch (cause) {
      if (this.#status === 'failed') throw cause
      const error = brokerError(cause, { what })
      this.#fail(error)
      throw error
    }
  }

  read(topic: string, partition: number, offset: number): void {
    this.#calmAtMs = performance.now() + calmAfterMs
    this.#reader.read(topic, partition, offset)
  }

  hold(topic: string, partition: number): void {
    this.#reader.hold(topic, partition)
  }

  position(topic: string, partition: number): number | undefined {
    return this.#reader.position(topic, partition)
  }

  note(topic: string, partition: number): Promise<Note | undefined> {
    return this.#committed(this.#options.group, topic, partition)
  }

  setNote(topic: string, partition: number, { offset, text }: Note): Promise<void> {
    return this.#commits.writeNow({ topic, partition, offset: String(offset), metadata: text })
  }

  report(topic: string, partition: number, nextOffset: number): void {
    if (this.#options.positions === 'owner') this.#commits.mark(topic, partition, nextOffset)
  }

  async stop(): Promise<void> {
    if (this.#status === 'running') this.#status = 'stopped'
    this.#watchdog.stop()
    await atMost(stopDeadlineMs, this.#reader.drain())
    await atMost(stopDeadlineMs, this.#commits.flush())
    await atMost(stopDeadlineMs, this.#consumer.disconnect())
    this.destroy()
  }

  /** As if the process had died: no goodbye. */
  destroy(): void {
    if (this.#status === 'running') this.#status = 'stopped'
    this.#watchdog.stop()
    this.#commits.forget()
    this.#reader.close()
    this.#client.destroy()
  }

  async #join(): Promise<void> {
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Taking a batch is a matter of microseconds: handlers run in the queues, all partitions at once.
      partitionsConsumedConcurrently: 1,
      eachBatch: async (payload) => this.#reader.take(payload),
    })
    await this.#joined.promise
  }

  /** Listeners must not throw: kafkajs would take it for an error of the group. */
  #listen(): void {
    const { events } = this.#consumer
    this.#consumer.on(events.FETCH, () => this.#watchdog.heard())
    this.#consumer.on(events.HEARTBEAT, () => this.#watchdog.heard())
    this.#consumer.on(events.REBALANCING, () => this.#guarded(() => this.#revoke()))
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) =>
      this.#guarded(() => this.#assign(payload.memberAssignment)),
    )
    this.#consumer.on(events.CRASH, ({ payload }) => this.#guarded(() => this.#crashed(payload)))
    this.#client.hooks.fetchWaitMs = () =>
      performance.now() < this.#calmAtMs ? fetchWaitMs.busy : fetchWaitMs.calm
    this.#client.hooks.onNothing = (...passed) => this.#reader.pass(...passed)
    this.#client.hooks.onOutOfRange = (topic, partition) => void this.#outOfRange(topic, partition)
  }

  #guarded(step: () => void): void {
    this.#watchdog.heard()
    if (this.#status !== 'running') return
    try {
      step()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** kafkajs joins again without a word after some errors: whatever was held is gone before anything is assigned. */
  #assign(assignment: Readonly<Record<string, number[]>>): void {
    this.#revoke()
    this.#calmAtMs = performance.now() + calmAfterMs
    this.#reader.assign(assignment)
    if (this.#options.positions === 'group') {
      for (const [topic, partitions] of Object.entries(assignment)) {
        for (const partition of partitions) this.#reader.read(topic, partition, undefined)
      }
    }
    this.#held = [...new Set(Object.values(assignment).flat())].sort((a, b) => a - b)
    this.#options.onAssigned?.(this.#held, this)
    this.#joined.resolve()
  }

  #revoke(): void {
    if (this.#options.positions === 'group') void this.#commits.flush()
    this.#commits.forget()
    this.#reader.revoke()
    const held = this.#held
    this.#held = []
    if (held.length > 0) this.#options.onRevoked?.(held)
  }

  /** kafkajs goes to the beginning by itself. An owner must not be sent there silently. */
  async #outOfRange(topic: string, partition: number): Promise<void> {
    const wanted = this.#reader.expected(topic, partition)
    if (this.#options.positions === 'group') {
      this.#reader.read(topic, partition, undefined)
      return
    }
    try {
      const range = (await this.#bounds(topic)).get(partition)
      const isSame = this.#reader.expected(topic, partition) === wanted
      if (range === undefined || wanted === undefined || !isSame) return
      if (wanted > range.high) throw beyondEnd(topic, partition, wanted, range.high)
      if (wanted < range.low) {
        const fields = { topic, partition, wanted, first: range.low }
        this.#logger?.warn(fields, 'records were deleted before they were read')
      }
      this.#reader.read(topic, partition, Math.max(wanted, range.low))
    } catch (error) {
      this.#fail(error)
    }
  }

  /** A crash with a restart in view is a reconnection; but one that the broker will refuse again must be seen. */
  #crashed({ error, restart }: ConsumerCrashEvent['payload']): void {
    this.#revoke()
    const why = coordinatorReason(error, this.#client.hooks.coordinatorError)
    const mapped = brokerError(why, { what: `group ${this.#options.group}` })
    if (!restart || mapped.kind === 'fatal') this.#fail(mapped)
  }

  #fail(error: unknown): void {
    if (this.#status !== 'running') return
    this.#status = 'failed'
    this.#failure.reject(error)
    this.#watchdog.stop()
    this.#commits.forget()
    this.#reader.close()
    void atMost(stopDeadlineMs, this.#consumer.disconnect()).then(() => this.#client.destroy())
  }
}

function beyondEnd(topic: string, partition: number, wanted: number, high: number): HoldpointError {
  const rule = `position ${wanted} of ${topic}/${partition} is beyond its end ${high}`
  return new HoldpointError('HP_BROKER', { rule })
}
