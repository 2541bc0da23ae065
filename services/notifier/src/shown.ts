/** An approval as people see it: the masked view, what is asked of them and how far it is. Pure; nothing here decides anything. */
import {
  addedGroups,
  assuranceRank,
  type Directory,
  deadlineNow,
  expiryOf,
  frozenMs,
  isFrozen,
  isInGroups,
  type Person,
  targetOf,
} from '@holdpoint/approval'
import { type Action, type Demand, principalsOf } from '@holdpoint/contracts'
import { type Approval, isPending } from './approval.ts'
import type { Denial } from './denial.ts'
import { noneFrozen, type SlotFreezes } from './freezes.ts'
import { decidedKeepMs, type ShownViews } from './projection/port.ts'

/** Longest masked action that a list carries, in characters of JSON; longer ones come with the detail. */
const listedActionCharsMax = 16 * 1024
/** So much of the presented digest is enough for two people to compare by eye, in hex. */
const fingerprintHexChars = 12

export interface Viewer {
  readonly person: Person
  readonly directory: Directory
}

/** What lies beside the approval. */
export interface Beside {
  readonly views: ShownViews
  /** What of the same shape was not let through; itself may be among them. */
  readonly denials: readonly Denial[]
  /** Of its slot. */
  readonly freezes: SlotFreezes | undefined
  readonly nowMs: number
}

/** Another approval that belongs to this one: what it takes back, or what takes it back. */
export interface Kin {
  readonly approval: Approval
  readonly views: ShownViews
}

/** What the detail shows beside the approval. */
export interface BesideDetail extends Beside {
  readonly original?: Kin | undefined
  readonly reversals?: readonly Approval[] | undefined
}

/** A row of the inbox. */
export function rowOf(approval: Approval, beside: Beside, viewer: Viewer) {
  const { views, denials } = beside
  const {
    votes: _votes,
    timeline: _timeline,
    excluded: _excluded,
    shape: _,
    attempt: __,
    ...facts
  } = approval
  const action = views.action?.value
  const isShort = JSON.stringify(action ?? null).length <= listedActionCharsMax
  const { target, justification } = (action ?? {}) as Partial<Action>
  return {
    ...facts,
    ...frostOf(approval, beside),
    headline: headlineOf(approval, target),
    fingerprint: fingerprintOf(approval.presented),
    ...(target === undefined ? {} : { target }),
    ...(justification === undefined ? {} : { justification }),
    masked: Object.values(approval.findings).reduce((sum, count) => sum + count, 0),
    ...repeatsOf(approval, denials),
    ...(approval.demand ? { progress: progressOf(approval, approval.demand, beside, viewer) } : {}),
    you: standingOf(approval, beside, viewer),
    ...(isShort && action !== undefined ? { action } : { actionOmitted: true }),
  }
}

/** Everything, with the timeline. The salt lets whoever likes compute the presented digest for themselves. */
export function detailOf(approval: Approval, beside: BesideDetail, viewer: Viewer) {
  const { views, original, reversals = [] } = beside
  const { actionOmitted: _omitted, ...row } = rowOf(approval, beside, viewer) as Record<
    string,
    unknown
  >
  return {
    ...row,
    action: views.action?.value ?? null,
    salt: views.action?.salt ?? null,
    votes: approval.votes,
    timeline: approval.timeline,
    ...(views.result === undefined ? {} : { result: views.result.value }),
    ...(original === undefined ? {} : { original: originalOf(original) }),
    reversals: reversals.map(({ id, status, heldAtMs }) => ({ id, status, heldAtMs })),
  }
}

/** What a reversal would take back: as masked as it was shown then. */
function originalOf({ approval, views }: Kin) {
  const { id, type, status, heldAtMs, endedAtMs } = approval
  return {
    ...{ id, type, status, heldAtMs, endedAtMs },
    action: views.action?.value ?? null,
    ...(views.result === undefined ? {} : { result: views.result.value }),
  }
}

