/** Who may decide and when it is enough, said a second time and apart from the transition, so that a mistake there is not repeated here. */
import type { Fact } from '@holdpoint/contracts'
import type { Directory } from '../rules.ts'
import type { Voted } from './life.ts'

type Held = Fact<'held'>['body']

export interface Recount {
  readonly approvals: readonly Voted[]
  readonly denials: readonly Voted[]
  readonly isApproved: boolean
  readonly isDenied: boolean
}

/** Everybody whose own action it is: then, and now. */
export function ownSide(
  { origin, excluded = [] }: Held,
  directory: Directory,
): ReadonlySet<string> {
  const forWhom = origin.onBehalfOf === undefined ? [] : [origin.onBehalfOf]
  return new Set([...excluded, ...directory.agentSide(origin.agent), ...forWhom])
}

/** Undefined: this person may vote. */
export function whyNot(id: string, held: Held, directory: Directory): string | undefined {
  const person = directory.person(id)
  if (!person) return 'nobody of the directory'
  if (ownSide(held, directory).has(id)) return 'on the side of the requester'
  const asked = new Set(held.demand.groups.map(({ group }) => group))
  const isAsked = asked.size === 0 || person.groups.some((group) => asked.has(group))
  return isAsked ? undefined : 'in no group that is asked'
}

/** The first vote of each person counts; an approval only of who may still vote. */
export function recount(held: Held, votes: readonly Voted[], directory: Directory): Recount {
  const first = new Map<string, Voted>()
  for (const vote of votes) {
    if (!first.has(vote.body.person)) first.set(vote.body.person, vote)
  }
  const all = [...first.values()]
  const denials = all.filter(({ body }) => body.verdict === 'deny')
  const approvals = all.filter(
    ({ body }) => body.verdict === 'approve' && whyNot(body.person, held, directory) === undefined,
  )
  const { quorum, groups, denials: needed } = held.demand
  const missing = new Map(groups.map(({ group, min }) => [group, min]))
  for (const { body } of approvals) {
    for (const group of directory.person(body.person)?.groups ?? []) {
      missing.set(group, (missing.get(group) ?? 0) - 1)
    }
  }
  const isDenied = denials.length >= needed
  const isComplete = approvals.length >= quorum && [...missing.values()].every((left) => left <= 0)
  return { approvals, denials, isApproved: !isDenied && isComplete, isDenied }
}
