/**
 * The bus as the services see it. Two adapters keep these promises: kafkajs.ts on Apache Kafka, memory.ts in the process, with faults to order. The same
 * contract suite (contract.ts) runs on both.
 *
 * Order: records of one partition reach a handler in offset order, one call at a time. Nothing is said about two partitions.
 * Redelivery: after a crash, a rebalance or `read`, records come again; handlers must bear it.
 * Only committed records are delivered; records of aborted transactions never are.
 * Offsets grow but may skip (transaction markers, compaction): nothing follows from the difference of two offsets.
 */

export interface OutRecord {
  readonly topic: string
  readonly partition: number
  readonly key: string | null
  /** null is a tombstone. */
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

/** A header that was sent more than once has its last value here; bytes that are not UTF-8 become U+FFFD. */
export interface InRecord extends OutRecord {
  readonly offset: number
  /** The broker's append time, ms since the epoch. A client's clock decides nothing. */
  readonly timestampMs: number
}

/** Offset of the first record that one call wrote to each partition, by `topic/partition`. */
export type BaseOffsets = ReadonlyMap<string, number>

/**
 * Errors everywhere: HP_BROKER (retryable: not reachable, restarting, in doubt), HP_BROKER_DENIED (fatal: ACLs or credentials), HP_TOO_LARGE (terminal: one
 * record above `recordBytesMax`; nothing of that call was written).
 */
export interface Bus {
  /**
   * Writes records outside of transactions, idempotently (a retry by the client library repeats nothing).
   * Resolves when all in-sync replicas have them. Rejects with HP_BROKER when that is not known: the records may or may not be there, so callers repeat with
   * the same ids and readers bear it. Calls made within a few milliseconds share one request; per partition, order of calls is order of records. What is too
   * much for one request is split; other writers' records may then come in between.
   */
  send(records: readonly OutRecord[]): Promise<BaseOffsets>

  /**
   * Opens the one transactional producer of `id`. When this resolves, every earlier one with this id is fenced: what it left open is aborted, and its later
   * commits fail with HP_FENCED.
   */
  transactor(id: string): Promise<Transactor>

  /** Joins a group; see Consumption. Resolves when the first assignment is known; `onAssigned` has been called by then. */
  consume(options: ConsumeOptions): Promise<Consumption>

  /**
   * Where each partition of the topic ends now (the offset the next record would get at the earliest). Counts transaction markers and what open transactions
   * have written, so that the last record delivered may lie well before it; compare with `Consumption.position`.
   */
  endOffsets(topic: string): Promise<ReadonlyMap<number, number>>

  partitionCount(topic: string): Promise<number>

  /** Stops all consumptions, sends what `send` still holds, closes all transactors. Never takes longer than a few seconds, and never rejects. */
  close(): Promise<void>
}

export interface Transactor {
  /**
   * Writes all records in one transaction. Resolves after the commit: everything is readable, or will be the moment the broker has written its markers.
   * Rejects with HP_FENCED when a newer transactor has the id, or when the broker ended the transaction because it took too long. After *any* rejection the
   * outcome is unknown and this object is dead: the process must exit (or take its slot over again), never retry. One call at a time.
   */
  commit(records: readonly OutRecord[]): Promise<BaseOffsets>
  close(): Promise<void>
}

export interface ConsumeOptions {
  readonly group: string
  readonly topics: readonly string[]
  /**
   * `group`: reading goes on from the group's committed offsets (or the beginning), which follow soon after each handler call that resolves: at least once.
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
   * Records of one partition, never none. The next ones of the same partition come after the promise has resolved, so waiting is how a handler pushes back;
   * other partitions and the group's heartbeats go on meanwhile. A rejection ends the consumption: `failed` rejects with it.
   * A call that is under way when its partition is revoked is not interrupted; what it writes must be fenced by other means.
   */
  readonly onRecords: (
    records: readonly InRecord[],
    topic: string,
    partition: number,
  ) => Promise<void>
}

/** What stands beside a group's committed offset. */
export interface Note {
  readonly offset: number
  readonly text: string
}

export interface Consumption {
  /**
   * Start, or jump: the next records delivered have `offset >= offset`; none from before the call comes later. Ignored for partitions that are not ours. Where
   * records from `offset` on are already deleted, reading starts at the first that is left; beyond the end of the log, the consumption fails.
   */
  read(topic: string, partition: number, offset: number): void
  /** Stop delivering this partition until `read` is called, or until the next assignment in `group` mode. */
  hold(topic: string, partition: number): void
  /**
   * Everything committed before this offset has been delivered and its handler calls have resolved; transaction markers and gaps at the end are counted as
   * soon as they have been read. So `position >= end` means: all that was there when `endOffsets` answered has been handled. Undefined where nothing is read.
   */
  position(topic: string, partition: number): number | undefined
  /** `group` mode: the group's committed offset with the note beside it; undefined where either is missing. Another member may have written it. */
  note(topic: string, partition: number): Promise<Note | undefined>
  /**
   * `group` mode: commits `offset` with a note beside it, and resolves when the broker has answered. The next commit of the partition takes the note away. Best
   * effort, as all commits of a group are: never rejects, and does nothing where the partition is no longer ours.
   */
  setNote(topic: string, partition: number, note: Note): Promise<void>
  /** `owner` mode: shows operators how far we are. Best effort, never awaited. */
  report(topic: string, partition: number, nextOffset: number): void
  /**
   * Rejects when the consumption can no longer go on (a handler rejected, the broker refuses us, nothing comes any more); no handler is called after that, and
   * the process must exit. Never resolves. Whoever consumes must watch it.
   */
  readonly failed: Promise<never>
  /** Waits for handler calls under way, commits the group's offsets and leaves the group; gives up waiting after a few seconds. Never rejects. */
  stop(): Promise<void>
}

export const partitionKey = (topic: string, partition: number): string => `${topic}/${partition}`
