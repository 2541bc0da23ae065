/** The redaction engine's figures as text for people, with the goals beside them. */
import type { RedactionFigures } from './measure-redaction.ts'
import { rounded } from './statistics.ts'

const goals = { withoutNames: 1, withNames: 0.5, presidio: 300, p99Ms: 1, largeMs: 150 } as const
const adversaryRateMin = 5
const growthMax = 5

export function redactionText(figures: RedactionFigures): string {
  const { megabytesPerSecond: rate, action, largeActionMs, adversaries } = figures
  const line = (name: string, value: number, unit: string, goal: string): string =>
    `${name.padEnd(34)} ${String(rounded(value)).padStart(8)} ${unit.padEnd(6)} ${goal}`
  const ofNaive = (value: number, goal: number): string =>
    `${rounded(value / rate.naive)} × naive, goal ${goal}`
  const slow = Object.entries(adversaries).toSorted(([, a], [, b]) => a.rate - b.rate)
  return [
    ...(figures.quick ? ['quick: the compiler was not done'] : []),
    line('five naive patterns', rate.naive, 'MB/s', ''),
    line(
      'engine without names',
      rate.withoutNames,
      'MB/s',
      ofNaive(rate.withoutNames, goals.withoutNames),
    ),
    line('engine with names', rate.withNames, 'MB/s', ofNaive(rate.withNames, goals.withNames)),
    rate.presidio === undefined
      ? 'Presidio, patterns only: not installed'
      : line(
          'Presidio, patterns only',
          rate.presidio,
          'MB/s',
          `engine ${rounded(rate.withoutNames / rate.presidio)} ×, goal ${goals.presidio}`,
        ),
    line(`action of ${action.chars}, sealed, p50`, action.p50Ms, 'ms', ''),
    line(`action of ${action.chars}, sealed, p99`, action.p99Ms, 'ms', `goal ${goals.p99Ms}`),
    line('action of 1 MB', largeActionMs, 'ms', `goal ${goals.largeMs}`),
    '',
    `inputs made to be slow: goal ${adversaryRateMin} MB/s, and ${growthMax} × the time for 4 × the input`,
    ...slow.map(([name, { rate, growth }]) => line(name, rate, 'MB/s', `${rounded(growth)} ×`)),
    '',
  ].join('\n')
}
