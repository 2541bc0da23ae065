/** What came of a run: one JSON object, or a few lines for people. */
import type { StormResult } from './storm.ts'

export interface Result {
  readonly seed: number
  readonly storm?: StormResult
}

export interface Report extends Result {
  readonly violations: readonly string[]
}

export function reportOf(result: Result): Report {
  return { ...result, violations: [...(result.storm?.violations ?? [])] }
}

export function textOf(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
