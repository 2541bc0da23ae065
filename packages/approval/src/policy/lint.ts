/** Looks for rules that do nothing: they never match, come after one that takes everything, or ask people who are not there. */
import type { ParsedDirectory } from '../directory.ts'
import { parseCondition } from './condition.ts'
import { impossible } from './impossible.ts'
import { lintDemand } from './lint-demand.ts'
import { compilePolicy } from './policy.ts'
import { Reach } from './reach.ts'
import { type Warning, warningAt } from './warning.ts'

/** Throws HP_CONFIG for a file that would be refused. With a directory it also says which people are not there. */
export function lintPolicy(text: string, name: string, directory?: ParsedDirectory): Warning[] {
  const policy = compilePolicy(text, name)
  const { yaml, file } = policy
  const entries = file.rules ?? []
  const catalogue = file.closed ? Object.keys(file.types ?? {}) : undefined
  const reach = new Reach(policy.rules, entries, catalogue)
  return entries.flatMap((entry, at) => {
    const { when } = entry
    const constants =
      when === undefined ? [] : impossible(parseCondition(when), when, { catalogue, directory })
    const remarks = [
      ...reach.of(at),
      ...constants.map((what) => [['when'], what] as const),
      ...lintDemand(entry, file, directory),
    ]
    return remarks.map(([path, what]) => warningAt(yaml, ['rules', at, ...path], entry.name, what))
  })
}
