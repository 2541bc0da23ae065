/**
 * What the auditor needs of a store for its log. The POSIX store keeps these promises with a write-ahead log and renames; one on object storage would keep
 * them with a staging object and compare-and-swap.
 *
 * Exactly once: entries and the source positions after them become durable together, or not at all. After a crash the writer goes on from `position`.
 * One writer: opening a log fences whoever had it open; every later call of theirs rejects.
 * Never wrong: after any rejection the writer is dead, and what is on disk is a log that opens again, or one that refuses to with a reason.
 */
import type { Bytes } from '../bytes.ts'
import type { Hash } from '../hash.ts'

/** Where reading of one source partition goes on. */
export interface SourcePosition {
  readonly topic: string
  readonly partition: number
  readonly next: number
}

/** A file that lies beside the log, not under its hashes. Its path is made of what is in it, so that writing it twice is the same as once. */
export interface SideFile {
  /** Relative to the log; only its owner may read it. */
  readonly path: string
  readonly bytes: Bytes
}

export interface Batch {
  /** Each at most 65,535 bytes. May be empty, to move positions only. */
  readonly entries: readonly Bytes[]
  /** May only grow. */
  readonly positions: readonly SourcePosition[]
  readonly files?: readonly SideFile[]
}

export interface Published {
  readonly size: number
  readonly root: Hash
  /** The signed checkpoint. */
  readonly note: Bytes
}

export interface LogWriter {
  /** Durable entries, published or not. */
  readonly size: number
  readonly published: Published
  /** Bytes of entries and side files that no checkpoint covers yet. */
  readonly unpublishedBytes: number
  /** Undefined where nothing of this partition was ever appended. */
  position(topic: string, partition: number): number | undefined
  /** Resolves with the index of the first entry when the whole batch is durable. Calls take effect in their order. */
  append(batch: Batch): Promise<number>
  /** Signs a checkpoint over everything appended before the call, after reading it back; the present one where nothing was. */
  publish(): Promise<Published>
  /** Any durable entry. */
  entry(index: number): Promise<Bytes>
  /** A published file by its path (`checkpoint`, `tile/…`), undefined where there is none. */
  read(path: string): Promise<Bytes | undefined>
  /** Publishes and lets go. */
  close(): Promise<void>
}
