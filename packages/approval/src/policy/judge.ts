/**
 * First match wins, and nothing passes on a doubt: a rule whose condition is unknown may have been the one that matched. An unknown denial turns a later allow
 * into a question to people, an unknown question adds its demands, and an unknown allow is no allow.
 */
import type { Demand } from '@holdpoint/contracts'
import { mergeDemands } from '../demand.ts'
import { ownRules } from '../own-rules.ts'
import type { Ruling, Submission } from '../rules.ts'
import { isOpaque } from '../submission.ts'
import { Budget } from './budget.ts'
import type { Facts } from './compiled.ts'
import type { Rule } from './rule.ts'
import { clockOf, type TermsSource, termsOf } from './terms.ts'
import { unknown } from './value.ts'

/** What was passed on the way without knowing whether it matched. */
interface Doubts {
  /** Name of the first of them. */
  rule: string | undefined
  isDenial: boolean
  demands: Demand[]
  decideWithinMs: number
}

export interface Bench {
  /** Those that name the type, in order. */
  readonly rules: Iterable<Rule>
  /** For what no rule matches. */
  readonly fallback: Demand
  /** Terms of the type and the file. */
  readonly sources: readonly TermsSource[]
}

export function judge(submission: Submission, facts: Facts, bench: Bench): Ruling {
  const budget = new Budget()
  const doubts: Doubts = {
    rule: undefined,
    isDenial: false,
    demands: [],
    decideWithinMs: Number.POSITIVE_INFINITY,
  }
  for (const rule of bench.rules) {
    const holds = rule.when ? rule.when(facts, budget) : true
    if (holds === true) return matched(rule, doubts, submission, bench)
    if (holds === unknown) pass(rule, doubts, bench)
  }
  return ask({ name: ownRules.unmatched, demand: bench.fallback, terms: {} }, doubts, bench)
}

function matched(rule: Rule, doubts: Doubts, submission: Submission, bench: Bench): Ruling {
  const { name, effect } = rule
  switch (effect.verdict) {
    case 'deny': {
      const { reason } = effect
      return { verdict: 'deny', rule: name, ...(reason === undefined ? {} : { reason }) }
    }
    case 'require':
      return ask({ name, demand: effect.demand, terms: effect.terms }, doubts, bench)
    case 'allow': {
      const isOpen = isOpaque(submission)
      const isClear = !isOpen && !doubts.isDenial && doubts.demands.length === 0
      if (isClear)
        return withTerms(bench, effect.terms, (terms) => ({ verdict: 'allow', rule: name, terms }))
      // Doubts about demands alone ask for those demands; about a denial or the payload itself, for at least the usual one.
      const usual = isOpen || doubts.isDenial ? bench.fallback : undefined
      const asking = isOpen ? ownRules.unscanned : (doubts.rule ?? name)
      return ask({ name: asking, demand: usual, terms: effect.terms }, doubts, bench)
    }
  }
}

function pass({ name, effect }: Rule, doubts: Doubts, { sources }: Bench): void {
  switch (effect.verdict) {
    case 'allow':
      return
    case 'deny':
      doubts.rule ??= name
      doubts.isDenial = true
      return
    case 'require': {
      doubts.rule ??= name
      doubts.demands.push(effect.demand)
      const withinMs = clockOf('decideWithin', [effect.terms, ...sources])
      doubts.decideWithinMs = Math.min(doubts.decideWithinMs, withinMs)
      return
    }
  }
}

function ask(
  by: { name: string; demand: Demand | undefined; terms: TermsSource },
  doubts: Doubts,
  bench: Bench,
): Ruling {
  const [first = bench.fallback, ...more] = [...(by.demand ? [by.demand] : []), ...doubts.demands]
  const demand = more.reduce(mergeDemands, first)
  const ownMs = clockOf('decideWithin', [by.terms, ...bench.sources])
  const decideWithinMs = Math.min(ownMs, doubts.decideWithinMs)
  return withTerms(bench, by.terms, (terms) => ({
    verdict: 'require',
    rule: by.name,
    demand,
    decideWithinMs,
    terms,
  }))
}

/** What nobody is named to run is denied: people would be asked in vain. */
function withTerms(
  { sources }: Bench,
  own: TermsSource,
  make: (terms: NonNullable<ReturnType<typeof termsOf>>) => Ruling,
): Ruling {
  const terms = termsOf([own, ...sources])
  const reason = 'no executor is named for this type'
  return terms ? make(terms) : { verdict: 'deny', rule: ownRules.unserved, reason }
}
