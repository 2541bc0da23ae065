/** Words of ours on cards: states, counts, kinds of masked values. Pure. */
import type { Approval } from '../approval.ts'
import type { CardState } from './card.ts'

/** Types as the redactor writes them; what is none is counted and not named. */
const typeName = /^[A-Z][A-Z0-9_]{0,39}$/
/** Spoken letter by letter. */
const initials = /\b(?:cvv|iban|id|ip|jwt|mrn|ssn|us)\b/g

const marks: Readonly<Record<Exclude<CardState, 'pending'>, string>> = {
  frozen: 'On hold (frozen)',
  approved: 'Approved',
  claimed: 'Approved, running',
  succeeded: 'Done',
  failed: 'Failed',
  unknown: 'Outcome unknown',
  denied: 'Denied',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  revoked: 'Revoked',
  lapsed: 'Lapsed',
}

/** `approvals`: how many count so far. */
export function markOf(state: CardState, approvals: number, quorum: number): string {
  if (state !== 'pending') return marks[state]
  if (approvals === 0) return 'Needs approval'
  return approvals < quorum ? `Needs ${quorum - approvals} more` : 'Needs somebody else'
}

/** `3 values masked (2 e-mail, 1 credit card)`; undefined where none was. */
export function maskedWords(findings: Approval['findings']): string | undefined {
  const counts = new Map<string, number>()
  for (const [type, count] of Object.entries(findings)) {
    const name = typeName.test(type) ? kindOf(type) : 'other'
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  const kinds = [...counts].toSorted((one, other) => other[1] - one[1])
  const told = kinds.map(([name, count]) => `${count} ${name}`).join(', ')
  return `${total} value${total === 1 ? '' : 's'} masked (${told})`
}

/** `US_SSN`: `US SSN`; `EMAIL`: `e-mail`. */
function kindOf(type: string): string {
  const words = type.toLowerCase().replaceAll('_', ' ').replace('email', 'e-mail')
  return words.replace(initials, (word) => word.toUpperCase())
}
