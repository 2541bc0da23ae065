/** One batch of leaves before it is durable: what will be appended, and what the batch itself must already see of it. */
import type { ActionId, Digest } from '@holdpoint/contracts'
import type { SideFile } from '@holdpoint/tlog/store'
import { encodeLeaf, isEvent, type Leaf } from '../leaf.ts'
import { type LeafRow, rowOf } from '../leaf-index.ts'
import type { IndexedEvent } from './case.ts'

/** What is durable already. */
export interface Book {
  eventAt(
    slot: number,
    number: number,
  ): { readonly index: number; readonly digest: Digest } | undefined
  leavesOf(
    actionId: ActionId,
  ): readonly { readonly index: number; readonly kind: LeafRow['kind'] }[]
  leaf(index: number): Promise<Leaf>
}

export interface DraftedLeaf {
  readonly leaf: Leaf
  readonly bytes: Buffer
  readonly row: LeafRow
}

export class Draft {
  private readonly first: number
  private readonly book: Book
  private readonly byNumber = new Map<string, { index: number; digest: Digest }>()
  private readonly byAction = new Map<ActionId, LeafRow[]>()
  readonly leaves: DraftedLeaf[] = []
  readonly files: SideFile[] = []
  bytes = 0

  /** `first`: index that the first leaf will have. */
  constructor(first: number, book: Book) {
    this.first = first
    this.book = book
  }

  /** Returns the leaf's index. `known`: of an event, what has been worked out already. */
  add(leaf: Leaf, known?: { readonly digest: Digest; readonly bytes: Buffer }): number {
    const row = rowOf(leaf, this.first + this.leaves.length, known?.digest)
    const bytes = known?.bytes ?? encodeLeaf(leaf)
    this.leaves.push({ leaf, bytes, row })
    this.bytes += bytes.length
    const { actionId } = row
    if (row.kind === 'event' && row.digest) {
      this.byNumber.set(`${row.slot}/${row.number}`, { index: row.index, digest: row.digest })
    }
    if (actionId) this.byAction.set(actionId, [...(this.byAction.get(actionId) ?? []), row])
    return row.index
  }

  addFiles(files: readonly SideFile[]): void {
    this.files.push(...files)
    this.bytes += files.reduce((sum, file) => sum + file.bytes.length, 0)
  }

  eventAt(
    slot: number,
    number: number,
  ): { readonly index: number; readonly digest: Digest } | undefined {
    return this.byNumber.get(`${slot}/${number}`) ?? this.book.eventAt(slot, number)
  }

  async leaf(index: number): Promise<Leaf> {
    return this.leaves[index - this.first]?.leaf ?? (await this.book.leaf(index))
  }

  /** Events of the action in the order of the log, and its last case leaf. */
  async history(actionId: ActionId): Promise<{ events: IndexedEvent[]; lastCase?: number }> {
    const known = [...this.book.leavesOf(actionId), ...(this.byAction.get(actionId) ?? [])]
    const events: IndexedEvent[] = []
    for (const { index, kind } of known) {
      const leaf = kind === 'event' ? await this.leaf(index) : undefined
      if (leaf && isEvent(leaf)) events.push({ index, leaf })
    }
    const lastCase = known.findLast(({ kind }) => kind === 'case')?.index
    return { events, ...(lastCase === undefined ? {} : { lastCase }) }
  }
}
