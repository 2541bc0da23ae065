/** What a schema can't say about a policy file. */
import type { Assurance } from '@holdpoint/contracts'
import type { Path, YamlFile } from '../yaml-file.ts'
import { durationMs } from './duration.ts'
import type { PolicyFile, RuleEntry, TypeEntry } from './policy-file.ts'
import { clockNames, clocks, rememberRange, reversibleMaxMs, type TermsSource } from './terms.ts'

const hourMs = 3_600_000

type Require = NonNullable<RuleEntry['require']>

/** Throws HP_CONFIG for the first mistake. */
export function checkPolicyFile(
  { defaults, types, rules, freeze, thaw }: PolicyFile,
  yaml: YamlFile,
): void {
  checkClocks(defaults, ['defaults'], yaml)
  checkAssurance(defaults?.assurance, ['defaults'], yaml)
  checkAssurance(freeze?.assurance, ['freeze'], yaml)
  checkAssurance(thaw?.assurance, ['thaw'], yaml)
  for (const [type, entry] of Object.entries(types ?? {})) {
    checkClocks(entry, ['types', type], yaml)
    checkRetention(entry, ['types', type], yaml)
  }
  for (const [at, { allow, require }] of (rules ?? []).entries()) {
    checkClocks(allow, ['rules', at, 'allow'], yaml)
    if (require) checkRequire(require, ['rules', at, 'require'], yaml)
  }
}

function checkRequire(require: Require, path: Path, yaml: YamlFile): void {
  checkClocks(require, path, yaml)
  checkAssurance(require.assurance, path, yaml)
  const groups = require.groups?.map(({ group }) => group) ?? []
  if (new Set(groups).size < groups.length) {
    throw yaml.refuse([...path, 'groups'], 'names a group twice')
  }
  const { remindAfter = [], escalate = [] } = require
  checkAges(
    remindAfter.map((age, at) => [age, [...path, 'remindAfter', at]]),
    yaml,
  )
  checkAges(
    escalate.map(({ after }, at) => [after, [...path, 'escalate', at, 'after']]),
    yaml,
  )
  for (const [at, rung] of escalate.entries()) {
    if (!rung.groups && !rung.channels) {
      throw yaml.refuse([...path, 'escalate', at], 'must say groups or channels')
    }
  }
}

/** Ages of a hold, which must rise: otherwise a reader takes the order for the meaning. */
function checkAges(ages: readonly (readonly [age: string, path: Path])[], yaml: YamlFile): void {
  let lastMs = 0
  for (const [age, path] of ages) {
    const ms = timeIn(age, path, yaml, clocks.decideWithin)
    if (ms <= lastMs) throw yaml.refuse(path, 'must be later than the one before')
    lastMs = ms
  }
}

function checkClocks(source: TermsSource | undefined, path: Path, yaml: YamlFile): void {
  for (const clock of clockNames) {
    const text = source?.[clock]
    if (text !== undefined) timeIn(text, [...path, clock], yaml, clocks[clock])
  }
}

function checkRetention({ reversible, remember }: TypeEntry, path: Path, yaml: YamlFile): void {
  const rememberMs =
    remember === undefined
      ? rememberRange.minMs
      : timeIn(remember, [...path, 'remember'], yaml, rememberRange)
  if (!reversible) return
  const place = [...path, 'reversible', 'within']
  const withinMs = timeIn(reversible.within, place, yaml, { maxMs: reversibleMaxMs })
  if (withinMs > rememberMs) throw yaml.refuse(place, 'must not be longer than it is remembered')
}

function timeIn(
  text: string,
  path: Path,
  yaml: YamlFile,
  { minMs = 0, maxMs }: { readonly minMs?: number; readonly maxMs: number },
): number {
  const ms = durationMs(text)
  if (ms === undefined) throw yaml.refuse(path, 'must be a time such as 90s, 15m, 1h or 7d')
  if (ms > maxMs) throw yaml.refuse(path, `must be at most ${maxMs / hourMs}h`)
  if (ms < minMs) throw yaml.refuse(path, `must be at least ${minMs / hourMs}h`)
  return ms
}

/** Nobody can enrol a passkey yet: whoever asked for one would hold actions that nobody can release. */
function checkAssurance(assurance: Assurance | undefined, path: Path, yaml: YamlFile): void {
  if (assurance !== 'passkey') return
  throw yaml.refuse([...path, 'assurance'], 'cannot be passkey yet: nobody can enrol one')
}
