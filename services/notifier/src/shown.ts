/** An approval as people see it: the masked view, what is asked of them and how far it is. Pure; nothing here decides anything. */
import { assuranceRank, type Directory, type Person } from '@holdpoint/approval'
import type { Action } from '@holdpoint/contracts'
import { type Approval, isPending } from './approval.ts'
import type { ShownViews } from './projection/port.ts'

/** Longest masked action that a list carries, in characters of JSON; longer ones come with the detail. */
const listedActionCharsMax = 16 * 1024
/** So much of the presented digest is enough for two people to compare by eye, in hex. */
const fingerprintHexChars = 12

export interface Viewer {
  readonly person: Person
  readonly directory: Directory
}

/** A row of the inbox. */
export function rowOf(approval: Approval, views: ShownViews, viewer: Viewer) {
  const { votes: _votes, timeline: _timeline, excluded: _excluded, ...facts } = approval
  const action = views.action?.value
  const isShort = JSON.stringify(action ?? null).length <= listedActionCharsMax
  const { target, justification } = (action ?? {}) as Partial<Action>
  return {
    ...facts,
    headline: headlineOf(approval, target),
    fingerprint: fingerprintOf(approval.presented),
    ...(target === undefined ? {} : { target }),
    ...(justification === undefined ? {} : { justification }),
    masked: Object.values(approval.findings).reduce((sum, count) => sum + count, 0),
    progress: progressOf(approval, viewer.directory),
    you: standingOf(approval, viewer),
    ...(isShort && action !== undefined ? { action } : { actionOmitted: true }),
  }
}

/** Everything, with the timeline. The salt lets whoever likes compute the presented digest for themselves. */
export function detailOf(approval: Approval, views: ShownViews, viewer: Viewer) {
  const { actionOmitted: _omitted, ...row } = rowOf(approval, views, viewer) as Record<
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
  }
}

/** Names and declared places only, never parameters: it also stands in previews. */
function headlineOf({ agent, type }: Approval, target: Action['target']): string {
  const place = [target?.system, target?.resource].filter((part) => part !== undefined).join(' ')
  const where = target?.environment === undefined ? '' : ` in ${target.environment}`
  return `${agent} wants ${type}${place === '' ? '' : ` on ${place}`}${where}`
}

function fingerprintOf(presented: string): string {
  const bytes = Buffer.from(presented.slice('sha256:'.length), 'base64url')
  return bytes.toString('hex').slice(0, fingerprintHexChars)
}

function progressOf({ votes, demand }: Approval, directory: Directory) {
  const of = (verdict: 'approve' | 'deny') => votes.filter((vote) => vote.verdict === verdict)
  const approvers = of('approve').map(({ person }) => directory.person(person))
  return {
    approvals: approvers.length,
    denials: of('deny').length,
    quorum: demand.quorum,
    groups: demand.groups.map(({ group, min }) => ({
      group,
      min,
      approvals: approvers.filter((person) => person?.groups.includes(group)).length,
    })),
  }
}

/** A forecast for the page, so that nobody is asked in vain. The gate judges when the vote comes. */
function standingOf(approval: Approval, { person, directory }: Viewer) {
  const own = approval.votes.find((vote) => vote.person === person.id)
  const { groups, assurance, reasonRequired } = approval.demand
  const isAgentSide = [...approval.excluded, ...directory.agentSide(approval.agent)].includes(
    person.id,
  )
  const isInGroup = groups.length === 0 || groups.some(({ group }) => person.groups.includes(group))
  const why = !isPending(approval)
    ? 'closed'
    : isAgentSide || approval.onBehalfOf === person.id
      ? 'own'
      : own !== undefined
        ? 'voted'
        : !isInGroup
          ? 'group'
          : undefined
  return {
    person: person.id,
    canVote: why === undefined,
    ...(why === undefined ? {} : { why }),
    ...(own === undefined ? {} : { voted: own.verdict }),
    needsSignature: assuranceRank[assurance] >= assuranceRank.sso,
    reasonRequired,
  }
}
