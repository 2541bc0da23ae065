/** What decides the findings, in one digest: every masked action says under which rules it was masked. */
import { type Digest, digestBytes } from '@holdpoint/contracts'
import { contextWords, foreignWords } from './context.ts'
import { hintRows } from './hint-table.ts'
import type { Limits } from './limits.ts'
import { weightsManifest } from './name/tagger.ts'
import { secretRules } from './secret/rules.ts'
import { type Profile, types } from './types.ts'

/** Raised with every change that can change a result. */
export const engineVersion = '1.0.0'

const tables = JSON.stringify([
  types,
  hintRows,
  contextWords,
  foreignWords,
  secretRules,
  weightsManifest,
])

/** `own` is what the operator adds: detectors, partial reveal. */
export function describeConfig(profile: Profile, limits: Limits, own: unknown): Digest {
  return digestBytes(JSON.stringify([engineVersion, profile, limits, own, tables]))
}
