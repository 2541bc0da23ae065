/**
 * `POST /teams/<name>`: what Teams calls. A refresh reads; a press of Approve or Deny is acknowledged when its vote is durably written, and answered
 * when the gate has judged, or as recorded where that takes longer than Teams waits. Whatever is said goes to the one who pressed.
 */
import { check, type ErrorCode, HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import { admit, type Logger, rawBody } from '@holdpoint/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Shelf } from '../../shelf/port.ts'
import type { Answer, Click, Inbox } from '../port.ts'
import { type Activity, Invoke, verbs } from './activity.ts'
import { type CallerDeps, genuine, isRecent } from './caller.ts'
import { type InvokeAnswer, says } from './invoke-answer.ts'
import { renderCard } from './render.ts'
import { isNewPress } from './repeat.ts'
import type { Roster } from './roster.ts'
import { accountPrefix, type NamedSettings } from './settings.ts'
import { whoPressed } from './who.ts'

const bodyBytesMax = 128 * 1024
/** Teams gives up after about ten seconds. */
const answerMsMax = 7_000
/** The one refusal that a press of its own answers: with the page where an account becomes a person's. */
const unlinked: ErrorCode = 'HP_ACCOUNT_UNLINKED'

export interface PressDeps extends CallerDeps {
  readonly settings: NamedSettings
  readonly roster: Roster
  readonly shelf: Shelf
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly log: Pick<Logger, 'warn'>
}

export function pressRoutes(edge: FastifyInstance, inbox: Inbox, deps: PressDeps): void {
  const path = `/teams/${deps.settings.name}`
  edge.post(path, { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const activity = await genuine(request.headers.authorization, request.body, deps)
    // Whatever else a bot hears (that it was added, a message to it) needs no answer.
    if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return reply.send()
    return reply.send(await answerTo(request, activity, inbox, deps))
  })
}

async function answerTo(
  request: FastifyRequest,
  activity: Activity,
  inbox: Inbox,
  deps: PressDeps,
): Promise<InvokeAnswer> {
  const account = accountOf(activity)
  const invoke = readInvoke(activity.value)
  if (account === undefined) return says.toast('Teams does not say who you are: nothing was done.')
  if (invoke === undefined) return says.error(400, 'BadRequest', 'This button is not known here.')
  admit(request, account)
  if (!isRecent(activity, deps.clock()) || activity.id === undefined) {
    deps.onRefusal('stale')
    return says.toast('This press is too old: press again.')
  }
  if (invoke.action.verb === verbs.refresh) return refreshed(account, activity, invoke, inbox, deps)
  if (invoke.trigger === 'automatic') return says.error(400, 'BadRequest', 'Nobody pressed this.')
  if (!(await isNewPress(activity.id, rawBody(request), deps))) {
    deps.onRefusal('replay')
    return says.error(409, 'Conflict', 'This press was used for something else.')
  }
  return pressed(account, activity, invoke, inbox, deps)
}

async function refreshed(
  account: string,
  activity: Activity,
  { action }: Invoke,
  inbox: Inbox,
  deps: PressDeps,
): Promise<InvokeAnswer> {
  const who = await whoPressed(activity, deps)
  const card =
    who.kind === 'known'
      ? await inbox.look(account, action.data.hp.a, who.email.verifiedEmail)
      : undefined
  // The client keeps everybody's card.
  if (card === undefined) return says.error(404, 'NotFound', 'No card of your own.')
  return says.card(renderCard(card).card)
}

async function pressed(
  account: string,
  activity: Activity,
  invoke: Invoke,
  inbox: Inbox,
  deps: PressDeps,
): Promise<InvokeAnswer> {
  const { hp, in_preset: preset, in_reason: own, in_why: why } = invoke.action.data
  const verdict = verdictOf(invoke.action.verb)
  if (verdict === undefined || hp.d === undefined) {
    return says.error(400, 'BadRequest', 'This button is not known here.')
  }
  const who = await whoPressed(activity, deps)
  if (who.kind !== 'known') return who.answer
  const reason = [preset, own, why]
    .map((text) => text?.trim())
    .filter(Boolean)
    .join('. ')
  const click: Click = {
    ...{ account, actionId: hp.a, verdict, presented: hp.d, isComplete: hp.c === 1 },
    ...{ pressId: activity.id ?? '', ...who.email },
    ...(reason === '' ? {} : { reason }),
    ...copyOf(activity, account, deps.settings),
  }
  try {
    const { answer } = await inbox.press(click)
    return answerOf(await inTime(answer, deps))
  } catch (error) {
    if (!isHoldpointError(error) || error.kind === 'fatal') throw error
    deps.log.warn({ code: error.code, actionId: hp.a }, 'a press was not recorded')
    return says.error(503, 'ServiceUnavailable', 'Not recorded. Please press again.')
  }
}

const verdictOf = (verb: string) =>
  verb === verbs.approve ? 'approve' : verb === verbs.deny ? 'deny' : undefined

/** The vote is written; that its result takes long, or cannot be waited for, changes nothing. */
async function inTime(answer: Promise<Answer>, { sleep }: PressDeps): Promise<Answer | undefined> {
  const waited = new AbortController()
  const late = sleep(answerMsMax, waited.signal).then(() => undefined)
  try {
    return await Promise.race([answer.catch(() => undefined), late])
  } finally {
    waited.abort()
  }
}

function answerOf(answer: Answer | undefined): InvokeAnswer {
  if (answer === undefined) return says.toast('Recorded. The card will show what comes of it.')
  if (answer.kind === 'counted') return says.card(renderCard(answer.card).card)
  const { code, text, link } = answer
  // The card has its own way to the console, and stays.
  return code === unlinked && link !== undefined ? says.link(text, link) : says.toast(text)
}

/** Stable key of whoever pressed; their name identifies nobody. */
function accountOf({ from, conversation, channelData }: Activity): string | undefined {
  const tenant = conversation?.tenantId ?? channelData?.tenant?.id
  if (from?.aadObjectId === undefined || tenant === undefined) return undefined
  return `${accountPrefix}${tenant}:${from.aadObjectId}`.toLowerCase()
}

function readInvoke(value: unknown): Invoke | undefined {
  try {
    return check(Invoke, value)
  } catch (error) {
    if (error instanceof HoldpointError && error.kind === 'terminal') return undefined
    throw error
  }
}

/** Where the pressed message stands, in case its handle was lost. Only in places that we write to, and at the service that we write to: activities name another. */
function copyOf(
  { conversation, replyToId: message }: Activity,
  account: string,
  { conversations }: NamedSettings,
) {
  const [thread = ''] = conversation?.id.split(';') ?? []
  const isOwn = conversation?.conversationType === 'personal'
  const address = isOwn ? account : conversations.find((id) => id === thread)
  if (address === undefined || message === undefined) return {}
  return { copy: { address, handle: { conversation: thread, message } } }
}
