/** What is asked of people where nobody said it otherwise, and how two demands become one that satisfies both. */
import { type Demand, type Risk, risks } from '@holdpoint/contracts'
import { assuranceRank } from './rules.ts'

/** For what no rule matches: one person of the directory, with a token of their issuer. */
export const defaultDemand: Demand = {
  quorum: 1,
  groups: [],
  assurance: 'sso',
  denials: 1,
  reasonRequired: false,
}
/** How long people have where nobody said it otherwise. */
export const defaultDecideWithinMs = 15 * 60 * 1000

/** Whoever satisfies the result satisfies both. */
export function mergeDemands(a: Demand, b: Demand): Demand {
  const [one, other] = haveSameVoters(a, b) ? [a.groups, b.groups] : [ownQuorum(a), ownQuorum(b)]
  const least = new Map(one.map(({ group, min }) => [group, min]))
  for (const { group, min } of other) least.set(group, Math.max(min, least.get(group) ?? 0))
  const groups = [...least].map(([group, min]) => ({ group, min }))
  const { exclude, channels, remindAfterMs, escalate, risk } = {
    risk: higherRisk(a.risk, b.risk),
    exclude: union(a.exclude, b.exclude),
    channels: intersection(a.channels, b.channels),
    remindAfterMs: union(a.remindAfterMs, b.remindAfterMs)?.sort((one, two) => one - two),
    escalate: commonLadder(a, b),
  }
  return {
    quorum: Math.max(a.quorum, b.quorum),
    groups,
    assurance: assuranceRank[a.assurance] >= assuranceRank[b.assurance] ? a.assurance : b.assurance,
    denials: Math.min(a.denials, b.denials),
    reasonRequired: a.reasonRequired || b.reasonRequired,
    ...(risk ? { risk } : {}),
    ...(exclude ? { exclude } : {}),
    ...(channels ? { channels } : {}),
    ...(remindAfterMs ? { remindAfterMs } : {}),
    ...(escalate ? { escalate } : {}),
  }
}

/** A risk that somebody named is higher than none. */
function higherRisk(a: Risk | undefined, b: Risk | undefined): Risk | undefined {
  return risks.findLast((risk) => risk === a || risk === b)
}

function union<T>(a: T[] | undefined, b: T[] | undefined): T[] | undefined {
  return a || b ? [...new Set([...(a ?? []), ...(b ?? [])])] : undefined
}

/** What one demand would not show in a chat is not shown there because of the other. */
function intersection(a: string[] | undefined, b: string[] | undefined): string[] | undefined {
  return a && b ? a.filter((channel) => b.includes(channel)) : (a ?? b)
}

/** A ladder lets more people in. It stays only where it would let them in under both demands; where one asks anybody, it has nobody to add there. */
function commonLadder(a: Demand, b: Demand): Demand['escalate'] {
  const isSame = JSON.stringify([a.groups, a.escalate]) === JSON.stringify([b.groups, b.escalate])
  if (isSame) return a.escalate
  if (b.groups.length === 0 && b.channels === undefined) return a.escalate
  if (a.groups.length === 0 && a.channels === undefined) return b.escalate
  return undefined
}

/** True where whoever may vote under the result could have voted under both. */
function haveSameVoters(a: Demand, b: Demand): boolean {
  const names = ({ groups }: Demand) => JSON.stringify(groups.map(({ group }) => group).sort())
  return a.groups.length === 0 || b.groups.length === 0 || names(a) === names(b)
}

/**
 * Among voters of other groups too, a demand's own people must still give its whole quorum. Minimums per group can say that only of one group: the one that
 * must give most anyway. That may ask for more than both demands did, never for less.
 */
function ownQuorum({ groups, quorum }: Demand): Demand['groups'] {
  const most = Math.max(...groups.map(({ min }) => min))
  const at = groups.findIndex(({ min }) => min === most)
  return groups.map((entry, index) =>
    index === at ? { ...entry, min: Math.max(entry.min, quorum) } : entry,
  )
}
