/** Actions that were not let through, so that a later one of the same agent and run that would do the same is shown as a repeat. Pure. */
import { type ActionId, type Digest, type Fact, viewNames } from '@holdpoint/contracts'
import type { Approval } from './approval.ts'
import type { DecisionRecord } from './decision-record.ts'
import { attemptOf, shapeOf } from './shape.ts'

/** An earlier action of the same shape that did not go through. */
export interface Denial {
  readonly id: ActionId
  readonly status: 'denied' | 'expired' | 'revoked'
  readonly deniedAtMs: number
  /** `nobody`: it expired. */
  readonly by: 'people' | 'policy' | 'nobody'
}

/** A denial and where it is found again: under the shape of its action, and under what it was an attempt of. */
export interface IndexedDenial extends Denial {
  readonly agent: string
  readonly shape: Digest
}

/** What this fact puts on record against later repeats. `before`: the approval as it was; undefined for what nobody was asked about. */
export function denialsOf(
  before: Approval | undefined,
  { event: { fact, views } }: DecisionRecord,
): readonly IndexedDenial[] {
  const { actionId } = fact
  const ended = endOf(fact)
  if (actionId === undefined || ended === undefined) return []
  const denial = { id: actionId, deniedAtMs: fact.atMs, ...ended }
  if (before) {
    const { agent, shape, attempt } = before
    return [shape, attempt].flatMap((place) =>
      place === undefined ? [] : [{ ...denial, agent, shape: place }],
    )
  }
  const origin = fact.kind === 'denied' ? fact.body.origin : undefined
  const view = views[viewNames.action]?.value
  if (origin === undefined || view === undefined) return []
  const { agent } = origin
  return [shapeOf(view, origin), attemptOf(view, origin)].map((shape) => ({
    ...denial,
    agent,
    shape,
  }))
}

function endOf(fact: Fact): Pick<Denial, 'status' | 'by'> | undefined {
  if (fact.kind === 'denied') return { status: 'denied', by: fact.body.by }
  if (fact.kind === 'expired') return { status: 'expired', by: 'nobody' }
  if (fact.kind === 'revoked') return { status: 'revoked', by: 'people' }
  return undefined
}
