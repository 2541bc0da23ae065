/** What people may read is what the facts have committed to. */
import { commit, type DecisionEvent } from '@holdpoint/contracts'
import type { Report } from './chain.ts'

/** A commitment without its view is an erased one, and fine. */
export function checkViews({ fact, views }: DecisionEvent, report: Report): void {
  const place = `slot ${fact.slot}: fact ${fact.number}`
  for (const [name, { salt, value }] of Object.entries(views)) {
    if (commit(salt, value) !== fact.commitments[name]) {
      report(`${place}: the view ${name} is not what was committed to`)
    }
  }
  const origin = 'origin' in fact.body ? fact.body.origin : undefined
  const { action } = fact.commitments
  if (origin && action !== undefined && action !== origin.presented) {
    report(`${place}: the presented digest is not that of the view`)
  }
}
