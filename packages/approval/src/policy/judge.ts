/**
 * First match wins, and nothing passes on a doubt: a rule whose condition is unknown may have been the one that matched. An unknown denial turns a later allow
 * into a question to people, an unknown question adds its demands, and an unknown allow is no allow.
 */
import type { Demand } from '@holdpoint/contracts'
import { ownRules } from '../own-rules.ts'
import type { Ruling, Submission, Terms } from '../rules.ts'
import { asked, isOpaque } from '../submission.ts'
import { Budget } from './budget.ts'
import type { Facts } from './compiled.ts'
import { Doubts } from './doubt.ts'
import type { Rule } from './rule.ts'
import { clockOf, type Retention, type TermsSource, termsOf } from './terms.ts'
import { type Truth, unknown } from './value.ts'

export interface Bench {
  /** Those that name the type, in order. */
  readonly rules: Iterable<Rule>
  /** For what no rule matches. */
  readonly fallback: Demand
  /** Terms of the type and the file. */
  readonly sources: readonly TermsSource[]
  readonly retention: Retention
}

/** Told of each rule that was asked, in order. */
export type Witness = (rule: Rule, holds: Truth) => void

/** The rule that matched, or what stands for none. */
interface Match {
  readonly name: string
  readonly terms: TermsSource
  readonly isJustified: boolean
  /** What it demands itself; none: it allows. */
  readonly demands: readonly Demand[]
  readonly isAllow: boolean
}

export function judge(
  submission: Submission,
  facts: Facts,
  bench: Bench,
  witness?: Witness,
): Ruling {
  const budget = new Budget()
  const doubts = new Doubts()
  for (const rule of bench.rules) {
    const holds = rule.when ? rule.when(facts, budget) : true
    witness?.(rule, holds)
    if (holds === true) return matched(rule, doubts, submission, bench)
    if (holds === unknown) doubts.pass(rule, bench.sources)
  }
  const none = { name: ownRules.unmatched, terms: {}, isJustified: false, isAllow: false }
  return decide({ ...none, demands: [bench.fallback] }, doubts, submission, bench)
}

function matched(rule: Rule, doubts: Doubts, submission: Submission, bench: Bench): Ruling {
  const { name, effect } = rule
  switch (effect.verdict) {
    case 'deny': {
      const { reason } = effect
      return deny({ rule: name, ...(reason === undefined ? {} : { reason }) }, bench)
    }
    case 'require':
      return decide(
        { name, ...effect, demands: [effect.demand], isAllow: false },
        doubts,
        submission,
        bench,
      )
    case 'allow':
      return decide({ name, ...effect, demands: [], isAllow: true }, doubts, submission, bench)
  }
}

function decide(match: Match, doubts: Doubts, submission: Submission, bench: Bench): Ruling {
  const { name, isAllow } = match
  const found = termsOf([match.terms, ...bench.sources])
  // People would be asked in vain.
  const unserved = 'no executor is named for this type'
  if (!found) return deny({ rule: ownRules.unserved, reason: unserved }, bench)
  if ((match.isJustified || doubts.isJustified) && !isJustified(submission)) {
    return deny({ rule: name, code: 'HP_JUSTIFICATION_REQUIRED' }, bench)
  }
  const terms: Terms = { ...doubts.termsWith(found), ...bench.retention }
  const elsewhere = doubts.elsewhere(found)
  const isOpen = isOpaque(submission)
  if (isAllow && !isOpen && doubts.isEmpty && elsewhere === undefined) {
    return { verdict: 'allow', rule: name, terms }
  }
  // Doubts about demands alone ask for those demands; about a denial, the executor or the payload itself, for at least the usual one.
  const isUsual = isAllow && (isOpen || doubts.isDenial || elsewhere !== undefined)
  const own = isUsual ? [bench.fallback] : match.demands
  const asking = isOpen ? ownRules.unscanned : (doubts.rule ?? elsewhere ?? name)
  const ownMs = clockOf('decideWithin', [match.terms, ...bench.sources])
  return {
    verdict: 'require',
    rule: isAllow ? asking : name,
    demand: doubts.demandWith(own, bench.fallback),
    decideWithinMs: Math.min(ownMs, doubts.decideWithinMs),
    terms,
  }
}

function deny(why: Omit<Extract<Ruling, { verdict: 'deny' }>, 'verdict'>, bench: Bench): Ruling {
  const { rememberMs } = bench.retention
  return { verdict: 'deny', ...why, ...(rememberMs === undefined ? {} : { rememberMs }) }
}

function isJustified({ action }: Submission): boolean {
  const said = asked(action)?.justification
  return typeof said === 'string' && said.trim() !== ''
}
