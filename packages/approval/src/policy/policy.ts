/** A policy file, compiled. */
import { type Demand, isMasked } from '@holdpoint/contracts'
import { defaultDemand } from '../demand.ts'
import { ownPrefix, ownRules } from '../own-rules.ts'
import type { Office, Policy, Ruling, Submission } from '../rules.ts'
import { YamlFile } from '../yaml-file.ts'
import { checkPolicyFile } from './check-file.ts'
import { factsOf } from './facts.ts'
import { type Bench, judge, type Witness } from './judge.ts'
import { type PolicyFile, PolicyFile as PolicyFileSchema, TypeEntry } from './policy-file.ts'
import { compileRule, type Rule } from './rule.ts'
import { retentionOf, termsSources } from './terms.ts'
import { type PolicyWords, wordsOf } from './words.ts'

/** Types whose rules are kept sorted out; whoever thinks up more of them only makes the policy slower. */
const typesRememberedMax = 2000

/** A policy with what it says to people. */
export interface SpokenPolicy extends Policy {
  readonly words: PolicyWords
}

/** With what only those who look into it need. */
export interface CompiledPolicy extends SpokenPolicy {
  readonly yaml: YamlFile
  readonly file: PolicyFile
  readonly rules: readonly Rule[]
  /** The same as `rule`, and tells the witness of each rule on the way. */
  explain(submission: Submission, witness: Witness): Ruling
}

/** Throws HP_CONFIG naming file, line and rule. */
export function parsePolicy(text: string, name: string): SpokenPolicy {
  const { digest, rule, offices, words } = compilePolicy(text, name)
  return { digest, text, rule, offices, words }
}

/** Throws as `parsePolicy` does. */
export function compilePolicy(text: string, name: string): CompiledPolicy {
  const yaml = new YamlFile(text, name)
  const file = readFile(yaml)
  checkPolicyFile(file, yaml)
  const rules = compileRules(file, yaml)
  const explain = judgeOf(file, rules)
  const rule = (submission: Submission) => explain(submission)
  const words = wordsOf(file, yaml)
  const offices = { freeze: office(file.freeze), thaw: office(file.thaw) }
  return { digest: yaml.digest, text, rule, offices, words, yaml, file, rules, explain }
}

function readFile(yaml: YamlFile): PolicyFile {
  const { types, ...file } = yaml.check(PolicyFileSchema, yaml.content())
  if (types === undefined) return file
  const entries = Object.entries(types).map(
    ([type, entry]) => [type, yaml.check(TypeEntry, entry, ['types', type])] as const,
  )
  return { ...file, types: Object.fromEntries(entries) }
}

function compileRules(file: PolicyFile, yaml: YamlFile): readonly Rule[] {
  const names = new Set<string>()
  return (file.rules ?? []).map((entry, at) => {
    const { name } = entry
    const complain = (path: readonly (string | number)[], rule: string) =>
      yaml.refuse(['rules', at, ...path], rule)
    if (name.startsWith(ownPrefix)) throw complain(['name'], `must not begin with ${ownPrefix}`)
    if (names.has(name)) throw complain(['name'], 'stands twice: facts name rules by it')
    names.add(name)
    return compileRule(entry, file.defaults ?? {}, complain)
  })
}

function office({ groups = [], assurance = 'chat' }: PolicyFile['freeze'] = {}): Office {
  return { groups, assurance }
}

function judgeOf(file: PolicyFile, rules: readonly Rule[]) {
  const { assurance = defaultDemand.assurance } = file.defaults ?? {}
  const fallback: Demand = { ...defaultDemand, assurance }
  const benchOf = (type: string): Bench => ({
    rules: rules.filter(({ matches }) => matches(type)),
    fallback,
    sources: termsSources(file, type),
    retention: retentionOf(file, type),
  })
  const benches = new Map<string, Bench>()
  const remembered = (type: string): Bench => {
    const known = benches.get(type)
    if (known) return known
    if (benches.size >= typesRememberedMax) benches.clear()
    const bench = benchOf(type)
    benches.set(type, bench)
    return bench
  }
  return (submission: Submission, witness?: Witness): Ruling => {
    const facts = factsOf(submission)
    const { type } = facts
    const isListed = file.types !== undefined && Object.hasOwn(file.types, type)
    // A type is a plain name; one that is masked all the same is none that a rule could have meant.
    if ((file.closed && !isListed) || type === '' || isMasked(type)) {
      const reason = 'this type is not in the catalogue'
      return { verdict: 'deny', rule: ownRules.unlisted, reason }
    }
    return judge(submission, facts, remembered(type), witness)
  }
}
