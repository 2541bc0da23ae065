/**
 * A person's vote that a system of the house brings. The webhook signature proves the system, and gives it no right: the body must prove the person, by an ID token
 * minted for this decision or a statement by a key of their own. The gate checks that proof itself and counts it as `sso`, never as more.
 */
import {
  ActionIdSchema,
  check,
  DigestSchema,
  decisionNonce,
  HoldpointError,
  isHoldpointError,
  Name,
  strict,
  Text,
  Verdict,
  voteCommand,
} from '@holdpoint/contracts'
import { tokenCharsMax, verifySaying } from '@holdpoint/seal'
import { admit, rawBody } from '@holdpoint/service'
import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Approval } from '../approval.ts'
import { type VerifyingKey, verifyMessage, webhookHeaders } from '../channel/webhook/signature.ts'
import type { CommandResult } from '../projection/port.ts'
import type { Shelf } from '../shelf/port.ts'
import { findApproval } from './approvals.ts'
import { type CommandDeps, commandBy, refusalOf } from './command.ts'
import { answered, refusalRules } from './give.ts'

/** Longer than any sender tries again; a message that comes again gets its first answer. */
const answerKeepMs = 24 * 3600 * 1000

/** A system through which people decide. */
export interface SendingSystem {
  /** Stands as channel in the log. */
  readonly name: string
  /** Any of them is enough: the old and the new one while they are rotated. */
  readonly keys: readonly VerifyingKey[]
}

export interface SystemDeps extends CommandDeps {
  /** Absent: none is known here. */
  readonly systems?: { readonly known: readonly SendingSystem[]; readonly shelf: Shelf } | undefined
}

export interface GivenAnswer {
  readonly status: number
  readonly body: object
}

const SystemDecision = strict({
  actionId: ActionIdSchema,
  /** Directory id of who decides. */
  person: Name,
  verdict: Verdict,
  /** Digest of the view that the person saw. */
  presented: DigestSchema,
  reason: Type.Optional(Text),
  /** The person's own proof; its nonce is `decisionNonce({actionId, presented, verdict})`. */
  token: Type.String({ minLength: 1, maxLength: tokenCharsMax }),
})
type SystemDecision = Static<typeof SystemDecision>

/** Answers that are the same however often the message comes; others may be better the next time. */
const lastingStatuses: ReadonlySet<number> = new Set([200, 403, 409, 422])

export const isFromSystem = ({ headers }: FastifyRequest): boolean =>
  Object.values(webhookHeaders).some((name) => headers[name] !== undefined)

/** Throws HP_AUTH, HP_RATE_LIMITED and what may go better later; all else is an answer. */
export async function decideThrough(
  request: FastifyRequest,
  deps: SystemDeps,
): Promise<GivenAnswer> {
  const { system, messageId, shelf } = senderOf(request, deps)
  admit(request, `system/${system.name}`)
  const key = `decision:${system.name}:${messageId}`
  const first = await shelf.get(key)
  if (first !== undefined) return JSON.parse(first) as GivenAnswer
  const answer = await answerOf(request, { system, messageId }, deps)
  if (lastingStatuses.has(answer.status)) {
    await shelf.putNew(key, JSON.stringify(answer), answerKeepMs)
  }
  return answer
}

interface Sender {
  readonly system: SendingSystem
  readonly messageId: string
}

function senderOf(
  request: FastifyRequest,
  { systems, clock }: SystemDeps,
): Sender & { readonly shelf: Shelf } {
  const { headers } = request
  if (headers.authorization !== undefined) {
    throw new HoldpointError('HP_AUTH', {
      rule: 'send a webhook signature or Authorization, not both',
    })
  }
  const body = rawBody(request)
  for (const system of systems?.known ?? []) {
    const messageId = verifyMessage(system.keys, headers, body, clock())
    if (systems && messageId !== undefined) return { system, messageId, shelf: systems.shelf }
  }
  throw new HoldpointError('HP_AUTH', { rule: 'no known system has signed this' })
}

