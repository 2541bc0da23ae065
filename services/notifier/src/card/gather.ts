/** Everything that a card is made of, read from where it lies. Reads only. */
import type { Person } from '@holdpoint/approval'
import { slotOf } from '@holdpoint/contracts'
import type { Approval } from '../approval.ts'
import type { PeopleInForce } from '../person.ts'
import type { Projection } from '../projection/port.ts'
import type { Card } from './card.ts'
import { cardOf } from './of-approval.ts'

export interface CardSources {
  readonly projection: Projection
  readonly slotCount: number
  readonly people: () => PeopleInForce
  readonly clock: () => number
  /** Where people find the console, without a slash at its end. */
  readonly address: string
}

/** As everybody may see it; with `viewer`, as this person may act on it. */
export async function gatherCard(
  approval: Approval,
  sources: CardSources,
  viewer?: Person,
): Promise<Card> {
  const { projection, people, clock, address } = sources
  const { slot, id, agent, shape } = approval
  const [views, progress, denials, previous] = await Promise.all([
    projection.views(slot, id),
    projection.progress(slot),
    shape === undefined ? [] : projection.denials(agent, shape),
    previousOf(approval, sources),
  ])
  const { directory, words } = people()
  return cardOf(approval, {
    ...{ views, denials, freezes: progress?.freezes, nowMs: clock() },
    ...{ directory, words, previous, address, viewer },
  })
}

/** The latest attempt at something like it that was not let through before this one came, as far as its view is still kept. */
async function previousOf(
  { id, agent, attempt, heldAtMs }: Approval,
  { projection, slotCount }: CardSources,
) {
  if (attempt === undefined) return undefined
  const denials = await projection.denials(agent, attempt)
  const denial = denials.find((each) => each.id !== id && each.deniedAtMs <= heldAtMs)
  if (denial === undefined) return undefined
  const { action } = await projection.views(slotOf(denial.id, slotCount), denial.id)
  return action === undefined ? undefined : { denial, view: action.value }
}
