/** The projection in one process: for tests, and where nothing survives anyhow. Replicas share a server. */
import type { ActionId } from '@holdpoint/contracts'
import { HoldpointError } from '@holdpoint/contracts'
import { type Approval, isPending } from '../approval.ts'
import type {
  ChangeNotice,
  CommandResult,
  Listed,
  Progress,
  Projection,
  ProjectionChange,
  ShownViews,
} from './port.ts'

interface Partition {
  readonly progress: Progress
  readonly approvals: Map<ActionId, Approval>
  readonly views: Map<ActionId, ShownViews>
  readonly results: Map<string, CommandResult>
}

/** Order of a fault: `fail` refuses the call, `failAfter` does the work and refuses all the same. */
export type ProjectionFault = 'ok' | 'fail' | 'failAfter'

export class MemoryProjectionServer {
  readonly partitions = new Map<number, Partition>()
  readonly listeners = new Set<(notice: ChangeNotice) => void>()
  /** Asked before every call of `apply`. */
  fault: () => ProjectionFault = () => 'ok'

  open(): Projection {
    return new MemoryProjection(this)
  }

  /** FLUSHALL. */
  flush(): void {
    this.partitions.clear()
  }
}

class MemoryProjection implements Projection {
  readonly #server: MemoryProjectionServer
  readonly #mine = new Set<(notice: ChangeNotice) => void>()

  constructor(server: MemoryProjectionServer) {
    this.#server = server
  }

  async progress(partition: number): Promise<Progress | undefined> {
    return this.#server.partitions.get(partition)?.progress
  }

  async wipe(partition: number): Promise<void> {
    this.#server.partitions.delete(partition)
  }

  async load(
    partition: number,
    ids: readonly ActionId[],
  ): Promise<readonly (Approval | undefined)[]> {
    return ids.map((id) => this.#server.partitions.get(partition)?.approvals.get(id))
  }

  async apply(partition: number, change: ProjectionChange): Promise<boolean> {
    const fault = this.#server.fault()
    const failure = new HoldpointError('HP_STORE', { rule: 'ordered' })
    if (fault === 'fail') throw failure
    const known = this.#server.partitions.get(partition)
    if (known?.progress.position !== change.from) return false
    this.#server.partitions.set(partition, changed(known, change))
    if (fault === 'failAfter') throw failure
    if (change.hints.length + change.results.length > 0) {
      for (const listener of this.#server.listeners) listener({ partition, hints: change.hints })
    }
    return true
  }

  async find(partition: number, id: ActionId): Promise<Approval | undefined> {
    return this.#server.partitions.get(partition)?.approvals.get(id)
  }

  async views(partition: number, id: ActionId): Promise<ShownViews> {
    return this.#server.partitions.get(partition)?.views.get(id) ?? {}
  }

  async list(state: 'pending' | 'decided', countMax: number): Promise<Listed> {
    const approvals = [...this.#server.partitions.values()]
      .flatMap((partition) => [...partition.approvals.values()])
      .filter((approval) => isPending(approval) === (state === 'pending'))
      .toSorted((left, right) =>
        state === 'pending'
          ? left.decideByMs - right.decideByMs
          : (right.decidedAtMs ?? 0) - (left.decidedAtMs ?? 0),
      )
    return { approvals: approvals.slice(0, countMax), total: approvals.length }
  }

  async result(partition: number, commandId: string): Promise<CommandResult | undefined> {
    return this.#server.partitions.get(partition)?.results.get(commandId)
  }

  onChange(listener: (notice: ChangeNotice) => void): () => void {
    this.#mine.add(listener)
    this.#server.listeners.add(listener)
    return () => {
      this.#mine.delete(listener)
      this.#server.listeners.delete(listener)
    }
  }

  async close(): Promise<void> {
    for (const listener of this.#mine) this.#server.listeners.delete(listener)
  }
}

function changed(known: Partition | undefined, change: ProjectionChange): Partition {
  const next: Partition = {
    progress: change.to,
    approvals: new Map(known?.approvals),
    views: new Map(known?.views),
    results: new Map(known?.results),
  }
  for (const approval of change.approvals) next.approvals.set(approval.id, approval)
  for (const { id, name, view } of change.views) {
    next.views.set(id, { ...next.views.get(id), [name]: view })
  }
  for (const { commandId, result } of change.results) next.results.set(commandId, result)
  for (const [id, approval] of next.approvals) {
    if ((approval.decidedAtMs ?? Number.POSITIVE_INFINITY) >= change.forgetBeforeMs) continue
    next.approvals.delete(id)
    next.views.delete(id)
  }
  return next
}