async function answerOf(
  request: FastifyRequest,
  sender: Sender,
  deps: SystemDeps,
): Promise<GivenAnswer> {
  try {
    return { status: 200, body: await decide(request, sender, deps) }
  } catch (error) {
    if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
    const problem = error.toProblem()
    const status = isUnreadable(error) ? 422 : problem.status
    return { status, body: { ...problem, status } }
  }
}

async function decide(request: FastifyRequest, sender: Sender, deps: SystemDeps): Promise<object> {
  const decision = check(SystemDecision, request.body)
  const { actionId, verdict, presented, person, reason, token } = decision
  if (actionId !== (request.params as { id: string }).id) {
    throw invalid('/actionId', 'must be that of the address')
  }
  const nonce = decisionNonce({ actionId, presented, verdict })
  await checkPerson(decision, nonce, deps)
  const approval = await findApproval(request, deps)
  const says = { actionId, verdict, presented }
  const said = {
    ...{ type: voteCommand, key: actionId, says, reason, token, nonce },
    // What the person saw is what they signed: the digest is of the whole view.
    beside: { complete: true },
  }
  const requestKey = `system/${sender.system.name}/${sender.messageId}`
  const giver = { person, channel: sender.system.name, requestKey }
  const result = await answered(approval, commandBy(giver, said, deps), deps)
  if (result.ok) return recordOf(verdict, result)
  const recorded = await repeated(approval, decision, result.code, deps)
  if (recorded) return recorded
  throw refusalOf(result, said, {
    rules: refusalRules,
    details: {
      actionId,
      status: result.status ?? approval.status,
      needed: approval.demand?.assurance ?? 'chat',
      ...(result.code === 'HP_REASON_REQUIRED' ? { field: '/reason' } : {}),
    },
  })
}

/** The gate checks it again; here it is refused early, with the field. */
async function checkPerson(
  { person, token }: SystemDecision,
  nonce: string,
  { people, clock }: SystemDeps,
): Promise<void> {
  const { trust, directory } = people()
  const idOf = (issuer: string, subject: string) => directory.personBySubject(issuer, subject)?.id
  if (directory.person(person) === undefined) {
    throw invalid('/person', 'must be somebody in the directory')
  }
  const said = await verifySaying(token, { trust, nowMs: clock(), idOf }).catch(
    (error: unknown) => {
      if (!isHoldpointError(error) || error.kind !== 'terminal') throw error
      throw unproven(String(error.details['rule'] ?? 'the token is not valid'))
    },
  )
  if (said.person !== person) throw unproven('the token is of another person')
  if (said.nonce !== nonce) throw unproven('the token was not minted for this decision')
}

/** The same person has said the same before, in another message or elsewhere: what is recorded is the answer. */
async function repeated(
  { slot, id }: Approval,
  { person, verdict }: SystemDecision,
  code: string,
  { projection }: SystemDeps,
): Promise<object | undefined> {
  if (code !== 'HP_ALREADY_VOTED' && code !== 'HP_ACTION_CLOSED') return undefined
  const now = await projection.find(slot, id)
  const isSame = now?.votes.some((vote) => vote.person === person && vote.verdict === verdict)
  if (!now || !isSame) return undefined
  return { actionId: id, verdict, status: now.status, revision: now.revision }
}

function recordOf(verdict: Verdict, result: Extract<CommandResult, { readonly ok: true }>): object {
  const { actionId, status, revision, tally } = result
  return { actionId, verdict, status, revision, ...(tally === undefined ? {} : { tally }) }
}

/** What is wrong with the message itself. */
const isUnreadable = ({ code }: HoldpointError): boolean =>
  code === 'HP_FIELD_INVALID' || code === 'HP_PERSON_UNPROVEN' || code === 'HP_REASON_REQUIRED'

const invalid = (field: string, rule: string) =>
  new HoldpointError('HP_FIELD_INVALID', { field, rule })

const unproven = (rule: string) =>
  new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
