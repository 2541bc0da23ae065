/**
 * Counting votes. People count, not votes: each once in the quorum, and towards the minimum of every group they are in, so one person in two groups gives
 * each of them a member but the quorum only one.
 *
 * An approval counts only while its voter may still vote: who has left the directory or joined the requester's side since does not help to release. A denial,
 * once given, stands.
 *
 * `ageMs` is how long the action has waited when the votes are counted: it says whom the escalation ladder has added.
 */
import type { Demand } from '@holdpoint/contracts'
import { standing } from './eligible.ts'
import { addedGroups, canStandIn } from './escalation.ts'
import type { Directory, Person } from './rules.ts'
import type { ActionState, VoteRecord } from './state.ts'

export interface Count {
  readonly tally: { readonly approvals: number; readonly denials: number; readonly quorum: number }
  /** The approvals that count. */
  readonly approvals: readonly VoteRecord[]
  readonly denials: readonly VoteRecord[]
  readonly isApproved: boolean
  readonly isDenied: boolean
}

export function count(
  state: ActionState,
  demand: Demand,
  directory: Directory,
  ageMs: number,
): Count {
  const denials = distinct(state.votes.filter(({ verdict }) => verdict === 'deny'))
  const approvers: Person[] = []
  const approvals = distinct(state.votes.filter(({ verdict }) => verdict === 'approve')).filter(
    ({ person: id }) => {
      const found = standing(id, state, demand, directory, ageMs)
      if (found.may) approvers.push(found.person)
      return found.may
    },
  )
  return {
    tally: { approvals: approvals.length, denials: denials.length, quorum: demand.quorum },
    approvals,
    denials,
    isApproved: denials.length < demand.denials && isQuorum(approvers, demand, ageMs),
    isDenied: denials.length >= demand.denials,
  }
}

/** Whether these distinct people, all of whom may vote, are enough at this age. */
export function isQuorum(people: readonly Person[], demand: Demand, ageMs: number): boolean {
  if (people.length < Math.max(demand.quorum, 1)) return false
  const missing = demand.groups.flatMap(({ group, min }) => {
    const members = people.filter((person) => person.groups.includes(group))
    return Array.from({ length: Math.max(min - members.length, 0) }, () => group)
  })
  if (missing.length === 0) return true
  const added = addedGroups(demand, ageMs)
  const standIns = people.filter((person) => person.groups.some((group) => added.includes(group)))
  return canStandIn(missing, standIns)
}

function distinct(votes: readonly VoteRecord[]): VoteRecord[] {
  return [...new Map(votes.map((vote) => [vote.person, vote])).values()]
}
