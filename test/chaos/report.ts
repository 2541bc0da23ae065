/** What came of a run: one JSON object, or a few lines for people. */
import type { StormResult } from './storm.ts'
import type { Verdict } from './verdict.ts'

export interface Played extends Verdict {
  readonly name: string
  readonly tookMs: number
}

export interface Result {
  readonly seed: number
  readonly storm: StormResult | undefined
  readonly cases: readonly Played[]
}

export interface Report {
  readonly seed: number
  readonly actions: number
  readonly endings: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly slowestRecovery: StormResult['slowestRecovery']
  readonly tookMs: number
  readonly cases: Readonly<Record<string, 'clean' | 'broken'>>
  readonly violations: readonly string[]
}

export function reportOf({ seed, storm, cases }: Result): Report {
  const parts: readonly (Verdict & { tookMs: number })[] = [...(storm ? [storm] : []), ...cases]
  const endings: Record<string, number> = {}
  for (const part of parts) {
    for (const [name, count] of Object.entries(part.endings)) {
      endings[name] = (endings[name] ?? 0) + count
    }
  }
  return {
    seed,
    actions: parts.reduce((sum, { actions }) => sum + actions, 0),
    endings,
    faults: storm?.faults ?? {},
    slowestRecovery: storm?.slowestRecovery,
    tookMs: parts.reduce((sum, { tookMs }) => sum + tookMs, 0),
    cases: Object.fromEntries(
      cases.map(({ name, violations }) => [name, violations.length === 0 ? 'clean' : 'broken']),
    ),
    violations: [
      ...(storm?.violations ?? []),
      ...cases.flatMap(({ name, violations }) => violations.map((each) => `${name}: ${each}`)),
    ],
  }
}

export function textOf(report: Report): string {
  const { seed, actions, endings, faults, slowestRecovery, tookMs, cases, violations } = report
  const slowest = slowestRecovery
    ? [`slowest recovery: ${seconds(slowestRecovery.tookMs)}, after: ${slowestRecovery.kind}`]
    : []
  return lines([
    `seed ${seed}, ${seconds(tookMs)}: ${actions} actions (${counts(endings)})`,
    ...(Object.keys(faults).length > 0 ? [`faults: ${counts(faults)}`] : []),
    ...slowest,
    ...Object.entries(cases).map(([name, verdict]) => `case ${name}: ${verdict}`),
    violations.length === 0 ? 'no promise was broken' : `${violations.length} violations:`,
    ...violations.map((violation) => `  ${violation}`),
  ])
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
