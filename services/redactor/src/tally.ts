/** Findings as counts: what may be told about them beside the masked record itself. */
import { type Finding, unscannedType } from '@holdpoint/contracts'
import { opinionPrefix } from './second-opinion.ts'

export interface Tally {
  /** By type. */
  readonly types: Readonly<Record<string, number>>
  /** Of these, what a second opinion added. */
  readonly added: Readonly<Record<string, number>>
  /** Values that nobody could look at, by reason. */
  readonly unscanned: Readonly<Record<string, number>>
}

export function tally(findings: readonly Finding[]): Tally {
  const types: Record<string, number> = {}
  const added: Record<string, number> = {}
  const unscanned: Record<string, number> = {}
  for (const { type, detector } of findings) {
    if (type === unscannedType) count(unscanned, detector)
    else count(types, type)
    if (detector.startsWith(opinionPrefix)) count(added, type)
  }
  return { types, added, unscanned }
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
