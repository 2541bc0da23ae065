/**
 * Takes presses from channels. The channel has checked that the service is genuine; here it is checked who the account is; whether that person may is judged by
 * the gate, when the vote comes. A press is taken once it is written to Kafka, and counts when the gate has said so.
 */

import type { Person } from '@holdpoint/approval'
import {
  type ActionId,
  digestPattern,
  isActionId,
  isHoldpointError,
  slotOf,
  textCharsMax,
  voteCommand,
} from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import type { RateLimit } from '@holdpoint/service'
import type { Approval } from '../approval.ts'
import type { Card } from '../card/card.ts'
import { type CardSources, gatherCard } from '../card/gather.ts'
import type { Answer, Click, Inbox } from '../channel/port.ts'
import { type CommandWriter, commandRecord, personCommandId } from '../command-record.ts'
import type { CommandResult } from '../projection/port.ts'
import { type Patience, resultOf } from '../waiting.ts'
import type { Account, Accounts } from './accounts.ts'
import { refusalWords } from './words.ts'

/** An eager person; a script in somebody's browser is stopped early. */
export const pressesPerAccount = { perSecond: 1, burst: 30 } as const

export interface InboxDeps extends CardSources, CommandWriter, Patience {
  readonly bus: Bus
  readonly accounts: Accounts
  /** Masks what a person typed, before it goes anywhere. */
  readonly maskText: (text: string, scope: string) => string
  /** Of presses, by account: `pressesPerAccount`. */
  readonly limit: Pick<RateLimit, 'take'>
  /** A copy was pressed: the notifier may have lost it. Never throws. */
  readonly adopt?: (channel: string, actionId: ActionId, copy: NonNullable<Click['copy']>) => void
}

interface Pressed {
  readonly click: Click
  readonly person: Person
  readonly approval: Approval
}

/** The inbox of one channel. */
export function inboxOf(channel: string, deps: InboxDeps): Inbox {
  return {
    press: (click) => press(click, channel, deps),
    look: (account, actionId, verifiedEmail) =>
      look({ channel, account, verifiedEmail }, actionId, deps),
    linkFor: (account) => deps.accounts.linkFor({ channel, account }),
  }
}

async function press(click: Click, channel: string, deps: InboxDeps) {
  const { account, verifiedEmail, actionId, copy } = click
  const answered = async (code: string, more = {}) => ({
    answer: Promise.resolve(refused(code, more)),
  })
  if (!deps.limit.take(`${channel}/${account}`).isAllowed) return answered('HP_RATE_LIMITED')
  // Who it is comes first: a stranger learns nothing, not even whether there is such a request.
  const who = { channel, account, verifiedEmail }
  const person = known(await deps.accounts.personOf(who), deps)
  if (person === undefined) return answered('HP_ACCOUNT_UNLINKED', await wayToLink(who, deps))
  const approval = await find(actionId, deps)
  if (approval === undefined) return answered('HP_ACTION_UNKNOWN')
  if (copy) deps.adopt?.(channel, actionId, copy)
  // What a button carries comes from outside, whatever its type says.
  if (!isSaid(click)) return answered('HP_STALE_VIEW', linkTo(actionId, deps))
  const reason = click.reason?.trim() ? deps.maskText(click.reason, actionId) : undefined
  if (reason !== undefined && reason.length > textCharsMax) return answered('HP_FIELD_INVALID')
  return vote({ click: { ...click, ...(reason && { reason }) }, person, approval }, channel, deps)
}

/** Resolves when Kafka has it. The same press again is the same command: the gate counts it once. */
async function vote({ click, person, approval }: Pressed, channel: string, deps: InboxDeps) {
  const { actionId, verdict, presented, isComplete, reason, pressId, account } = click
  const who = { person: person.id, actionId, verdict, presented }
  const key = `${channel}/${account}/${pressId}`
  const commandId = personCommandId(voteCommand, who, key)
  const said = reason?.trim() ? { reason } : {}
  const command = { ...who, complete: isComplete === true, channel, ...said }
  const written = Promise.withResolvers<void>()
  let isWritten = false
  const write = async () => {
    const envelope = { type: voteCommand, key: actionId, commandId, nowMs: deps.clock() }
    await deps.bus.send([commandRecord(command, envelope, deps)])
    isWritten = true
    written.resolve()
  }
  const { projection } = deps
  const known = (await projection.result(approval.slot, commandId)) ?? earlier(approval, commandId)
  if (known) return { answer: answerOf(known, actionId, person, deps) }
  const result = resultOf(projection, approval.slot, commandId, write, deps)
  const answer = result
    .then((given) => answerOf(given, actionId, person, deps))
    .catch((error: unknown): Answer => {
      // Either it could not be written, and the service brings it again; or it is stored, and only what came of it is not known.
      if (isWritten && isRetryable(error)) return refused('HP_TIMEOUT', linkTo(actionId, deps))
      written.reject(error)
      throw error
    })
  answer.catch(() => undefined)
  await written.promise
  return { answer }
}

/** What was pressed long ago is in the action's own timeline. */
function earlier({ id, timeline, revision, status }: Approval, commandId: string) {
  const isThere = timeline.some((happening) => happening.commandId === commandId)
  return isThere ? ({ ok: true, actionId: id, revision, status } as const) : undefined
}

const isRetryable = (error: unknown): boolean =>
  isHoldpointError(error) && error.kind === 'retryable'

async function answerOf(
  result: CommandResult | undefined,
  actionId: ActionId,
  person: Person,
  deps: InboxDeps,
): Promise<Answer> {
  if (result === undefined) return refused('HP_TIMEOUT', linkTo(actionId, deps))
  if (!result.ok) return refused(result.code, linkTo(actionId, deps))
  const approval = await find(actionId, deps)
  if (approval === undefined) return refused('HP_ACTION_UNKNOWN')
  return { kind: 'counted', card: await gatherCard(approval, deps, person) }
}

/** Reads only. Nothing for whom nobody knows. */
async function look(
  account: Account,
  actionId: ActionId,
  deps: InboxDeps,
): Promise<Card | undefined> {
  const person = known(await deps.accounts.whoIs(account), deps)
  const approval = person && (await find(actionId, deps))
  return person && approval && gatherCard(approval, deps, person)
}

/** As the directory in force says: a link to somebody who has left is a link to nobody. */
function known(id: string | undefined, { people }: InboxDeps): Person | undefined {
  return id === undefined ? undefined : people().directory.person(id)
}

/** None for an account that no link can be about, such as a mailbox of unusual letters. */
async function wayToLink(who: Account, { accounts }: InboxDeps): Promise<{ link?: string }> {
  try {
    return { link: await accounts.linkFor(who) }
  } catch (error) {
    if (isHoldpointError(error) && error.code === 'HP_FIELD_INVALID') return {}
    throw error
  }
}

async function find(actionId: ActionId, deps: InboxDeps): Promise<Approval | undefined> {
  if (!isActionId(actionId)) return undefined
  return deps.projection.find(slotOf(actionId, deps.slotCount), actionId)
}

const digest = new RegExp(digestPattern)

function isSaid({ verdict, presented }: Click): boolean {
  return (verdict === 'approve' || verdict === 'deny') && digest.test(presented)
}

const linkTo = (actionId: ActionId, { address }: InboxDeps) => ({
  link: `${address}/a/${encodeURIComponent(actionId)}`,
})

function refused(code: string, more: { readonly link?: string } = {}): Answer {
  return { kind: 'refused', code, text: refusalWords(code), ...more }
}
