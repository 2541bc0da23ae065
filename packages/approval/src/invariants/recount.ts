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

/** Everybody whose own action it is, and who is not to decide it: then, and now. */
export function ownSide(
  { origin, demand, excluded = [] }: Held,
  directory: Directory,
): ReadonlySet<string> {
  const forWhom = [origin.onBehalfOf ?? []].flat()
  const deployer = demand.exclude?.includes('lastDeployer')
    ? (directory.lastDeployer(origin.agent) ?? [])
    : []
  const side = directory.agentSide(origin.agent)
  return new Set([...excluded, ...side, ...forWhom].concat(deployer))
}

/** Groups whose members the ladder has let in after so long a wait. */
function letIn({ demand }: Held, waitedMs: number): ReadonlySet<string> {
  const groups = new Set<string>()
  for (const rung of demand.escalate ?? []) {
    if (waitedMs >= rung.afterMs) for (const group of rung.groups) groups.add(group)
  }
  return groups
}

/** Undefined: this person may vote after so long a wait. */
export function whyNot(
  id: string,
  held: Held,
  directory: Directory,
  waitedMs: number,
): string | undefined {
  const person = directory.person(id)
  if (!person) return 'nobody of the directory'
  if (ownSide(held, directory).has(id)) return 'on the side of the requester'
  const asked = new Set(held.demand.groups.map(({ group }) => group))
  const open = letIn(held, waitedMs)
  const isAsked =
    asked.size === 0 || person.groups.some((group) => asked.has(group) || open.has(group))
  return isAsked ? undefined : 'in no group that is asked'
}

/** The first vote of each person counts; an approval only of who may still vote. `waitedMs`: when it is counted. */
export function recount(
  held: Held,
  votes: readonly Voted[],
  directory: Directory,
  waitedMs: number,
): Recount {
  const first = new Map<string, Voted>()
  for (const vote of votes) {
    if (!first.has(vote.body.person)) first.set(vote.body.person, vote)
  }
  const all = [...first.values()]
  const denials = all.filter(({ body }) => body.verdict === 'deny')
  const approvals = all.filter(
    ({ body }) =>
      body.verdict === 'approve' && whyNot(body.person, held, directory, waitedMs) === undefined,
  )
  const { quorum, groups, denials: needed } = held.demand
  const missing = new Map(groups.map(({ group, min }) => [group, min]))
  for (const { body } of approvals) {
    for (const group of directory.person(body.person)?.groups ?? []) {
      missing.set(group, (missing.get(group) ?? 0) - 1)
    }
  }
  const isDenied = denials.length >= needed
  const open = letIn(held, waitedMs)
  const spare = approvals
    .map(({ body }) => new Set(directory.person(body.person)?.groups))
    .filter((groups) => [...open].some((group) => groups.has(group)))
  const lacking = [...missing].filter(([, left]) => left > 0)
  const isComplete = approvals.length >= quorum && isCovered(lacking, spare)
  return { approvals, denials, isApproved: !isDenied && isComplete, isDenied }
}

/** Hall's condition: for every choice among the lacking groups there are as many people who can stand in for one of them. */
function isCovered(
  lacking: readonly (readonly [group: string, left: number])[],
  spare: readonly ReadonlySet<string>[],
): boolean {
  const places = lacking.reduce((sum, [, left]) => sum + left, 0)
  if (places > spare.length) return false
  for (let choice = 1; choice < 2 ** lacking.length; choice += 1) {
    const chosen = lacking.filter((_, at) => (choice >> at) & 1)
    const needed = chosen.reduce((sum, [, left]) => sum + left, 0)
    const able = spare.filter((groups) => chosen.some(([group]) => !groups.has(group)))
    if (able.length < needed) return false
  }
  return true
}
