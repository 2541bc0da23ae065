/**
 * Follows `decisions`: takes what the gate has signed into the projection, and says what has changed. One task per partition, in order; every step names the
 * position it starts from, so that two replicas that both believe a partition theirs do no harm.
 */
import {
  type ActionId,
  deadLetterTopic,
  groupName,
  isHoldpointError,
  topicName,
} from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import type { Trust } from '@holdpoint/seal'
import { changeOf } from './change.ts'
import { deadLetterRecord } from './dead-letter.ts'
import { type Parked, type Reading, readDecision } from './decision-record.ts'
import type { SlotFreezes } from './freezes.ts'
import type { Progress, Projection } from './projection/port.ts'
import { type ChainPoint, judgeable, proveAll } from './proven.ts'
import { Turns } from './turns.ts'

/** Records taken in by one step, so that a long history never makes a step that Redis feels. */
const stepRecordsMax = 200
/** Readings that wait for a head; the largest transaction of the gate is far below. Beyond, somebody writes who is not the gate. */
const waitingMax = 5_000
/** A server that restarts comes back within this; beyond, the process ends and its supervisor takes over. */
const retryForMs = 30_000
/** A replica that died leaves its slots to the others after this long; people wait for answers meanwhile. */
const sessionTimeoutMs = 6_000
const retryEveryMs = 250
/** How soon an emptied projection is noticed where nothing happens that would show it. */
const lookEveryMs = 1_000

export interface FollowerDeps {
  readonly bus: Bus
  readonly projection: Projection
  readonly prefix: string
  readonly deployment: string
  readonly trust: () => Trust
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
  readonly every: (ms: number, call: () => void) => () => void
  /** Called when a partition of ours may have news for channels. */
  readonly onNews?: (partition: number) => void
  /** Told once per event: `what` is a fixed word, details are ids and codes. */
  readonly alarm: (
    what: 'gap' | 'parked' | 'restart',
    details: Readonly<Record<string, unknown>>,
  ) => void
}

interface Followed {
  position: number | undefined
  chain: ChainPoint | undefined
  freezes: SlotFreezes | undefined
  /** Read, and waiting for the signature that covers them. */
  waiting: Reading[]
  /** Where the partition ended when following began. */
  readonly end: number
  /** Offsets before this are read to rebuild what was lost: nobody is told of them again. 0: all is told. */
  silentBefore: number
}

export class Follower {
  readonly #deps: FollowerDeps
  readonly #topic: string
  readonly #followed = new Map<number, Followed>()
  readonly #assigned = new Set<number>()
  /** What is done on a partition, one after the other. */
  readonly #turns = new Turns()
  readonly #failure = Promise.withResolvers<never>()
  #consumption: Consumption | undefined
  #stopLooking: () => void = () => undefined

  constructor(deps: FollowerDeps) {
    this.#deps = deps
    this.#topic = topicName(deps.prefix, 'decisions')
    this.#failure.promise.catch(() => undefined)
  }

