/** Two gates under load and faults; then the faults cease, everything settles, and it is judged. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Arena } from './arena.ts'
import { gather } from './evidence.ts'
import { Load } from './load.ts'
import { type Recovery, recoveries, slowest } from './recovery.ts'
import { Scene } from './scene.ts'
import type { Fault } from './schedule.ts'
import { judge, type Verdict } from './verdict.ts'
import { Weather } from './weather.ts'

const warmMs = 2_000
/** After the last fault, so that its recovery is seen under load. */
const calmMs = 5_000

export interface StormOptions {
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly perSecond: number
  readonly slots?: number
  readonly signal?: AbortSignal
}

export interface StormResult extends Verdict {
  readonly faults: Readonly<Record<string, number>>
  readonly slowestRecovery: Recovery | undefined
  /** From the end of the load until everything had ended. */
  readonly settledMs: number
  readonly tookMs: number
}

export async function storm(arena: Arena, options: StormOptions): Promise<StormResult> {
  const { seed, faults, perSecond, slots } = options
  const startedMs = Date.now()
  const scene = new Scene(arena, await arena.platform(slots === undefined ? {} : { slots }))
  try {
    arena.copyRedis()
    const load = new Load(scene, { seed, perSecond })
    const running = load.run()
    const weather = new Weather(scene)
    const { signal = new AbortController().signal } = options
    await weather.run(faults, Date.now() + warmMs, signal)
    await pause(calmMs, signal)
    const calmAtMs = Date.now()
    await load.stop()
    await running
    await scene.settled()
    const settledMs = Date.now() - calmAtMs
    await scene.quiet()
    const evidence = await gather(scene)
    const committed = evidence.decisions.map(({ event, appendedMs }) => {
      return { slot: event.fact.slot, appendedMs }
    })
    return {
      ...judge(evidence),
      faults: countOf(weather.happened.map(({ kind }) => kind)),
      slowestRecovery: slowest(recoveries(weather.happened, committed)),
      ...{ settledMs, tookMs: Date.now() - startedMs },
    }
  } finally {
    await scene.close()
  }
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal })
}
