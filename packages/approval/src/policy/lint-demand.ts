/** What a rule asks of people and can't get: after the deadline, or of people who are not there. */
import type { ParsedDirectory } from '../directory.ts'
import { durationMs } from './duration.ts'
import type { PolicyFile, RuleEntry } from './policy-file.ts'
import { clockOf } from './terms.ts'
import type { Remark } from './warning.ts'

type Require = NonNullable<RuleEntry['require']>

export function lintDemand(
  { require }: RuleEntry,
  file: PolicyFile,
  directory: ParsedDirectory | undefined,
): Remark[] {
  if (!require) return []
  const at = (path: readonly (string | number)[], text: string): Remark => [
    ['require', ...path],
    text,
  ]
  return [
    ...tooLate(require, file).map(([path, text]) => at(path, text)),
    ...idle(require).map(([path, text]) => at(path, text)),
    ...(directory ? missing(require, directory).map(([path, text]) => at(path, text)) : []),
  ]
}

/** Ages at which nobody is waiting any more, under the longest time to decide that may hold. */
function tooLate(require: Require, file: PolicyFile): Remark[] {
  const sources = [{}, ...Object.values(file.types ?? {})]
  const ofTypes = sources.map((entry) =>
    clockOf('decideWithin', [require, entry, file.defaults ?? {}]),
  )
  const longestMs = Math.max(...ofTypes)
  const isLate = (age: string) => (durationMs(age) ?? 0) >= longestMs
  const text = 'comes after the time to decide is over'
  return [
    ...(require.remindAfter ?? []).flatMap((age, at): Remark[] =>
      isLate(age) ? [[['remindAfter', at], text]] : [],
    ),
    ...(require.escalate ?? []).flatMap(({ after }, at): Remark[] =>
      isLate(after) ? [[['escalate', at], text]] : [],
    ),
  ]
}

function idle({ groups = [], escalate = [] }: Require): Remark[] {
  if (groups.length > 0) return []
  return escalate.flatMap((rung, at): Remark[] =>
    rung.groups ? [[['escalate', at, 'groups'], 'adds nobody: anybody may vote anyway']] : [],
  )
}

function missing({ groups = [], escalate = [], quorum = 1 }: Require, directory: ParsedDirectory) {
  const { members, peopleCount } = directory
  const unknown = 'is no group of the directory'
  const added = escalate.flatMap((rung, at) =>
    (rung.groups ?? []).flatMap((group, index): Remark[] =>
      members.has(group) ? [] : [[['escalate', at, 'groups', index], unknown]],
    ),
  )
  const asked = groups.flatMap(({ group, min = 0 }, at): Remark[] => {
    const size = members.get(group)
    if (size === undefined) return [[['groups', at, 'group'], unknown]]
    return size < min ? [[['groups', at], `asks for ${min} of ${group}, which has ${size}`]] : []
  })
  const tooMany = `asks for ${quorum} people, and the directory has ${peopleCount}`
  const crowd: Remark[] = quorum > peopleCount ? [[['quorum'], tooMany]] : []
  return [...asked, ...added, ...crowd]
}