  /** Rejects when following can no longer go on; the process must exit. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  async start(): Promise<void> {
    const consumption = await this.#deps.bus.consume({
      group: groupName(this.#deps.prefix, 'notifier'),
      topics: [this.#topic],
      positions: 'owner',
      sessionTimeoutMs,
      onAssigned: (partitions, joined) => {
        this.#consumption = joined
        for (const partition of partitions) {
          this.#assigned.add(partition)
          this.#turns
            .take(partition, () => this.#begin(partition))
            .catch((error: unknown) => this.#failure.reject(error))
        }
      },
      onRevoked: (partitions) => {
        for (const partition of partitions) this.#assigned.delete(partition)
        this.#followed.clear()
      },
      onRecords: (records, _topic, partition) =>
        this.#turns.take(partition, () => this.#take(partition, records)),
    })
    this.#consumption = consumption
    consumption.failed.catch((error: unknown) => this.#failure.reject(error))
    this.#stopLooking = this.#deps.every(lookEveryMs, () => {
      this.look().catch((error: unknown) => this.#failure.reject(error))
    })
  }

  /** Partitions that are ours now. */
  get assigned(): readonly number[] {
    return [...this.#assigned]
  }

  /** Whether the projection is where we left it, and whether history has been read to its end. Does not wait for a partition that is being read. */
  async look(): Promise<void> {
    const idle = [...this.#followed.keys()].filter((partition) => this.#turns.isFree(partition))
    await Promise.all(
      idle.map((partition) => this.#turns.take(partition, () => this.#lookAt(partition))),
    )
  }

  /** Everything that stood on our partitions when they became ours is in the projection. */
  isCurrent(): boolean {
    return [...this.#assigned].every((partition) => {
      const followed = this.#followed.get(partition)
      const read = this.#consumption?.position(this.#topic, partition)
      return followed !== undefined && (read ?? followed.position ?? 0) >= followed.end
    })
  }

  async stop(): Promise<void> {
    this.#stopLooking()
    await this.#consumption?.stop()
  }

  /** Goes on from where the projection stands, whoever brought it there; from the start where it is empty or ahead of the log. */
  async #begin(partition: number): Promise<void> {
    const { bus, projection } = this.#deps
    this.#followed.delete(partition)
    const end = (await bus.endOffsets(this.#topic)).get(partition) ?? 0
    const progress = await this.#retrying(() => this.#usableProgress(partition, end))
    if (progress === undefined) await this.#retrying(() => projection.wipe(partition))
    if (!this.#assigned.has(partition)) return
    const { position, chain, freezes } = progress ?? {}
    const silentBefore = progress === undefined ? end : Math.min(progress.silentUntil ?? 0, end)
    this.#followed.set(partition, {
      ...{ position, chain, freezes },
      ...{ waiting: [], end, silentBefore },
    })
    this.#consumption?.read(this.#topic, partition, position ?? 0)
    this.#deps.onNews?.(partition)
  }

  async #lookAt(partition: number): Promise<void> {
    const followed = this.#followed.get(partition)
    if (followed === undefined) return
    const progress = await this.#retrying(() => this.#deps.projection.progress(partition))
    if (this.#followed.get(partition) !== followed) return
    const { position, silentBefore, waiting } = followed
    if (progress?.position !== position) {
      this.#deps.alarm('restart', { slot: partition })
      await this.#begin(partition)
      return
    }
    const read = this.#consumption?.position(this.#topic, partition) ?? 0
    const isThrough = silentBefore > 0 && waiting.length === 0 && read >= silentBefore
    // The last offsets may be markers of transactions, which no handler sees.
    if (isThrough && position !== undefined) await this.#step(partition, followed, [])
  }

  async #usableProgress(partition: number, end: number): Promise<Progress | undefined> {
    const progress = await this.#deps.projection.progress(partition)
    return progress !== undefined && progress.position <= end ? progress : undefined
  }

  async #take(partition: number, records: readonly InRecord[]): Promise<void> {
    const followed = this.#followed.get(partition)
    if (followed === undefined) return
    for (const record of records) {
      followed.waiting.push(readDecision(record, this.#deps.deployment))
    }
    for (;;) {
      const count = judgeable(followed.waiting.slice(0, stepRecordsMax))
      const isStuck = count === 0 && followed.waiting.length > waitingMax
      const taken = isStuck ? followed.waiting.length : count || judgeable(followed.waiting)
      if (taken === 0) return
      const isMine = await this.#step(partition, followed, followed.waiting.slice(0, taken))
      if (!isMine) return
      followed.waiting.splice(0, taken)
    }
  }

  /** False: the partition has moved elsewhere, and following has begun anew. */
  async #step(partition: number, followed: Followed, readings: Reading[]): Promise<boolean> {
    const { projection, bus, trust, alarm } = this.#deps
    const proven = proveAll(readings, followed.chain, trust().service('gate'))
    await this.#retrying(() => this.#park(proven.parked, bus))
    if (proven.missing > 0) alarm('gap', { slot: partition, missing: proven.missing })
    const ids = new Set(proven.records.flatMap(({ event }) => event.fact.actionId ?? []))
    const known = await this.#retrying(() => this.#load(partition, [...ids]))
    // Without any: history ended in what no handler sees.
    const offset = readings.at(-1)?.record.offset
    const position = offset === undefined ? (followed.position ?? 0) : offset + 1
    const { silentBefore } = followed
    const isRebuilt = silentBefore > 0 && (offset === undefined || position >= silentBefore)
    const isSilent = offset !== undefined && offset < silentBefore
    const change = changeOf(proven.records, known, {
      from: followed.position,
      to: { position, ...(proven.point && { chain: proven.point }) },
      freezes: followed.freezes,
      ...{ isSilent, isRebuilt, silentUntil: isRebuilt ? undefined : silentBefore || undefined },
    })
    const isApplied = await this.#retrying(() => this.#apply(partition, change, projection))
    if (!isApplied) {
      alarm('restart', { slot: partition })
      await this.#begin(partition)
      return false
    }
    followed.position = change.to.position
    followed.chain = proven.point
    followed.freezes = change.freezes ?? followed.freezes
    if (isRebuilt) followed.silentBefore = 0
    this.#deps.onNews?.(partition)
    this.#consumption?.report(this.#topic, partition, change.to.position)
    return true
  }

  /** After an answer that was lost the change may be there already: then the partition stands where it leads to. */
  async #apply(
    partition: number,
    change: ReturnType<typeof changeOf>,
    projection: Projection,
  ): Promise<boolean> {
    if (await projection.apply(partition, change)) return true
    return (await projection.progress(partition))?.position === change.to.position
  }

  async #load(partition: number, ids: ActionId[]) {
    const approvals = await this.#deps.projection.load(partition, ids)
    return new Map(approvals.flatMap((approval) => (approval ? [[approval.id, approval]] : [])))
  }

  async #park(parked: readonly Parked[], bus: Bus): Promise<void> {
    if (parked.length === 0) return
    const { prefix, deployment, clock, alarm } = this.#deps
    const topic = deadLetterTopic(prefix, 'notifier', 'decisions')
    await bus.send(parked.map((each) => deadLetterRecord(each, topic, deployment, clock())))
    for (const { record, refusal } of parked) {
      const { partition, offset } = record
      alarm('parked', { partition, offset, code: refusal.code })
    }
  }

  async #retrying<T>(act: () => Promise<T>): Promise<T> {
    const { clock, sleep } = this.#deps
    const untilMs = clock() + retryForMs
    for (;;) {
      try {
        return await act()
      } catch (error) {
        const isWorth = isHoldpointError(error) && error.kind === 'retryable'
        if (!isWorth || clock() >= untilMs) throw error
        await sleep(retryEveryMs)
      }
    }
  }
}
