// @ts-check
/** Our own words for statuses, reasons and people: one place, so that list, card and announcements say the same. */
import { el } from './dom.js'
import { inert, nameOf } from './text.js'

/** @type {Record<string, { mark: string, word: string, tone: 'wait' | 'good' | 'bad' | 'plain' }>} */
const statuses = {
  pending: { mark: '◷', word: 'Waiting', tone: 'wait' },
  approved: { mark: '✓', word: 'Approved', tone: 'good' },
  claimed: { mark: '▸', word: 'Running', tone: 'good' },
  succeeded: { mark: '✓', word: 'Done', tone: 'good' },
  failed: { mark: '✕', word: 'Failed', tone: 'bad' },
  unknown: { mark: '?', word: 'Outcome unknown', tone: 'bad' },
  denied: { mark: '✕', word: 'Denied', tone: 'bad' },
  expired: { mark: '◌', word: 'Expired', tone: 'plain' },
  withdrawn: { mark: '↩', word: 'Withdrawn', tone: 'plain' },
  revoked: { mark: '↩', word: 'Revoked', tone: 'bad' },
  lapsed: { mark: '◌', word: 'Lapsed', tone: 'plain' },
}

/** @param {string} status */
export const statusOf = (status) =>
  statuses[status] ?? { mark: '·', word: status, tone: /** @type {const} */ ('plain') }

/** @param {{ kind: string, person?: string, verdict?: string, channel?: string, assurance?: string, by?: string, rule?: string, executor?: string, found?: string, late?: string, code?: string }} line */
export function happeningOf({
  kind,
  person,
  verdict,
  channel,
  assurance,
  by,
  rule,
  executor,
  found,
  late,
  code,
}) {
  const why = code === undefined ? '' : ` (${code})`
  switch (kind) {
    case 'held':
      return `held by rule ${rule}`
    case 'voted':
      return `${person} ${verdict === 'approve' ? 'approved' : 'denied'} (${channel}, ${assurance})`
    case 'approved':
      return by === 'people' ? 'approved: the votes are there' : `approved by rule ${rule}`
    case 'denied':
      return `denied by ${by === 'people' ? 'people' : `rule ${rule}`}${why}`
    case 'claimed':
      return `${executor} began to run it`
    case 'extended':
      return 'the executor has more time'
    case 'reconciled':
      return `${person} found that it was ${found === 'succeeded' ? 'done' : 'not done'} (${channel}, ${assurance})`
    case 'refused':
      return `too late, the executor says: ${late}${why}`
    case 'succeeded':
      return `${executor} reports success`
    case 'failed':
      return `${executor ?? 'it'} reports failure${why}`
    case 'unknown':
      return 'no word from the executor in time: the outcome is unknown'
    case 'revoked':
      return `${person} took the approval back`
    case 'expired':
      return 'nobody decided in time, so it will not run'
    case 'withdrawn':
      return 'the agent withdrew it'
    case 'lapsed':
      return `nobody ran it in time${why}`
    default:
      return kind
  }
}

/** @type {Record<string, string>} */
export const standingWords = {
  own: 'You cannot decide this: it is on your own side (owner, operator, or the person it is done for).',
  voted: 'You have voted.',
  group: 'Others decide this: you are in none of the groups that are asked.',
  closed: 'This is decided.',
}

/** @param {{ masked: number, findings: Record<string, number> }} approval */
export function maskedLine({ masked, findings }) {
  if (masked === 0) return 'Nothing is masked.'
  const kinds = Object.entries(findings).map(([type, count]) => `${count} ${nameOf(type)}`)
  return `${masked} ${masked === 1 ? 'value' : 'values'} masked (${kinds.join(', ')})`
}

/** @param {{ approvals: number, quorum: number, escalated: string[], groups: { group: string, min: number, approvals: number }[] }} progress */
export function progressLine({ approvals, quorum, escalated, groups }) {
  const missing = groups
    .filter(({ min, approvals: has }) => has < min)
    .map(({ group, min, approvals: has }) => `${min - has} more from ${group}`)
  const also = escalated.length === 0 ? [] : [`also asked: ${escalated.join(', ')}`]
  return [
    `${approvals} of ${quorum}`,
    ...(missing.length === 0 ? [] : [missing.join(', ')]),
    ...also,
  ].join(' · ')
}

/** @param {{ id: string, status: string, by: string }} repeats */
export function repeatsLine({ status, by }) {
  if (status === 'expired') {
    return 'The same was proposed before in this run, and nobody decided in time.'
  }
  if (status === 'revoked') {
    return 'The same was approved before in this run, and taken back by a person.'
  }
  return `The same was denied before in this run, by ${by === 'people' ? 'people' : 'policy'}.`
}

/** @param {import('./freezes.js').Scope} scope */
export function scopeLine(scope) {
  if ('everything' in scope) return el('span', {}, 'everything')
  if ('agent' in scope) return el('span', {}, 'agent ', inert(scope.agent))
  if ('type' in scope) return el('span', {}, 'actions of type ', inert(scope.type))
  const { system, resource } = scope.target
  const rest = resource === undefined ? [] : [' ', inert(resource)]
  return el('span', {}, 'what goes to ', inert(system), ...rest)
}

/** How far a freeze or its thaw has come. @param {import('./freezes.js').Freeze} freeze */
export function reachOf({ inForce, thawed, confirmed, slots }) {
  if (inForce) return 'In force everywhere.'
  if (thawed > 0) return `Being thawed: ${thawed} of ${slots} slots have let go.`
  return `In force in ${confirmed} of ${slots} slots.`
}
