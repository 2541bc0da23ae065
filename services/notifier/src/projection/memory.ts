/** The projection in one process: for tests, and where nothing survives anyhow. Replicas share a server. */
import type { ActionId, Digest } from '@holdpoint/contracts'
import { HoldpointError } from '@holdpoint/contracts'
import { type Approval, isPending, type ListName, placeOf } from '../approval.ts'
import type { Denial, IndexedDenial } from '../denial.ts'
import {
  type ChangeNotice,
  type CommandResult,
  denialsPerAgentMax,
  denialsPerShapeMax,
  type Listed,
  type News,
  type Progress,
  type Projection,
  type ProjectionChange,
  type SettledNews,
  type ShownViews,
} from './port.ts'

interface Partition {
  readonly progress: Progress
  readonly approvals: Map<ActionId, Approval>
  readonly views: Map<ActionId, ShownViews>
  readonly results: Map<string, CommandResult>
  /** Stamps. */
  readonly news: Map<ActionId, number>
  /** When each is news again. */
  readonly moments: Map<ActionId, number>
}

/** Order of a fault: `fail` refuses the call, `failAfter` does the work and refuses all the same. */
export type ProjectionFault = 'ok' | 'fail' | 'failAfter'

export class MemoryProjectionServer {
  readonly partitions = new Map<number, Partition>()
  /** By agent, then by shape. */
  readonly denials = new Map<string, ReadonlyMap<Digest, readonly Denial[]>>()
  readonly listeners = new Set<(notice: ChangeNotice) => void>()
  /** Asked before every call of `apply`. */
  fault: () => ProjectionFault = () => 'ok'

  open(): Projection {
    return new MemoryProjection(this)
  }

  /** FLUSHALL. */
  flush(): void {
    this.partitions.clear()
    this.denials.clear()
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
    for (const [agent, own] of Map.groupBy(change.denials, (denial) => denial.agent)) {
      const known = this.#server.denials.get(agent) ?? new Map()
      this.#server.denials.set(agent, remembered(known, own, change.forgetBeforeMs))
    }
    const known = this.#server.partitions.get(partition)
    if (known?.progress.position !== change.from) return false
    this.#server.partitions.set(partition, changed(known, change))
    if (fault === 'failAfter') throw failure
    if (change.hints.length + change.results.length > 0) {
      const answered = change.results.map(({ commandId }) => commandId)
      const notice = { partition, hints: change.hints, answered }
      for (const listener of this.#server.listeners) listener(notice)
    }
    return true
  }

  async news(partition: number, nowMs: number, countMax: number): Promise<readonly News[]> {
    const { news = new Map<ActionId, number>(), moments = new Map<ActionId, number>() } =
      this.#server.partitions.get(partition) ?? {}
    const changed = [...news].toSorted(([, one], [, two]) => one - two)
    const due = [...moments].filter(([id, atMs]) => atMs <= nowMs && !news.has(id))
    const found = [...changed, ...due.map(([id]) => [id, 0] as const)]
    return found.slice(0, countMax).map(([id, stamp]) => ({ id, stamp }))
  }

  async settle(partition: number, settled: readonly SettledNews[]): Promise<void> {
    const known = this.#server.partitions.get(partition)
    for (const { id, stamp, nextMs } of settled) {
      if (known === undefined || (known.news.get(id) ?? 0) !== stamp) continue
      known.news.delete(id)
      if (nextMs === undefined) known.moments.delete(id)
      else known.moments.set(id, nextMs)
    }
  }

  async find(partition: number, id: ActionId): Promise<Approval | undefined> {
    return this.#server.partitions.get(partition)?.approvals.get(id)
  }

  async views(partition: number, id: ActionId): Promise<ShownViews> {
    return this.#server.partitions.get(partition)?.views.get(id) ?? {}
  }

  async list(name: ListName, countMax: number): Promise<Listed> {
    const sign = name === 'pending' || name === 'unknown' ? 1 : -1
    const approvals = [...this.#server.partitions.values()]
      .flatMap((partition) => [...partition.approvals.values()])
      .filter((approval) => placeOf(approval)[0] === name)
      .toSorted((left, right) => sign * (placeOf(left)[1] - placeOf(right)[1]))
    return { approvals: approvals.slice(0, countMax), total: approvals.length }
  }

  async denials(agent: string, shape: Digest): Promise<readonly Denial[]> {
    return this.#server.denials.get(agent)?.get(shape) ?? []
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
  const freezes = change.freezes ?? known?.progress.freezes
  const next: Partition = {
    progress: {
      ...change.to,
      ...(freezes && { freezes }),
      ...(change.silentUntil === undefined ? {} : { silentUntil: change.silentUntil }),
    },
    approvals: new Map(known?.approvals),
    views: new Map(known?.views),
    results: new Map(known?.results),
    news: new Map(known?.news),
    moments: new Map(known?.moments),
  }
  for (const approval of change.approvals) next.approvals.set(approval.id, approval)
  for (const { id, name, view } of change.views) {
    next.views.set(id, { ...next.views.get(id), [name]: view })
  }
  for (const { commandId, result } of change.results) next.results.set(commandId, result)
  const forgotten = [...next.approvals.values()].filter((approval) => {
    const [list, atMs] = placeOf(approval)
    return (list === 'decided' || list === 'unknown') && atMs < change.forgetBeforeMs
  })
  for (const id of [...change.dropped, ...forgotten.map((approval) => approval.id)]) {
    next.approvals.delete(id)
    next.views.delete(id)
    next.news.delete(id)
    next.moments.delete(id)
  }
  const pending = [...next.approvals.values()].filter(isPending).map(({ id }) => id)
  const news = [...(change.news ?? []), ...(change.tellsPending ? pending : [])]
  for (const id of news) next.news.set(id, change.to.position)
  return next
}

/** Those of one agent, with these. */
function remembered(
  known: ReadonlyMap<Digest, readonly Denial[]>,
  denials: readonly IndexedDenial[],
  forgetBeforeMs: number,
): ReadonlyMap<Digest, readonly Denial[]> {
  const next = new Map(known)
  for (const { agent: _, shape, ...denial } of denials) {
    const others = (next.get(shape) ?? []).filter(({ id }) => id !== denial.id)
    const latest = [denial, ...others].toSorted((one, two) => two.deniedAtMs - one.deniedAtMs)
    next.set(shape, latest.slice(0, denialsPerShapeMax))
  }
  const latestMs = ([, latest]: [Digest, readonly Denial[]]) => latest[0]?.deniedAtMs ?? 0
  const kept = [...next]
    .filter((entry) => latestMs(entry) >= forgetBeforeMs)
    .toSorted((one, two) => latestMs(two) - latestMs(one))
  return new Map(kept.slice(0, denialsPerAgentMax))
}
