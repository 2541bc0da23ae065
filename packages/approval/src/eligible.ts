/** Who may decide about an action, by the directory in force now. */
import { type Demand, principalsOf } from '@holdpoint/contracts'
import { addedGroups } from './escalation.ts'
import type { Directory, Person } from './rules.ts'
import type { ActionState } from './state.ts'

export type Standing =
  | { readonly may: true; readonly person: Person }
  | {
      readonly may: false
      readonly code: 'HP_NOT_ENTITLED' | 'HP_OWN_ACTION'
      readonly rule: string
    }

/** What of an action says whose own it is. */
export interface Requested {
  readonly excluded: readonly string[]
  readonly origin: Pick<ActionState['origin'], 'agent' | 'onBehalfOf'>
}

/**
 * Whether this person may vote on this action when it has waited for so long. Nobody decides about their own: who was on the requester's side when it came
 * in, and who is now.
 */
export function standing(
  id: string,
  state: Requested,
  demand: Demand,
  directory: Directory,
  ageMs: number,
): Standing {
  const person = directory.person(id)
  if (!person) return { may: false, code: 'HP_NOT_ENTITLED', rule: 'not in the directory' }
  if (isRequester(id, state, directory)) {
    return { may: false, code: 'HP_OWN_ACTION', rule: 'owner, operator or on whose behalf' }
  }
  if (isLastDeployer(id, state.origin.agent, demand, directory)) {
    return { may: false, code: 'HP_OWN_ACTION', rule: 'deployed this agent last' }
  }
  if (!isInGroups(person, demand, ageMs)) {
    const groups = demand.groups.map(({ group }) => group).join(', ')
    return { may: false, code: 'HP_NOT_ENTITLED', rule: `not in any of ${groups}` }
  }
  return { may: true, person }
}

export function isRequester(
  id: string,
  { excluded, origin }: Requested,
  directory: Directory,
): boolean {
  return (
    excluded.includes(id) ||
    principalsOf(origin.onBehalfOf).includes(id) ||
    directory.agentSide(origin.agent).includes(id)
  )
}

function isLastDeployer(
  id: string,
  agent: string,
  { exclude = [] }: Demand,
  directory: Directory,
): boolean {
  return exclude.includes('lastDeployer') && directory.lastDeployer(agent) === id
}

/** No groups: everybody in the directory. Else who is in one that is asked, or that the ladder has added by this age. */
export function isInGroups(person: Person, demand: Demand, ageMs: number): boolean {
  const { groups } = demand
  if (groups.length === 0 || groups.some(({ group }) => person.groups.includes(group))) return true
  return addedGroups(demand, ageMs).some((group) => person.groups.includes(group))
}
