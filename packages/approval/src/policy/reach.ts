/** Which rules an action can get to, as far as the file alone can tell. */
import { covers } from './glob.ts'
import type { RuleEntry } from './policy-file.ts'
import type { Rule } from './rule.ts'
import type { Truth } from './value.ts'
import type { Remark } from './warning.ts'

/** One rule, and what it comes to before it meets an action. */
interface Place {
  readonly rule: Rule
  readonly entry: RuleEntry
  readonly globs: readonly string[]
  /** Types of a closed catalogue that it names. */
  readonly listed: readonly string[] | undefined
  /** What its condition comes to for every action that it can meet; unknown: it depends. */
  readonly always: Truth
}

export class Reach {
  private readonly places: readonly Place[]

  /** `catalogue`: the types there are; undefined: any. */
  constructor(
    rules: readonly Rule[],
    entries: readonly RuleEntry[],
    catalogue: readonly string[] | undefined,
  ) {
    this.places = rules.map((rule, at) => placeOf(rule, entries[at] ?? { name: '' }, catalogue))
  }

  /** What is the matter with the rule at this place. */
  of(at: number): Remark[] {
    const place = this.places[at]
    if (!place) return []
    const { entry, always, listed } = place
    if (listed?.length === 0) return [[['types'], 'can never match: none of them is listed']]
    const taker = this.before(at).find((earlier) => takes(earlier, place))
    if (taker) {
      const { name } = taker.rule
      return [[[], `can never match: rule "${name}" before it takes all that it could`]]
    }
    if (always === false) return [[['when'], 'can never match: it is false for every action']]
    const isIdle = always === true && entry.when !== undefined
    return [
      ...this.lost(at, place),
      ...(isIdle ? [[['when'], 'is true for every action'] as const] : []),
    ]
  }

  private before(at: number): readonly Place[] {
    return this.places.slice(0, at)
  }

  /** Types that the rule names in vain: an earlier rule, or another of its own globs, takes them all. */
  private lost(at: number, { entry: { types = [] } }: Place): Remark[] {
    const takers = this.before(at).filter(({ always }) => always === true)
    return types.flatMap((type, index): Remark[] => {
      const taker = takers.find(({ globs }) => globs.some((wide) => covers(wide, type)))
      const path = ['types', index]
      if (taker) return [[path, `never gets here: rule "${taker.rule.name}" before it takes it`]]
      const own = types.findIndex((wide, other) => other !== index && covers(wide, type))
      const isTwin = own > index && types[own] === type
      return own < 0 || isTwin ? [] : [[path, `is among ${types[own]} anyway`]]
    })
  }
}

function placeOf(rule: Rule, entry: RuleEntry, catalogue: readonly string[] | undefined): Place {
  const { when, matches, literals } = rule
  const globs = entry.types ?? ['*']
  const listed = catalogue?.filter(matches)
  const types = listed ?? (literals.length === globs.length ? literals : undefined)
  return { rule, entry, globs, listed, always: when ? alwaysIs(when, types) : true }
}

/**
 * What is known when nothing is known of the action but, where they can be counted, its type is so for every action: that is the law of conditions.
 */
function alwaysIs(when: NonNullable<Rule['when']>, types: readonly string[] | undefined): Truth {
  const truths = new Set(types?.map((type) => when({ type })) ?? [])
  const [only] = truths
  return only === undefined || truths.size > 1 ? when({}) : only
}

/** Whether the earlier one matches whatever the later one would. */
function takes(earlier: Place, later: Place): boolean {
  const { when } = earlier.entry
  const isSame = when !== undefined && when.trim() === later.entry.when?.trim()
  if (!isSame && earlier.always !== true) return false
  if (later.listed) return later.listed.every((type) => earlier.rule.matches(type))
  return later.globs.every((glob) => earlier.globs.some((wide) => covers(wide, glob)))
}
