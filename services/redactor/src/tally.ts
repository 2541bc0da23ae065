/** Findings as counts: what may be told about them beside the masked record itself. */
import { type Finding, unscannedType } from '@holdpoint/contracts'

export interface Tally {
  /** By type. */
  readonly types: Readonly<Record<string, number>>
  /** Values that nobody could look at, by reason. */
  readonly unscanned: Readonly<Record<string, number>>
}

export function tally(findings: readonly Finding[]): Tally {
  const types: Record<string, number> = {}
  const unscanned: Record<string, number> = {}
  for (const { type, detector } of findings) {
    if (type === unscannedType) unscanned[detector] = (unscanned[detector] ?? 0) + 1
    else types[type] = (types[type] ?? 0) + 1
  }
  return { types, unscanned }
}
