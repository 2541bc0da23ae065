/** How long it took, after each fault, until every slot had committed again. */
import type { Happened } from './weather.ts'

export interface Committed {
  readonly slot: number
  readonly appendedMs: number
}

export interface Recovery {
  readonly kind: Happened['kind']
  /** From the moment that nothing was in its way any more. */
  readonly tookMs: number
}

/** What nothing followed in some slot, since the storm was over, has no recovery. `committed`: in any order. */
export function recoveries(
  happened: readonly Happened[],
  committed: readonly Committed[],
): Recovery[] {
  const slots = Map.groupBy(committed, ({ slot }) => slot)
  return happened.flatMap(({ kind, liftedMs }) => {
    const first = [...slots.values()].map((own) =>
      own.reduce(
        (least, { appendedMs }) => (appendedMs >= liftedMs ? Math.min(least, appendedMs) : least),
        Number.POSITIVE_INFINITY,
      ),
    )
    const lastMs = Math.max(...first)
    return Number.isFinite(lastMs) ? [{ kind, tookMs: lastMs - liftedMs }] : []
  })
}

export function slowest(list: readonly Recovery[]): Recovery | undefined {
  return list.toSorted((a, b) => b.tookMs - a.tookMs)[0]
}
