/** Rules that were passed without knowing whether they matched, and what that costs: whatever is decided in the end must be as strict as each of them. */
import type { Demand } from '@holdpoint/contracts'
import { mergeDemands } from '../demand.ts'
import type { Terms } from '../rules.ts'
import type { Rule } from './rule.ts'
import { clockOf, strictest, type TermsSource, termsOf } from './terms.ts'

export class Doubts {
  /** Name of the first that would have denied or asked. */
  rule: string | undefined
  isDenial = false
  /** One of them wants a justification. */
  isJustified = false
  decideWithinMs = Number.POSITIVE_INFINITY
  private readonly demands: Demand[] = []
  private readonly terms: { readonly rule: string; readonly terms: Terms }[] = []

  /** `sources`: terms of the type and the file. */
  pass({ name, effect }: Rule, sources: readonly TermsSource[]): void {
    if (effect.verdict !== 'allow') this.rule ??= name
    if (effect.verdict === 'deny') {
      this.isDenial = true
      return
    }
    if (effect.isJustified) this.isJustified = true
    const all = [effect.terms, ...sources]
    const terms = termsOf(all)
    // What nobody is named to run would have been denied.
    if (terms) this.terms.push({ rule: name, terms })
    else this.isDenial = true
    if (effect.verdict === 'allow') return
    this.demands.push(effect.demand)
    this.decideWithinMs = Math.min(this.decideWithinMs, clockOf('decideWithin', all))
  }

  /** Whether a rule that allows may still do so. */
  get isEmpty(): boolean {
    return !this.isDenial && this.demands.length === 0
  }

  /** The rule that would have given it to somebody else than these terms do. */
  elsewhere({ audience }: Terms): string | undefined {
    return this.terms.find(({ terms }) => terms.audience !== audience)?.rule
  }

  demandWith(own: readonly Demand[], fallback: Demand): Demand {
    const [first = fallback, ...more] = [...own, ...this.demands]
    return more.reduce(mergeDemands, first)
  }

  termsWith(own: Terms): Terms {
    const merged = strictest(
      own,
      this.terms.map(({ terms }) => terms),
    )
    if (!this.isDenial) return merged
    const { clearResult: _, ...uncleared } = merged
    return uncleared
  }
}
