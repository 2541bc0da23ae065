/**
 * Counting votes. People count, not votes: each once in the quorum, and towards the minimum of every group they are in, so one person in two groups gives
 * each of them a member but the quorum only one.
 *
 * An approval counts only while its voter may still vote: who has left the directory or joined the requester's side since does not help to release. A denial,
 * once given, stands.
 */
import type { Demand } from '@holdpoint/contracts'
import { standing } from './eligible.ts'
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

export function count(state: ActionState, demand: Demand, directory: Directory): Count {
  const denials = distinct(state.votes.filter(({ verdict }) => verdict === 'deny'))
  const approvers: Person[] = []
  const approvals = distinct(state.votes.filter(({ verdict }) => verdict === 'approve')).filter(
    ({ person: id }) => {
      const found = standing(id, state, demand, directory)
      if (found.may) approvers.push(found.person)
      return found.may
    },
  )
  return {
    tally: { approvals: approvals.length, denials: denials.length, quorum: demand.quorum },
    approvals,
    denials,
    isApproved: denials.length < demand.denials && isQuorum(approvers, demand),
    isDenied: denials.length >= demand.denials,
  }
}

/** Whether these distinct people are enough. */
export function isQuorum(people: readonly Person[], { quorum, groups }: Demand): boolean {
  return (
    people.length >= Math.max(quorum, 1) &&
    groups.every(
      ({ group, min }) => people.filter((person) => person.groups.includes(group)).length >= min,
    )
  )
}

function distinct(votes: readonly VoteRecord[]): VoteRecord[] {
  return [...new Map(votes.map((vote) => [vote.person, vote])).values()]
}
