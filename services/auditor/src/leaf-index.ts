/** Where to find a leaf: by slot and number, and by action. Made from the log alone; a lost or damaged file is built again. */
import { rmSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type ActionId, type Digest, factDigest } from '@holdpoint/contracts'
import type { Standing } from './ingest/chain.ts'
import { isEvent, type Leaf, leafTypes } from './leaf.ts'

export interface LeafRow {
  readonly index: number
  readonly kind: 'event' | 'finding' | 'case'
  readonly slot?: number
  readonly number?: number
  /** Digest of the fact, of events. */
  readonly digest?: Digest
  readonly actionId?: ActionId
}

/** Raised when the tables change; an older file is built again. */
const version = 1
/** Nothing here has to survive a power cut: what is lost is read from the log again. */
const schema = `
  pragma journal_mode = wal;
  pragma synchronous = off;
  create table if not exists leaf (
    idx integer primary key, kind text not null, slot integer, number integer, digest text, action text
  ) strict;
  create index if not exists leaf_number on leaf (slot, number) where kind = 'event';
  create index if not exists leaf_action on leaf (action, idx) where action is not null;
  create table if not exists reach (id integer primary key check (id = 0), size integer not null) strict;
  insert or ignore into reach values (0, 0);
  pragma user_version = ${version};
`

export class LeafIndex {
  private readonly database: DatabaseSync
  private readonly insertRow: StatementSync
  private readonly setReach: StatementSync
  private readonly byNumber: StatementSync
  private readonly byAction: StatementSync

  /** `size`: entries that the log has. What the file says beyond is forgotten; a file that can't be used is made anew. */
  static open(file: string, size: number): LeafIndex {
    if (!isUsable(file)) removeDatabase(file)
    return new LeafIndex(file, size)
  }

  private constructor(file: string, size: number) {
    this.database = new DatabaseSync(file)
    this.database.exec(schema)
    this.insertRow = this.database.prepare('insert or replace into leaf values (?, ?, ?, ?, ?, ?)')
    this.setReach = this.database.prepare('update reach set size = ?')
    this.byNumber = this.database.prepare(
      "select idx, digest from leaf where slot = ? and number = ? and kind = 'event'",
    )
    this.byAction = this.database.prepare(
      'select idx, kind from leaf where action = ? order by idx',
    )
    this.forgetFrom(size)
    // Every leaf has its row; fewer after a power cut, more never.
    const { rows } = this.database.prepare('select count(*) as rows from leaf').get() as {
      rows: number
    }
    if (rows !== this.size) this.forgetFrom(0)
  }

  /** Leaves that are in here; the rest of the log is still to be read. */
  get size(): number {
    return (this.database.prepare('select size from reach').get() as { size: number }).size
  }

  /** `size`: of the log after these rows. */
  insert(rows: readonly LeafRow[], size: number): void {
    this.database.exec('begin')
    for (const { index, kind, slot, number, digest, actionId } of rows) {
      this.insertRow.run(
        index,
        kind,
        slot ?? null,
        number ?? null,
        digest ?? null,
        actionId ?? null,
      )
    }
    this.setReach.run(size)
    this.database.exec('commit')
  }

  /** The event with this number. */
  eventAt(slot: number, number: number): { index: number; digest: Digest } | undefined {
    const row = this.byNumber.get(slot, number) as { idx: number; digest: Digest } | undefined
    return row && { index: row.idx, digest: row.digest }
  }

  leavesOf(actionId: ActionId): { index: number; kind: LeafRow['kind'] }[] {
    const rows = this.byAction.all(actionId) as { idx: number; kind: LeafRow['kind'] }[]
    return rows.map(({ idx, kind }) => ({ index: idx, kind }))
  }

  /** Last event of each slot. */
  standings(): Map<number, Standing> {
    const rows = this.database
      .prepare(
        // SQLite takes the other columns from the row that has the maximum.
        "select slot, max(number) as number, digest from leaf where kind = 'event' group by slot",
      )
      .all() as { slot: number; number: number; digest: Digest }[]
    return new Map(rows.map(({ slot, number, digest }) => [slot, { number, digest }]))
  }

  close(): void {
    this.database.close()
  }

  private forgetFrom(size: number): void {
    this.database.prepare('delete from leaf where idx >= ?').run(size)
    this.database.prepare('update reach set size = min(size, ?)').run(size)
  }
}

function isUsable(file: string): boolean {
  const database = new DatabaseSync(file)
  try {
    const { user_version: found } = database.prepare('pragma user_version').get() as {
      user_version: number
    }
    const { quick_check: verdict } = database.prepare('pragma quick_check(1)').get() as {
      quick_check: string
    }
    return verdict === 'ok' && (found === 0 || found === version)
  } catch {
    // Not a database, or a damaged one.
    return false
  } finally {
    database.close()
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}

/** What the index keeps of a leaf. `digest`: of an event's fact, where it is known already. */
export function rowOf(leaf: Leaf, index: number, digest?: Digest): LeafRow {
  if (isEvent(leaf)) {
    const { slot, number, actionId } = leaf.fact
    const action = actionId === undefined ? {} : { actionId }
    return {
      index,
      kind: 'event',
      slot,
      number,
      digest: digest ?? factDigest(leaf.fact),
      ...action,
    }
  }
  const action = leaf.actionId === undefined ? {} : { actionId: leaf.actionId }
  return { index, kind: leaf.type === leafTypes.case ? 'case' : 'finding', ...action }
}
