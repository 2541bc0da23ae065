/**
 * Taking over a slot: the one path that restart, rebalance, a failover that forgot writes and an empty Redis all take.
 *
 * Fence the former owner → commit a barrier to the changelog → read the changelog from where Redis stands up to the barrier, applying as it goes →
 * check that Redis adds up → hand over. Whatever does not fit ends in wiping the slot and reading from the beginning.
 */
import { type ActionState, type Freezes, noFreezes } from '@holdpoint/approval'
import {
  check,
  HoldpointError,
  isHoldpointError,
  parseJson,
  topicName,
  transactionalId,
} from '@holdpoint/contracts'
import {
  BarrierReader,
  type Bus,
  type Consumption,
  type InRecord,
  type Transactor,
} from '@holdpoint/kafka'
import type { Secret } from '@holdpoint/seal'
import { decodeBytes, decodeValue, type Put, type SlotStore } from '@holdpoint/store'
import { indexOf, isStateKey } from './entry.ts'
import { freezesKey, freezesOf } from './freezes-entry.ts'
import { OpenActions } from './open-actions.ts'
import { emptySlot, SlotRecord, slotKey } from './slot-record.ts'

/** Changelog records that go to the store in one step while catching up. */
const replayPutsMax = 500
/**
 * A position older than this is not followed but thrown away: the broker may have dropped tombstones in between (`delete.retention.ms` is a day by default),
 * and a deletion that is missed would leave a ghost.
 */
export const positionAgeMsMax = 12 * 3600 * 1000

export interface TakeoverDeps {
  readonly bus: Bus
  readonly store: SlotStore
  readonly prefix: string
  readonly stateSecret: Secret
  readonly clock: () => number
  /** Never the same twice. */
  readonly newNonce: () => string
}

/** How far a takeover is, in offsets of the changelog. */
export interface Progress {
  /** Everything before it is in the store. */
  appliedTo: number
  /** Where the slot can be trusted; unknown until the barrier is committed. */
  until: number | undefined
  /** Read and applied so far. */
  records: number
}

export interface TakenOver {
  readonly transactor: Transactor
  readonly position: number
  readonly slotRecord: SlotRecord
  readonly open: OpenActions
  readonly freezes: Freezes
}

/** Feeds on the slot's changelog records; the slot owner passes them on from the consumer. */
export class Takeover {
  private readonly slot: number
  private readonly deps: TakeoverDeps
  private readonly topic: string
  private arrived: ((records: readonly InRecord[]) => Promise<void>) | undefined
  private giveUp: (() => void) | undefined
  private isAbandoned = false
  readonly progress: Progress = { appliedTo: 0, until: undefined, records: 0 }

  constructor(slot: number, deps: TakeoverDeps) {
    this.slot = slot
    this.deps = deps
    this.topic = topicName(deps.prefix, 'state')
  }

  /** Changelog records as the consumer brings them. */
  async offer(records: readonly InRecord[]): Promise<void> {
    await this.arrived?.(records)
  }

  /** The slot is no longer ours: `run` rejects. */
  abandon(): void {
    this.isAbandoned = true
    this.giveUp?.()
  }

  async run(consumption: Consumption): Promise<TakenOver> {
    const transactor = await this.deps.bus.transactor(transactionalId(this.deps.prefix, this.slot))
    try {
      const barrier = await this.commitBarrier(transactor)
      this.progress.until = barrier.offset + 1
      let position = await this.startingPosition(barrier.offset)
      for (;;) {
        position = await this.follow(consumption, position, barrier.nonce)
        const result = await this.trust(position)
        if (result) return { transactor, position, ...result }
        await this.deps.store.wipe(this.slot)
        position = undefined
      }
    } catch (error) {
      await transactor.close()
      throw error
    }
  }

  private async commitBarrier(transactor: Transactor): Promise<{ nonce: string; offset: number }> {
    const nonce = this.deps.newNonce()
    const base = await transactor.commit([new BarrierReader(nonce).record(this.topic, this.slot)])
    const offset = base.get(`${this.topic}/${this.slot}`)
    if (offset === undefined) {
      throw new HoldpointError('HP_BROKER', { rule: 'no offset for the barrier' })
    }
    return { nonce, offset }
  }

