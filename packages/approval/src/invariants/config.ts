/** The configuration that each slot has announced, read back from the announcement itself. */
import type { DecisionEvent, Fact } from '@holdpoint/contracts'
import { parseDirectory } from '../directory.ts'
import { parsePolicy } from '../policy/policy.ts'
import type { Directory, Policy } from '../rules.ts'
import type { Report } from './chain.ts'

export interface InForce {
  readonly policy: Policy
  readonly directory: Directory
}

export class Configurations {
  private readonly bySlot = new Map<number, InForce>()
  private readonly policies = new Map<string, Policy>()
  private readonly directories = new Map<string, Directory>()

  /** Every fact is judged under what its slot announced last. */
  check({ fact, views }: DecisionEvent, report: Report): void {
    const place = `slot ${fact.slot}: fact ${fact.number}`
    if (fact.kind === 'adopted') this.adopt(fact, views, report)
    const inForce = this.bySlot.get(fact.slot)
    if (!inForce) report(`${place} comes before any configuration was announced`)
    else if (fact.policy !== inForce.policy.digest) report(`${place} names a policy not in force`)
  }

  inForce(slot: number): InForce | undefined {
    return this.bySlot.get(slot)
  }

  private adopt(fact: Fact<'adopted'>, views: DecisionEvent['views'], report: Report): void {
    const { policy: policyDigest, directory: directoryDigest } = fact.body
    const policyText = String(views['policy']?.value)
    const directoryText = String(views['directory']?.value)
    const policy = once(this.policies, policyText, (text) => parsePolicy(text, 'policy'))
    const directory = once(this.directories, directoryText, (text) =>
      parseDirectory(text, 'directory'),
    )
    if (policy.digest !== policyDigest || directory.digest !== directoryDigest) {
      report(`slot ${fact.slot}: fact ${fact.number} announces other texts than it names`)
    }
    this.bySlot.set(fact.slot, { policy, directory })
  }
}

function once<T>(made: Map<string, T>, text: string, make: (text: string) => T): T {
  const value = made.get(text) ?? make(text)
  made.set(text, value)
  return value
}
