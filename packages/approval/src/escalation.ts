/**
 * What time adds to a demand. Pure in the age of the hold: no timer fires and no fact is written when a rung of the ladder comes; whoever looks at a later
 * age sees more people who may vote, and never fewer.
 */
import type { Demand } from '@holdpoint/contracts'
import { type Freezes, frozenMs } from './freeze.ts'
import type { Person } from './rules.ts'
import type { ActionState } from './state.ts'

/** How long the action has waited for people at this moment, without the time that it stood frozen. */
export function ageOf(
  state: Pick<ActionState, 'heldAtMs' | 'origin' | 'target'>,
  freezes: Freezes,
  atMs: number,
): number {
  const { heldAtMs = atMs } = state
  return Math.max(0, atMs - heldAtMs - frozenMs(state, freezes, heldAtMs, atMs))
}

/** Groups that the ladder has added by this age. */
export function addedGroups({ escalate }: Demand, ageMs: number): readonly string[] {
  const come = (escalate ?? []).filter(({ afterMs }) => afterMs <= ageMs)
  return [...new Set(come.flatMap(({ groups }) => groups))]
}

/**
 * Whether each missing member of a group (its name once for each) can be stood in for by a person of their own, who is not in that group: there they count
 * already. Finds for each place a person, moving others to another place where that helps (Kuhn).
 */
export function canStandIn(missing: readonly string[], people: readonly Person[]): boolean {
  const placeOf = new Map<Person, number>()
  const seat = (place: number, tried: Set<Person>): boolean => {
    const group = missing[place] ?? ''
    return people.some((person) => {
      if (tried.has(person) || person.groups.includes(group)) return false
      tried.add(person)
      const taken = placeOf.get(person)
      if (taken !== undefined && !seat(taken, tried)) return false
      placeOf.set(person, place)
      return true
    })
  }
  return missing.every((_, place) => seat(place, new Set()))
}
