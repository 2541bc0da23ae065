/** One rule of the file, compiled. */
import type { Demand } from '@holdpoint/contracts'
import { defaultDemand } from '../demand.ts'
import { type Condition, compileCondition } from './condition.ts'
import { durationMs } from './duration.ts'
import { glob, isLiteral } from './glob.ts'
import { ConditionError } from './kind.ts'
import type { PolicyFile, RuleEntry } from './policy-file.ts'
import type { TermsSource } from './terms.ts'

/** `isJustified`: only where the agent says why. */
export type Effect =
  | { readonly verdict: 'allow'; readonly isJustified: boolean; readonly terms: TermsSource }
  | { readonly verdict: 'deny'; readonly reason?: string }
  | {
      readonly verdict: 'require'
      readonly demand: Demand
      readonly isJustified: boolean
      readonly terms: TermsSource
    }

export interface Rule {
  readonly name: string
  /** Types that it names without a star. */
  readonly literals: readonly string[]
  readonly matches: (type: string) => boolean
  /** Undefined: always. */
  readonly when: Condition | undefined
  readonly effect: Effect
}

/** Complaints about a rule: where in it, and what. */
export type Complain = (path: readonly (string | number)[], rule: string) => Error

export function compileRule(
  entry: RuleEntry,
  defaults: NonNullable<PolicyFile['defaults']>,
  complain: Complain,
): Rule {
  const { name, types } = entry
  const globs = (types ?? ['*']).map(glob)
  return {
    name,
    literals: (types ?? []).filter(isLiteral),
    matches: (type) => globs.some((matches) => matches(type)),
    when: compileWhen(entry, complain),
    effect: effectOf(entry, defaults, complain),
  }
}

function compileWhen({ when }: RuleEntry, complain: Complain): Condition | undefined {
  if (when === undefined) return undefined
  try {
    return compileCondition(when)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    throw complain(['when'], `(character ${error.at}) ${error.message}`)
  }
}

function effectOf(
  { allow, deny, require }: RuleEntry,
  defaults: NonNullable<PolicyFile['defaults']>,
  complain: Complain,
): Effect {
  if ([allow, deny, require].filter((effect) => effect !== undefined).length !== 1) {
    throw complain([], 'must say one of allow, deny and require')
  }
  if (deny) return { verdict: 'deny', ...deny }
  const isJustified = (allow ?? require)?.justificationRequired ?? false
  if (allow) return { verdict: 'allow', isJustified, terms: allow }
  const asked = require ?? {}
  return { verdict: 'require', demand: demandOf(asked, defaults), isJustified, terms: asked }
}

function demandOf(
  asked: NonNullable<RuleEntry['require']>,
  defaults: NonNullable<PolicyFile['defaults']>,
): Demand {
  const { quorum, groups, assurance, denials, reasonRequired } = asked
  const { exclude, channels, remindAfter, escalate, risk } = asked
  return {
    quorum: quorum ?? defaultDemand.quorum,
    groups: (groups ?? []).map(({ group, min }) => ({ group, min: min ?? 0 })),
    assurance: assurance ?? defaults.assurance ?? defaultDemand.assurance,
    denials: denials ?? defaultDemand.denials,
    reasonRequired: reasonRequired ?? defaultDemand.reasonRequired,
    ...(risk ? { risk } : {}),
    ...(exclude ? { exclude } : {}),
    ...(channels ? { channels } : {}),
    ...(remindAfter ? { remindAfterMs: remindAfter.map(checkedMs) } : {}),
    ...(escalate ? { escalate: escalate.map(rungOf) } : {}),
  }
}

type Rung = NonNullable<NonNullable<RuleEntry['require']>['escalate']>[number]

function rungOf({ after, groups = [], channels }: Rung) {
  return { afterMs: checkedMs(after), groups, ...(channels ? { channels } : {}) }
}

/** The file has been checked: what is no time does not get here. */
function checkedMs(text: string): number {
  return durationMs(text) ?? 0
}
