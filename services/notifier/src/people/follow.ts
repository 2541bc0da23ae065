/** Follows `people` into the book. One replica at a time has the topic's one partition; every step names the position it starts from. */
import { isHoldpointError, topicGroupName, topicName } from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import type { Trust } from '@holdpoint/seal'
import type { Book } from './book.ts'
import {
  type AccountEntry,
  accountField,
  type Fields,
  fieldsOf,
  foldPeople,
  parse,
} from './fold.ts'
import {
  type Entry,
  type PeopleKnown,
  peoplePartition,
  readPeopleRecord,
  verifyEntry,
} from './record.ts'

/** A server that restarts comes back within this; beyond, the process ends and its supervisor takes over. */
const retryForMs = 30_000
const retryEveryMs = 250
/** A replica that died leaves the topic to another after this long; people wait for their link meanwhile. */
const sessionTimeoutMs = 6_000

export interface PeopleFollowerDeps {
  readonly bus: Bus
  readonly book: Book
  readonly prefix: string
  readonly deployment: string
  readonly trust: () => Trust
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** Told once per record that nobody can vouch for; details are offsets and codes. */
  readonly alarm: (details: Readonly<Record<string, unknown>>) => void
}

export class PeopleFollower {
  readonly #deps: PeopleFollowerDeps
  readonly #topic: string
  readonly #failure = Promise.withResolvers<never>()
  #consumption: Consumption | undefined
  #position: number | undefined
  #isMine = false

  constructor(deps: PeopleFollowerDeps) {
    this.#deps = deps
    this.#topic = topicName(deps.prefix, 'people')
    this.#failure.promise.catch(() => undefined)
  }

  /** Rejects when following can no longer go on; the process must exit. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  async start(): Promise<void> {
    const consumption = await this.#deps.bus.consume({
      group: topicGroupName(this.#deps.prefix, 'notifier', 'people'),
      topics: [this.#topic],
      positions: 'owner',
      sessionTimeoutMs,
      onAssigned: (partitions, joined) => {
        this.#consumption = joined
        this.#isMine = partitions.includes(peoplePartition)
        if (this.#isMine) this.#begin().catch((error: unknown) => this.#failure.reject(error))
      },
      onRevoked: () => {
        this.#isMine = false
      },
      onRecords: (records) => this.#take(records),
    })
    this.#consumption = consumption
    consumption.failed.catch((error: unknown) => this.#failure.reject(error))
  }

  async stop(): Promise<void> {
    await this.#consumption?.stop()
  }

  /** From where the book stands, whoever brought it there; from the start where it is empty, or ahead of the topic. */
  async #begin(): Promise<void> {
    const { bus, book } = this.#deps
    const end = (await bus.endOffsets(this.#topic)).get(peoplePartition) ?? 0
    const position = await this.#retrying(() => book.position())
    const isAhead = position !== undefined && position > end
    if (isAhead) await this.#retrying(() => book.wipe())
    this.#position = isAhead ? undefined : position
    if (this.#isMine) this.#consumption?.read(this.#topic, peoplePartition, this.#position ?? 0)
  }

  async #take(records: readonly InRecord[]): Promise<void> {
    if (!this.#isMine) return
    const { book } = this.#deps
    const entries = records.flatMap((record) => this.#read(record) ?? [])
    const fields = [...new Set(entries.flatMap(fieldsOf))]
    const known = this.#vouched(await this.#retrying(() => book.get(fields)))
    const changed = foldAll(entries, known)
    const to = (records.at(-1)?.offset ?? 0) + 1
    const isApplied = await this.#retrying(async () => {
      if (await book.apply(this.#position, to, changed)) return true
      // After an answer that was lost it may be there already.
      return (await book.position()) === to
    })
    if (!isApplied) return this.#begin()
    this.#position = to
    this.#consumption?.report(this.#topic, peoplePartition, to)
  }

  /** An account whose entry is by nobody who is trusted now is free. */
  #vouched(known: Fields): Fields {
    const { deployment, trust } = this.#deps
    const keyOf = trust().service('notifier')
    return new Map(
      [...known].filter(([field, text]) => isVouched(field, text, { deployment, keyOf })),
    )
  }

  #read(record: InRecord): Entry | undefined {
    const { deployment, trust, alarm } = this.#deps
    try {
      return readPeopleRecord(record, { deployment, keyOf: trust().service('notifier') })
    } catch (error) {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      alarm({ offset: record.offset, code: error.code })
      return undefined
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

function isVouched(field: string, text: string | undefined, known: PeopleKnown): boolean {
  const entry = field.startsWith(accountField('')) ? parse<AccountEntry>(text) : undefined
  try {
    if (entry !== undefined) verifyEntry(entry.linked, known)
    return true
  } catch (error) {
    if (isHoldpointError(error) && error.kind === 'terminal') return false
    throw error
  }
}

function foldAll(entries: readonly Entry[], known: Fields): ReadonlyMap<string, string> {
  const changed = new Map<string, string>()
  for (const entry of entries) {
    const now: Fields = new Map([...known, ...changed])
    for (const [field, value] of foldPeople(entry, now)) changed.set(field, value)
  }
  return changed
}
