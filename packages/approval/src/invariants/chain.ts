/** Completeness: each slot's facts are numbered without gaps, each names the one before, and the log has exactly them. */
import { type DecisionEvent, type Digest, factDigest, noDigest, slotOf } from '@holdpoint/contracts'
import type { Leaf, ObserverOptions } from './observed.ts'

/** Takes one sentence for each thing that must not be. */
export type Report = (violation: string) => void

export class Chains {
  private readonly digests = new Map<number, Digest[]>()
  private readonly logged = new Map<number, number>()
  private readonly options: ObserverOptions
  private readonly report: Report

  constructor(options: ObserverOptions, report: Report) {
    this.options = options
    this.report = report
  }

  decision({ fact }: DecisionEvent): void {
    const { slot, number, previous, actionId } = fact
    const chain = this.chainOf(slot)
    const place = `slot ${slot}: fact ${number}`
    if (number !== chain.length + 1) this.report(`${place} follows fact ${chain.length}`)
    if (previous !== (chain.at(-1) ?? noDigest))
      this.report(`${place} does not name the one before`)
    const { slotCount } = this.options
    if (slotCount !== undefined && actionId && slotOf(actionId, slotCount) !== slot) {
      this.report(`${place} is about an action of another slot`)
    }
    chain.push(factDigest(fact))
  }

  /** The log may lag behind, but must not differ. */
  leaf({ slot, number, digest }: Leaf): void {
    const place = `slot ${slot}: leaf ${number}`
    const count = this.logged.get(slot) ?? 0
    if (number !== count + 1) this.report(`${place} follows leaf ${count}`)
    if (this.chainOf(slot)[number - 1] !== digest)
      this.report(`${place} is not the fact of that number`)
    this.logged.set(slot, count + 1)
  }

  private chainOf(slot: number): Digest[] {
    const known = this.digests.get(slot) ?? []
    this.digests.set(slot, known)
    return known
  }
}
