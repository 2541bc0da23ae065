/**
 * What the notifier knows, with the position in `decisions` that it stands for. Two adapters: redis.ts, shared by all replicas, and memory.ts.
 *
 * Each partition stands for itself: its approvals, its position, its chain. Every change names the position it starts from, and is refused where the projection
 * is elsewhere (another replica has taken over, a failover forgot writes, the server is empty). It is no truth: whatever is lost is read again from Kafka.
 */
import { type ActionId, type Digest, memoryMs } from '@holdpoint/contracts'
import type { Approval, ListName } from '../approval.ts'
import type { Denial, IndexedDenial } from '../denial.ts'
import type { SlotFreezes } from '../freezes.ts'
import type { ChainPoint } from '../proven.ts'

/** How long decided approvals stay to be looked at, and denials are known to repeats: as long as the gate remembers ids. The log keeps them for good. */
export const decidedKeepMs = memoryMs
/** Denials that are remembered of one agent: one that is denied without end pushes out its own, and nobody else's. */
export const denialsPerAgentMax = 10_000
/** Denials that are told of one shape. */
export const denialsPerShapeMax = 4
/** Results of commands are kept longer than any edge waits, and than a client that lost its connection takes to ask again. */
export const resultLifetimeMs = 15 * 60 * 1000

export interface Point {
  /** Offset up to which everything has been taken in (exclusive). */
  readonly position: number
  readonly chain?: ChainPoint
}

export interface Progress extends Point {
  /** Offset up to which history is read again: nobody is told of what lies before. Absent: all is told. */
  readonly silentUntil?: number
  /** Absent: nothing was ever frozen there. */
  readonly freezes?: SlotFreezes
}

/** Something that changed, for pages to fetch. Of an action with its revision, or of a freeze with the number of its spread. */
export interface Hint {
  readonly id: string
  readonly revision: number
  readonly kind: string
}

/** Masked values to show, beside the small approval that changes often. */
export interface ShownViews {
  readonly action?: { readonly value: unknown; readonly salt: string }
  readonly result?: { readonly value: unknown; readonly salt: string }
}

/** How a command ended. */
export type CommandResult =
  | {
      readonly ok: true
      readonly actionId: ActionId
      readonly revision: number
      readonly status: string
      readonly tally?: {
        readonly approvals: number
        readonly denials: number
        readonly quorum: number
      }
    }
  | {
      readonly ok: false
      readonly actionId?: ActionId
      readonly code: string
      readonly field?: string
      readonly status?: string
    }

export interface ProjectionChange {
  /** Where the partition must be; undefined: it must be empty. */
  readonly from: number | undefined
  readonly to: Point
  /** As in Progress; absent: from now on all is told. */
  readonly silentUntil?: number
  /** What is frozen there from now on; absent: as it was. */
  readonly freezes?: SlotFreezes
  readonly approvals: readonly Approval[]
  readonly views: readonly {
    readonly id: ActionId
    readonly name: keyof ShownViews
    readonly view: unknown
  }[]
  /** Approvals to forget now, with their views. */
  readonly dropped: readonly ActionId[]
  /** Kept beside the partitions, since repeats land anywhere. May be there although the change was refused: they are facts all the same. */
  readonly denials: readonly IndexedDenial[]
  readonly results: readonly { readonly commandId: string; readonly result: CommandResult }[]
  /** Approvals that were decided or fell into doubt before this go, and denials; a bounded number at a time. */
  readonly forgetBeforeMs: number
  /** Told to every listener on every replica after the change; empty while history is being read. */
  readonly hints: readonly Hint[]
  /** Actions whose messages must follow; stay in the list of news until they are settled. Absent: none. */
  readonly news?: readonly ActionId[]
  /** Everything that is pending after the change is news too: history has been read to its end, or something was frozen or thawed. */
  readonly tellsPending?: boolean
}

/** An action whose messages may be behind. */
export interface News {
  readonly id: ActionId
  /** Position of the change that made it news; 0 where only its moment has come. */
  readonly stamp: number
}

export interface SettledNews extends News {
  /** When it is to be news again, if nothing happens before. */
  readonly nextMs?: number
}

export interface Listed {
  /** Pending: next deadline first. Unknown: longest in doubt first. Allowed and decided: latest first. */
  readonly approvals: readonly Approval[]
  readonly total: number
}

/** All calls reject with HP_STORE when the server cannot be reached. */
export interface Projection {
  progress(partition: number): Promise<Progress | undefined>
  /** Deletes everything of the partition, position first. */
  wipe(partition: number): Promise<void>
  load(partition: number, ids: readonly ActionId[]): Promise<readonly (Approval | undefined)[]>
  /** All of it or nothing. False: the partition is not at `change.from`, and nothing was changed. */
  apply(partition: number, change: ProjectionChange): Promise<boolean>

  /** What messages must follow, oldest first, then what has its moment before or at `nowMs`. The same again until it is settled. */
  news(partition: number, nowMs: number, countMax: number): Promise<readonly News[]>
  /** Of what has become news again meanwhile (another stamp), nothing changes. */
  settle(partition: number, settled: readonly SettledNews[]): Promise<void>

  find(partition: number, id: ActionId): Promise<Approval | undefined>
  views(partition: number, id: ActionId): Promise<ShownViews>
  list(name: ListName, countMax: number): Promise<Listed>
  /** What of this shape was not let through, latest first. */
  denials(agent: string, shape: Digest): Promise<readonly Denial[]>
  result(partition: number, commandId: string): Promise<CommandResult | undefined>
  /** Called after changes, by whichever replica; may be missed when the connection is lost. Returns how to stop. */
  onChange(listener: (change: ChangeNotice) => void): () => void
  close(): Promise<void>
}

export interface ChangeNotice {
  readonly partition: number
  readonly hints: readonly Hint[]
  /** Ids of the commands whose results came with it. Whoever does not tell them may have any. */
  readonly answered?: readonly string[]
}