/** What a freeze makes of it: whether it stands still, and its deadline with the frozen time so far. Of what runs or is over, nothing. */
export function frostOf(approval: Approval, { views, freezes = noneFrozen, nowMs }: Beside) {
  const { agent, type, status, heldAtMs, decidedAtMs, decideByMs, useByMs } = approval
  if (status !== 'pending' && status !== 'approved') return { isFrozen: false }
  const action = (views.action?.value ?? {}) as { readonly target?: unknown }
  const wantedUntilMs = expiryOf(action)
  const held = {
    ...{ origin: { agent, type }, target: targetOf(action.target) },
    sinceMs: status === 'pending' ? heldAtMs : (decidedAtMs ?? heldAtMs),
    ...(wantedUntilMs === undefined ? {} : { wantedUntilMs }),
  }
  const later = (deadlineMs: number) => deadlineNow(held, deadlineMs, freezes, nowMs)
  return {
    isFrozen: isFrozen(held, freezes),
    ...(status === 'pending' && decideByMs !== undefined ? { decideByMs: later(decideByMs) } : {}),
    ...(status === 'approved' && useByMs !== undefined ? { useByMs: later(useByMs) } : {}),
  }
}

/** Names and declared places only, never parameters: it also stands in previews. */
function headlineOf({ agent, type }: Approval, target: Action['target']): string {
  const place = [target?.system, target?.resource].filter((part) => part !== undefined).join(' ')
  const where = target?.environment === undefined ? '' : ` in ${target.environment}`
  return `${agent} wants ${type}${place === '' ? '' : ` on ${place}`}${where}`
}

export function fingerprintOf(presented: string): string {
  const bytes = Buffer.from(presented.slice('sha256:'.length), 'base64url')
  return bytes.toString('hex').slice(0, fingerprintHexChars)
}

/** The latest other action of the same agent and run that would have done the same, and was not let through. */
export function repeatsOf(
  { id, heldAtMs }: Approval,
  denials: readonly Denial[],
): { repeats?: Denial } {
  const [latest] = denials.filter(
    (denial) => denial.id !== id && denial.deniedAtMs >= heldAtMs - decidedKeepMs,
  )
  return latest === undefined ? {} : { repeats: latest }
}

/** How long people have been asked, without the time that it stood frozen: who may vote depends on it. */
export function waitedMs(
  approval: Approval,
  { views, freezes = noneFrozen, nowMs }: Pick<Beside, 'views' | 'freezes' | 'nowMs'>,
): number {
  const { agent, type, heldAtMs } = approval
  const action = (views.action?.value ?? {}) as { readonly target?: unknown }
  const held = { origin: { agent, type }, target: targetOf(action.target) }
  return nowMs - heldAtMs - frozenMs(held, freezes, heldAtMs, nowMs)
}

export function progressOf(
  approval: Approval,
  demand: Demand,
  beside: Beside,
  { directory }: Viewer,
) {
  const { votes } = approval
  const of = (verdict: 'approve' | 'deny') => votes.filter((vote) => vote.verdict === verdict)
  const approvers = of('approve').map(({ person }) => directory.person(person))
  return {
    approvals: approvers.length,
    denials: of('deny').length,
    quorum: demand.quorum,
    /** Asked too by now, because nobody answered. */
    escalated: addedGroups(demand, waitedMs(approval, beside)),
    groups: demand.groups.map(({ group, min }) => ({
      group,
      min,
      approvals: approvers.filter((person) => person?.groups.includes(group)).length,
    })),
  }
}

/** A forecast for the page, so that nobody is asked in vain. The gate judges when the command comes. */
export function standingOf(approval: Approval, beside: Beside, { person, directory }: Viewer) {
  const { demand, excluded, agent, onBehalfOf, status } = approval
  const voted = approval.votes.find((vote) => vote.person === person.id)?.verdict
  const isOwn = [...excluded, ...directory.agentSide(agent), ...principalsOf(onBehalfOf)].includes(
    person.id,
  )
  const isAskedAt = (ageMs: number) => demand === undefined || isInGroups(person, demand, ageMs)
  const isAsked = isAskedAt(waitedMs(approval, beside))
  const why = !isPending(approval)
    ? 'closed'
    : isOwn
      ? 'own'
      : voted !== undefined
        ? 'voted'
        : !isAsked
          ? 'group'
          : undefined
  return {
    person: person.id,
    canVote: why === undefined,
    ...(why === undefined ? {} : { why }),
    ...(voted === undefined ? {} : { voted }),
    /** Nobody lets their own go, but everybody may stop it. */
    canRevoke: status === 'approved' && (isOwn || isAskedAt(Number.POSITIVE_INFINITY)),
    canReconcile: status === 'unknown' && !isOwn && isAsked,
    needsSignature: demand !== undefined && assuranceRank[demand.assurance] >= assuranceRank.sso,
    reasonRequired: demand?.reasonRequired ?? false,
  }
}
