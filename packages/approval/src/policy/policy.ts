/** A policy file, compiled. */
import { type Demand, isMasked } from '@holdpoint/contracts'
import { defaultDemand } from '../demand.ts'
import { ownPrefix, ownRules } from '../own-rules.ts'
import type { Policy, Ruling, Submission } from '../rules.ts'
import { YamlFile } from '../yaml-file.ts'
import { checkPolicyFile } from './check-file.ts'
import { factsOf } from './facts.ts'
import { judge } from './judge.ts'
import { type PolicyFile, PolicyFile as PolicyFileSchema, TypeEntry } from './policy-file.ts'
import { compileRule, type Rule } from './rule.ts'
import { termsSources } from './terms.ts'

/** Throws HP_CONFIG naming file, line and rule. */
export function parsePolicy(text: string, name: string): Policy {
  const yaml = new YamlFile(text, name)
  const file = readFile(yaml)
  checkPolicyFile(file, yaml)
  const rules = compileRules(file, yaml)
  const fallback = { ...defaultDemand, ...pick(file.defaults?.assurance) }
  return {
    digest: yaml.digest,
    text,
    rule: (submission) => rule(submission, file, rules, fallback),
  }
}

function readFile(yaml: YamlFile): PolicyFile {
  const { types, ...file } = yaml.check(PolicyFileSchema, yaml.content())
  if (types === undefined) return file
  const entries = Object.entries(types).map(
    ([type, entry]) => [type, yaml.check(TypeEntry, entry, ['types', type])] as const,
  )
  return { ...file, types: Object.fromEntries(entries) }
}

interface Index {
  /** Rules of each type that the file names, in order. */
  readonly byType: ReadonlyMap<string, readonly Rule[]>
  readonly all: readonly Rule[]
}

function rule(
  submission: Submission,
  file: PolicyFile,
  { byType, all }: Index,
  fallback: Demand,
): Ruling {
  const facts = factsOf(submission)
  const { type } = facts
  const isListed = file.types !== undefined && Object.hasOwn(file.types, type)
  // A type is a plain name; one that is masked all the same is none that a rule could have meant.
  if ((file.closed && !isListed) || type === '' || isMasked(type)) {
    return { verdict: 'deny', rule: ownRules.unlisted, reason: 'this type is not in the catalogue' }
  }
  const rules = byType.get(type) ?? all.values().filter(({ matches }) => matches(type))
  return judge(submission, facts, { rules, fallback, sources: termsSources(file, type) })
}

function compileRules(file: PolicyFile, yaml: YamlFile): Index {
  const names = new Set<string>()
  const all = (file.rules ?? []).map((entry, at) => {
    const { name } = entry
    const complain = (path: readonly (string | number)[], rule: string) =>
      yaml.refuse(['rules', at, ...path], rule)
    if (name.startsWith(ownPrefix)) throw complain(['name'], `must not begin with ${ownPrefix}`)
    if (names.has(name)) throw complain(['name'], 'stands twice: facts name rules by it')
    names.add(name)
    return compileRule(entry, file.defaults ?? {}, complain)
  })
  const types = new Set([
    ...Object.keys(file.types ?? {}),
    ...all.flatMap(({ literals }) => literals),
  ])
  const byType = new Map(
    [...types].map((type) => [type, all.filter(({ matches }) => matches(type))]),
  )
  return { byType, all }
}

function pick(assurance: Demand['assurance'] | undefined): Partial<Demand> {
  return assurance === undefined ? {} : { assurance }
}
