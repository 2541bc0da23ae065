/**
 * The bus as the services see it. Two adapters keep these promises: kafkajs.ts on Apache Kafka, memory.ts in the process, with faults to order.
 *
 * Order: records of one partition reach a handler in offset order, one call at a time. Nothing is said about two partitions.
 * Redelivery: after a crash, a rebalance or `read`, records come again; handlers must bear it.
 * Only committed records are delivered; records of aborted transactions never are.
 * Offsets grow but may skip (transaction markers, compaction).
 */

export interface OutRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  /** null is a tombstone. */
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

export interface InRecord extends OutRecord {
  readonly offset: number
  /** The broker's append time, ms since the epoch. A client's clock decides nothing. */
  readonly timestampMs: number
}

/** Offset of the first record that one call wrote to each partition, by `topic/partition`. */
export type BaseOffsets = ReadonlyMap<string, number>

export interface Bus {
  /**
   * Writes records outside of transactions, idempotently (a retry by the client library repeats nothing).
   * Resolves when all in-sync replicas have them. Rejects with HP_BROKER when that is not known: the records may or may not be there, so callers repeat with
   * the same ids and readers bear it. Calls made within a few milliseconds share one request; per partition, order of calls is order of records.
   */
  send(records: readonly OutRecord[]): Promise<BaseOffsets>

  /**
   * Opens the one transactional producer of `id`. When this resolves, every earlier one with this id is fenced: what it left open is aborted, and its later
   * commits fail with HP_FENCED.
   */
  transactor(id: string): Promise<Transactor>

  /** Joins a group; see Consumption. */
  consume(options: ConsumeOptions): Promise<Consumption>

  /** Where each partition of the topic ends now (the offset the next record would get at the earliest). */
  endOffsets(topic: string): Promise<ReadonlyMap<number, number>>

  partitionCount(topic: string): Promise<number>

  close(): Promise<void>
}

export interface Transactor {
  /**
   * Writes all records in one transaction. Resolves after the commit: everything is readable, or will be the moment the broker has written its markers.
   * Rejects with HP_FENCED when a newer transactor has the id. After *any* rejection the outcome is unknown and this object is dead: the process must exit
   * (or take its slot over again), never retry.
   */
  commit(records: readonly OutRecord[]): Promise<BaseOffsets>
  close(): Promise<void>
}

export interface ConsumeOptions {
  readonly group: string
  readonly topics: readonly string[]
  /**
   * `group`: reading goes on from the group's committed offsets (or the beginning), which move on after each handler call that resolves: at least once.
   * `owner`: nothing is read until the owner says from where with `read`. Group offsets are only a display.
   */
  readonly positions: 'group' | 'owner'
  /** Default 10 s; a dead member's partitions move on after this long. */
  readonly sessionTimeoutMs?: number
  /** Partition p of every topic goes to one and the same member. The partitions that are now this member's; called again after each rebalance, after `onRevoked`. */
  readonly onAssigned?: (partitions: readonly number[], consumption: Consumption) => void
  /** These partitions may already be another's. Called once per rebalance, with all that were held. */
  readonly onRevoked?: (partitions: readonly number[]) => void
  /**
   * Records of one partition. The next ones of the same partition come after the promise has resolved, so waiting is how a handler pushes back; the adapter
   * sends heartbeats meanwhile. A rejection ends the consumption: `failed` rejects.
   */
  readonly onRecords: (
    records: readonly InRecord[],
    topic: string,
    partition: number,
  ) => Promise<void>
}

export interface Consumption {
  /** Start, or jump: the next records delivered have `offset >= offset`; none from before the call comes later. Ignored for partitions that are not ours. */
  read(topic: string, partition: number, offset: number): void
  /** Stop delivering this partition until `read` is called. */
  hold(topic: string, partition: number): void
  /** `owner` mode: shows operators how far we are. Best effort, never awaited. */
  report(topic: string, partition: number, nextOffset: number): void
  /** Rejects when the consumption can no longer go on; the process must exit. Never resolves otherwise. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

export const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`
