/** Who may decide about an action, by the directory in force now. */
import type { Demand } from '@holdpoint/contracts'
import type { Directory, Person } from './rules.ts'
import type { ActionState } from './state.ts'

export type Standing =
  | { readonly may: true; readonly person: Person }
  | {
      readonly may: false
      readonly code: 'HP_NOT_ENTITLED' | 'HP_OWN_ACTION'
      readonly rule: string
    }

/** Whether this person may vote on this action. Nobody decides about their own: who was on the requester's side when it came in, and who is now. */
export function standing(
  id: string,
  state: Pick<ActionState, 'excluded' | 'origin'>,
  demand: Demand,
  directory: Directory,
): Standing {
  const person = directory.person(id)
  if (!person) return { may: false, code: 'HP_NOT_ENTITLED', rule: 'not in the directory' }
  if (isRequester(id, state, directory)) {
    return { may: false, code: 'HP_OWN_ACTION', rule: 'owner, operator or on whose behalf' }
  }
  if (!isInGroups(person, demand)) {
    const groups = demand.groups.map(({ group }) => group).join(', ')
    return { may: false, code: 'HP_NOT_ENTITLED', rule: `not in any of ${groups}` }
  }
  return { may: true, person }
}

export function isRequester(
  id: string,
  { excluded, origin }: Pick<ActionState, 'excluded' | 'origin'>,
  directory: Directory,
): boolean {
  return (
    excluded.includes(id) ||
    origin.onBehalfOf === id ||
    directory.agentSide(origin.agent).includes(id)
  )
}

/** No groups: everybody in the directory. */
export function isInGroups(person: Person, { groups }: Demand): boolean {
  return groups.length === 0 || groups.some(({ group }) => person.groups.includes(group))
}