  /** Where Redis stands, if that can be followed. */
  private async startingPosition(barrierOffset: number): Promise<number | undefined> {
    const { store, clock } = this.deps
    const position = await store.position(this.slot)
    if (position !== undefined && position <= barrierOffset) {
      const record = await this.storedSlotRecord()
      if (record && clock() - record.atMs < positionAgeMsMax) return position
    }
    await store.wipe(this.slot)
    return undefined
  }

  private async storedSlotRecord(): Promise<SlotRecord | undefined> {
    const [value] = await this.deps.store.peek(this.slot, [slotKey])
    if (value === undefined) return undefined
    try {
      return this.decode(slotKey, value)
    } catch (error) {
      if (isHoldpointError(error) && error.code === 'HP_STATE_FORGED') return undefined
      throw error
    }
  }

  /** Reads from `from` (or the beginning) up to the barrier and applies; resolves to the new position. */
  private follow(
    consumption: Consumption,
    from: number | undefined,
    nonce: string,
  ): Promise<number> {
    const barrier = new BarrierReader(nonce)
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    let position = from
    this.progress.appliedTo = from ?? 0
    this.giveUp = () => {
      this.arrived = undefined
      reject(new HoldpointError('HP_UNAVAILABLE', { what: `slot ${this.slot}` }))
    }
    this.arrived = async (records) => {
      try {
        const wanted = barrier.push(records)
        for (let at = 0; at < wanted.length; at += replayPutsMax) {
          position = await this.apply(position, wanted.slice(at, at + replayPutsMax))
        }
        if (barrier.end === undefined) return
        resolve(await this.moveTo(position, barrier.end))
      } catch (error) {
        reject(error)
      }
      this.arrived = undefined
      consumption.hold(this.topic, this.slot)
    }
    if (this.isAbandoned) this.giveUp()
    else consumption.read(this.topic, this.slot, from ?? 0)
    return promise
  }

  private apply(from: number | undefined, records: readonly InRecord[]): Promise<number> {
    const to = (records.at(-1)?.offset ?? 0) + 1
    this.progress.records += records.length
    return this.moveTo(from, to, latest(records.map((record) => this.putOf(record))))
  }

  private async moveTo(
    from: number | undefined,
    to: number,
    puts: readonly Put[] = [],
  ): Promise<number> {
    await this.deps.store.apply(this.slot, { from, to, puts, answers: [] })
    this.progress.appliedTo = to
    return to
  }

  private putOf(record: InRecord): Put {
    const key = record.key ?? ''
    if (record.value === null) return { key, value: null }
    const { value } = record
    const json = decodeBytes(this.deps.stateSecret, this.slot, key, value)
    return isStateKey(key)
      ? { key, value, index: indexOf(JSON.parse(json.toString()) as ActionState) }
      : { key, value }
  }

  /** What Redis says of itself, if it adds up to what was committed last. */
  private async trust(
    position: number,
  ): Promise<Pick<TakenOver, 'slotRecord' | 'open' | 'freezes'> | undefined> {
    const { store, stateSecret } = this.deps
    const [value, frozen] = await store.load(this.slot, position, [slotKey, freezesKey])
    const open = new OpenActions(this.slot, stateSecret, await store.open(this.slot))
    if (value === undefined) {
      const isEmpty = open.size === 0 && frozen === undefined
      const slotRecord = emptySlot(open.total())
      return isEmpty ? { slotRecord, open, freezes: noFreezes } : undefined
    }
    const slotRecord = await this.storedSlotRecord()
    if (slotRecord?.openSum !== open.total()) return undefined
    const freezes = freezesOf(stateSecret, this.slot, frozen, slotRecord)
    return freezes && { slotRecord, open, freezes }
  }

  private decode(key: string, value: string): SlotRecord {
    return check(
      SlotRecord,
      parseJson(Buffer.from(decodeValue(this.deps.stateSecret, this.slot, key, value))),
      key,
    )
  }
}

/** One put per key, the last: what a store applies in one step must not depend on order. */
function latest(puts: readonly Put[]): Put[] {
  return [...new Map(puts.map((put) => [put.key, put])).values()]
}
