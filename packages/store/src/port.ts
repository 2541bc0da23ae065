/**
 * The gate's state as a slot sees it: a follower of `gate.state`. Two adapters keep these promises: redis.ts and memory.ts.
 *
 * A slot's *position* is the offset in `gate.state` up to which its state has been applied (exclusive). Every change names the position it starts from;
 * where the store is elsewhere (another owner, a failover that forgot, a restored file, an empty server) it refuses, and the owner takes the slot over again.
 * Values are opaque here but for their MAC, see codec.ts.
 */

/** One entry of the changelog: `a:<action id>` is a state, `o:<action id>` its dossier (masked view and sealed original), `~slot` the slot's own record. */
export interface Put {
  readonly key: string
  /** Text, or the same in UTF-8; null deletes. */
  readonly value: string | Buffer | null
  /** For states: what the slot's indices must say after this change. Absent for dossiers and `~slot`. */
  readonly index?: {
    /** When a timer has to look at it, ms since the epoch. */
    readonly dueAtMs?: number
    /** Present while the action is open; checked when a state is read, so that an older copy put back by hand is noticed. */
    readonly revision?: number
    /** Whose it is, while it is open; opaque here. Holds no line breaks. */
    readonly owner?: string
    /** Audience for which a grant waits to be claimed. */
    readonly ready?: string
  }
}

/** What the index says of an open action. */
export interface OpenEntry {
  readonly revision: number
  readonly owner?: string
}

/** The first answer under a command id stands: a command that was written twice is answered as when it took effect, not as its own repeat. */
export interface Answer {
  readonly commandId: string
  readonly value: string
}

export interface Change {
  /** Where the slot must be, or undefined: it must be empty. */
  readonly from: number | undefined
  readonly to: number
  readonly puts: readonly Put[]
  readonly answers: readonly Answer[]
}

/** Whether other slots of the process were at work as well; who worked alone says over which input. */
export type Company = 'together' | `alone: ${string}`

/** Where in the due actions to begin: whoever leaves some of them as they are must get past them. */
export interface DueFrom {
  /** Only what is due later than this. */
  readonly afterMs: number
  /** Of that, so many are passed over. */
  readonly skip: number
}

/** Times are never negative. */
export const fromTheFirst: DueFrom = { afterMs: -1, skip: 0 }

export interface SlotStore {
  /** Undefined: the slot is empty. */
  position(slot: number): Promise<number | undefined>
  /** Deletes everything of the slot, position first: a crash half-way leaves it empty, not trusted. */
  wipe(slot: number): Promise<void>
  /** Reads values in one step. Rejects with HP_STORE_MOVED where the slot is not at `at`. */
  load(
    slot: number,
    at: number | undefined,
    keys: readonly string[],
  ): Promise<readonly (string | undefined)[]>
  /** Applies all of it or nothing, durably as far as the server goes. Rejects with HP_STORE_MOVED where the slot is not at `change.from`. */
  apply(slot: number, change: Change): Promise<void>
  /**
   * Notes that process `by` begins work at `place` (the slot's input cursors) and answers how many processes have begun there since the place last changed:
   * many mean that an input kills whoever touches it. Survives `wipe`; one process counts once. Those who began while no other slot of their process was at
   * work count apart, each input for itself: their deaths are that input's doing.
   */
  attempt(slot: number, place: string, by: string, company: Company): Promise<number>
  /** Action ids whose timer is due, oldest first, equal ones by id. */
  due(slot: number, nowMs: number, countMax: number, from?: DueFrom): Promise<readonly string[]>
  /** The earliest due time (with `afterMs`: after that), or undefined. */
  nextDueMs(slot: number, afterMs?: number): Promise<number | undefined>
  /** Revisions and owners of all open actions. */
  open(slot: number): Promise<ReadonlyMap<string, OpenEntry>>
  /** Reads without owning: for HTTP edges. Not checked against a position. */
  peek(slot: number, keys: readonly string[]): Promise<readonly (string | undefined)[]>
  /** Action ids granted to this audience and not claimed yet, in the order of ids, those after `afterId`. */
  ready(
    slot: number,
    audience: string,
    countMax: number,
    afterId?: string,
  ): Promise<readonly string[]>
  answer(slot: number, commandId: string): Promise<string | undefined>
  /** Called with a slot whenever something was applied there, by whichever process; a hint, may be missed. Returns how to stop. */
  onApplied(listener: (slot: number) => void): () => void
  close(): Promise<void>
}

/** Answers are kept this long: longer than any edge waits, and than a client that lost its connection takes to ask again. */
export const answerLifetimeMs = 15 * 60 * 1000
