/** What a schema can't say about a policy file. */
import type { Assurance } from '@holdpoint/contracts'
import type { Path, YamlFile } from '../yaml-file.ts'
import { durationMs } from './duration.ts'
import type { PolicyFile } from './policy-file.ts'
import { clockNames, clocks, type TermsSource } from './terms.ts'

const hourMs = 3_600_000

/** Throws HP_CONFIG for the first mistake. */
export function checkPolicyFile({ defaults, types, rules }: PolicyFile, yaml: YamlFile): void {
  checkClocks(defaults, ['defaults'], yaml)
  checkAssurance(defaults?.assurance, ['defaults'], yaml)
  for (const [type, entry] of Object.entries(types ?? {})) checkClocks(entry, ['types', type], yaml)
  for (const [at, { allow, require }] of (rules ?? []).entries()) {
    checkClocks(allow, ['rules', at, 'allow'], yaml)
    const path = ['rules', at, 'require']
    checkClocks(require, path, yaml)
    checkAssurance(require?.assurance, path, yaml)
    const groups = require?.groups?.map(({ group }) => group) ?? []
    if (new Set(groups).size < groups.length) {
      throw yaml.refuse([...path, 'groups'], 'names a group twice')
    }
  }
}

function checkClocks(source: TermsSource | undefined, path: Path, yaml: YamlFile): void {
  for (const clock of clockNames) {
    const text = source?.[clock]
    if (text === undefined) continue
    const ms = durationMs(text)
    const { maxMs } = clocks[clock]
    if (ms === undefined) {
      throw yaml.refuse([...path, clock], 'must be a time such as 90s, 15m, 1h or 7d')
    }
    if (ms > maxMs) throw yaml.refuse([...path, clock], `must be at most ${maxMs / hourMs}h`)
  }
}

/** Nobody can enrol a passkey yet: whoever asked for one would hold actions that nobody can release. */
function checkAssurance(assurance: Assurance | undefined, path: Path, yaml: YamlFile): void {
  if (assurance !== 'passkey') return
  throw yaml.refuse([...path, 'assurance'], 'cannot be passkey yet: nobody can enrol one')
}
