/** The card of an approval, as everybody may see it or as one person may act on it. Made of the masked view and the operator's words alone. Pure. */
import { assuranceRank, type Directory, type Person, type PolicyWords } from '@holdpoint/approval'
import { type Action, type Demand, originalOf, principalsOf } from '@holdpoint/contracts'
import { type Approval, isPending } from '../approval.ts'
import type { Denial } from '../denial.ts'
import { type Beside, fingerprintOf, frostOf, progressOf, repeatsOf, standingOf } from '../shown.ts'
import type { Card, CardState, Line, Row } from './card.ts'
import { headlineOf } from './headline.ts'
import { inert, inertLine } from './inert.ts'
import { ownRow, rowsOf } from './rows.ts'
import { storyOf } from './story.ts'
import { markOf, maskedWords } from './words.ts'

/** Names of ours, in the policy's place. */
const ownRules = 'holdpoint/'

/** What a card is made of beside the approval. */
export interface CardParts extends Beside {
  readonly directory: Directory
  /** What the policy in force says to people; absent where it is not known here. */
  readonly words?: PolicyWords | undefined
  /** An attempt of the same run at the same target that was not let through, with its masked view. */
  readonly previous?: { readonly denial: Denial; readonly view: unknown } | undefined
  /** Where the console is, without a slash at its end. */
  readonly address: string
  /** As this person may act on it; absent: as it is posted for many. */
  readonly viewer?: Person | undefined
}

export function cardOf(approval: Approval, parts: CardParts): Card {
  const { views, words, address } = parts
  const action = views.action?.value as Partial<Action> | undefined
  const frost = frostOf(approval, parts)
  const state: CardState = frost.isFrozen ? 'frozen' : approval.status
  const ofType = words?.typeOf(approval.type)
  const masked = maskedWords(approval.findings)
  const { justification } = action ?? {}
  const approvals = approval.votes.filter(({ verdict }) => verdict === 'approve').length
  return {
    actionId: approval.id,
    presented: approval.presented,
    revision: approval.revision,
    fingerprint: fingerprintOf(approval.presented),
    state,
    mark: markOf(state, approvals, approval.demand?.quorum ?? 1),
    headline: headlineOf(approval, action, ofType),
    ...(approval.demand?.risk === undefined ? {} : { risk: approval.demand.risk }),
    rows: askedRows(approval, action, parts),
    ...(masked === undefined ? {} : { masked }),
    whyStopped: whyOf(approval, words),
    ...(justification === undefined ? {} : { justification: [{ foreign: inert(justification) }] }),
    forWhom: [...forWhomOf(approval, parts), ...otherRows(action)],
    progress: approval.demand ? progressLines(approval, approval.demand, parts) : [],
    ...clockOf(approval, state, frost),
    ...reversibleOf(approval, ofType?.reversibleWithin),
    ...(views.result === undefined ? {} : { result: rowsOf(views.result.value, undefined) }),
    story: storyOf(approval),
    buttons: buttonsOf(approval, state, parts),
    reasonRequired: approval.demand?.reasonRequired ?? false,
    link: `${address}/a/${encodeURIComponent(approval.id)}`,
  }
}

/** What it would do, where, and to what it belongs: all that a decision is about. */
function askedRows(
  { type, id }: Approval,
  action: Partial<Action> | undefined,
  { words, previous }: CardParts,
): Row[] {
  const named = ownRow('Action', type)
  if (action === undefined) {
    return [named, { label: ['View'], value: ['no longer kept'], kind: 'text', isCut: true }]
  }
  const original = originalOf(id)
  const before = (previous?.view ?? undefined) as Partial<Action> | undefined
  return [
    named,
    ...rowsOf(action.target ?? {}, targetWords).filter(({ value }) => value[0] !== 'empty'),
    ...(original === undefined ? [] : [ownRow('Takes back', original)]),
    ...rowsOf(action.params, words?.typeOf(type), before && { params: before.params }),
  ]
}

const targetWords = {
  fields: ['system', 'resource', 'environment'].map((name) => ({
    path: [name],
    label: name === 'system' ? 'Target' : name === 'resource' ? 'Resource' : 'Environment',
    isCode: false,
  })),
}

/** Sentences hold for what they were written for: a policy that came later may mean something else by the same name. */
function whyOf({ rule, policy }: Approval, words: PolicyWords | undefined): Line {
  const why = words?.digest === policy ? words.whyOf(rule) : undefined
  if (rule.startsWith(ownRules) && why === undefined) {
    return ['No rule of the policy lets it go (', { foreign: inertLine(rule) }, ')']
  }
  const named: Line = ['Rule ', { foreign: inertLine(rule) }]
  return why === undefined ? named : [...named, ': ', { foreign: inertLine(why) }]
}

function forWhomOf(approval: Approval, parts: CardParts): Row[] {
  const { agent, run, onBehalfOf, identity } = approval
  const principals = principalsOf(onBehalfOf)
  const { repeats } = repeatsOf(approval, parts.denials)
  const tried = repeats ?? parts.previous?.denial
  return [
    ...(principals.length === 0 ? [] : [ownRow('On behalf of', principals.join(', '))]),
    ownRow('Agent', agent),
    ...(run === undefined ? [] : [ownRow('Run', run)]),
    {
      label: ['Identity'],
      value: [identity === 'signed' ? 'signed by the agent' : 'as its platform says'],
      kind: 'text',
    },
    ...(tried === undefined ? [] : [triedRow(tried, repeats !== undefined)]),
  ]
}

/** Whatever else the view has: nothing that the presented digest covers stays unseen. */
function otherRows(action: Partial<Action> | undefined): Row[] {
  if (action === undefined) return []
  const { id: _1, type: _2, target: _3, params: _4, justification: _5, ...rest } = action
  const { agent, onBehalfOf: _6, reverses: _7, ...more } = rest
  const { id: _8, run: _9, ...about } = agent ?? {}
  const rows = rowsOf({ ...more, agent: about }, undefined)
  return rows.filter(({ value }) => value[0] !== 'empty')
}

function triedRow({ status, by }: Denial, isSame: boolean): Row {
  const what = isSame ? 'the same' : 'something like it'
  const how =
    status === 'denied' ? `was denied by ${by}` : status === 'expired' ? 'expired' : 'was revoked'
  return { label: ['Tried before'], value: [`${what} ${how}`], kind: 'text' }
}

/** `1 of 2, needs 1 from finance`, and who voted. */
function progressLines(approval: Approval, demand: Demand, parts: CardParts): Line[] {
  // Progress is the same for everybody; it only asks the directory.
  const viewer = { person: { id: '', groups: [] }, directory: parts.directory }
  const { approvals, quorum, groups, escalated } = progressOf(approval, demand, parts, viewer)
  const missing = groups.filter(({ min, approvals: given }) => given < min)
  const voters = approval.votes.map(
    ({ person, verdict, reason }): Line => [
      { foreign: inertLine(person) },
      verdict === 'approve' ? ' approved' : ' denied',
      ...(reason === undefined ? [] : [': ', { foreign: inertLine(reason) }]),
    ],
  )
  const needs = missing.flatMap(
    ({ group, min, approvals: given }): Line => [
      `, needs ${min - given} from `,
      { foreign: inertLine(group) },
    ],
  )
  const anyOf: Line =
    groups.length === 0 || missing.length > 0
      ? []
      : [' from ', { foreign: inertLine(groups.map(({ group }) => group).join(', ')) }]
  return [
    [`${approvals} of ${quorum}`, ...anyOf, ...needs],
    ...(escalated.length === 0
      ? []
      : [['Asked too by now: ', { foreign: inertLine(escalated.join(', ')) }]]),
    ...voters,
  ]
}

function clockOf(
  { status, runByMs }: Approval,
  state: CardState,
  { decideByMs, useByMs }: ReturnType<typeof frostOf>,
): Pick<Card, 'clock'> {
  // While it stands frozen its clock does too.
  if (state === 'frozen') return {}
  if (status === 'pending' && decideByMs !== undefined) {
    return { clock: { untilMs: decideByMs, after: 'not done if nobody decides' } }
  }
  if (status === 'approved' && useByMs !== undefined) {
    return { clock: { untilMs: useByMs, after: 'lapses if nobody has started it' } }
  }
  if (status === 'claimed' && runByMs !== undefined) {
    return { clock: { untilMs: runByMs, after: 'its outcome counts as unknown' } }
  }
  return {}
}

function reversibleOf(
  { reversibleUntilMs }: Approval,
  within: string | undefined,
): Pick<Card, 'reversible'> {
  if (reversibleUntilMs !== undefined) {
    return { reversible: `can be taken back until ${new Date(reversibleUntilMs).toISOString()}` }
  }
  return within === undefined
    ? {}
    : { reversible: `can be taken back within ${within} of its success` }
}

function buttonsOf(approval: Approval, state: CardState, parts: CardParts): Card['buttons'] {
  const { demand } = approval
  if (state !== 'pending' || !isPending(approval) || demand === undefined) return ['open']
  const { viewer, directory, views } = parts
  if (viewer && !standingOf(approval, parts, { person: viewer, directory }).canVote) return ['open']
  const isChat = assuranceRank[demand.assurance] <= assuranceRank.chat
  // Nobody approves what nobody can see.
  const yes =
    views.action === undefined ? [] : isChat ? (['approve'] as const) : (['sign'] as const)
  return [...yes, 'deny', 'open']
}
