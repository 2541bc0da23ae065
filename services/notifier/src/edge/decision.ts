/** `POST /v1/approvals/:id/decision`: a person's vote, written to Kafka and answered with what the gate made of it. */
import {
  check,
  DigestSchema,
  decisionNonce,
  type ErrorCode,
  errors,
  HoldpointError,
  strict,
  Text,
  textCharsMax,
  Verdict,
  type Vote,
} from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import { tokenCharsMax } from '@holdpoint/seal'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Approval } from '../approval.ts'
import { type Caller, proven } from '../person.ts'
import type { CommandResult } from '../projection/port.ts'
import { type VoteWriter, voteCommandId, voteRecord } from '../vote-record.ts'
import { type Patience, resultOf, resultWaitMs } from '../waiting.ts'
import { callerOfRequest, findApproval, type ReadDeps } from './approvals.ts'
import { apiHeaders } from './headers.ts'

/** A token, a reason and the rest, with room for escapes. */
const bodyBytesMax = 64 * 1024
const keyPattern = /^[\x21-\x7e]{1,256}$/

/** The gate answers with a code; what it means for the person who asked. */
const refusalRules: Partial<Record<ErrorCode, string>> = {
  HP_OWN_ACTION: 'owner, operator, or the person it is done for',
  HP_NOT_ENTITLED: 'not in a group that is asked to decide this',
  HP_PERSON_UNPROVEN: 'the token did not convince the gate',
}

/** Only the literal words: nothing is read as yes that is not `approve`. */
const Decision = strict({
  verdict: Verdict,
  /** Digest of the view that the person saw. */
  presented: DigestSchema,
  reason: Type.Optional(Text),
  /** ID token minted for this decision: its nonce is `decisionNonce({actionId, presented, verdict})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
})
type Decision = Static<typeof Decision>

export interface DecideDeps extends ReadDeps, Patience, VoteWriter {
  readonly bus: Bus
  /** Masks what a person typed, before it goes anywhere. */
  readonly maskText: (text: string, scope: string) => string
  readonly newKey: () => string
}

export function decisionRoutes(edge: FastifyInstance, deps: DecideDeps): void {
  edge.post('/v1/approvals/:id/decision', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const caller = await callerOfRequest(request, deps)
    const decision = check(Decision, request.body)
    const approval = await findApproval(request, deps)
    await checkToken(decision, approval, caller, deps)
    const vote = voteOf(decision, approval, caller, request, deps)
    const commandId = voteCommandId(vote, idempotencyKey(request) ?? deps.newKey())
    const result = await cast(vote, commandId, approval.slot, deps)
    return reply.headers(apiHeaders).send(answerOf(result, vote, approval))
  })
}

async function cast(
  vote: Vote,
  commandId: string,
  slot: number,
  deps: DecideDeps,
): Promise<CommandResult> {
  const { projection, bus, clock } = deps
  const known = await projection.result(slot, commandId)
  const send = async () => {
    await bus.send([voteRecord(vote, commandId, clock(), deps)])
  }
  const result = known ?? (await resultOf(projection, slot, commandId, send, deps))
  if (result === undefined) throw new HoldpointError('HP_TIMEOUT', { waitedMs: resultWaitMs })
  return result
}

function voteOf(
  { verdict, presented, reason, token }: Decision,
  { id }: Approval,
  { person }: Caller,
  request: FastifyRequest,
  { maskText }: DecideDeps,
): Vote {
  const masked = reason === undefined ? undefined : maskText(reason, id)
  if (masked !== undefined && masked.length > textCharsMax) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: '/reason',
      rule: `has more than ${textCharsMax} characters when masked`,
    })
  }
  return {
    actionId: id,
    person: person.id,
    verdict,
    presented,
    // Both the page and a client of this edge get the view whole.
    complete: true,
    channel: request.headers['sec-fetch-site'] === 'same-origin' ? 'console' : 'api',
    ...(masked === undefined ? {} : { reason: masked }),
    ...(token === undefined ? {} : { token }),
  }
}

/** The gate checks it again; here it is refused early, with words, and never for somebody else. */
async function checkToken(
  { token, verdict, presented }: Decision,
  { id }: Approval,
  { person }: Caller,
  { people, clock }: DecideDeps,
): Promise<void> {
  if (token === undefined) return
  const signed = await proven(token, people(), clock())
  if (signed.person.id !== person.id) {
    throw new HoldpointError('HP_PERSON_UNPROVEN', {
      rule: 'the token is of another person',
      field: '/token',
    })
  }
  if (signed.token.nonce !== decisionNonce({ actionId: id, presented, verdict })) {
    const rule = 'the token was not minted for this decision'
    throw new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
  }
}

function idempotencyKey({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    const rule = 'must be 1 to 256 printable ASCII characters'
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'idempotency-key', rule })
  }
  return key
}

function answerOf(result: CommandResult, { verdict, token }: Vote, approval: Approval) {
  const { actionId = approval.id, status = approval.status } = result
  if (result.ok) {
    const { revision, tally } = result
    return { actionId, verdict, status, revision, ...(tally === undefined ? {} : { tally }) }
  }
  const code: ErrorCode = result.code in errors ? (result.code as ErrorCode) : 'HP_INTERNAL'
  throw new HoldpointError(code, {
    actionId,
    status,
    rule: refusalRules[code] ?? 'by the rules in force',
    needed: approval.demand.assurance,
    given: token === undefined ? 'chat' : 'sso',
    ...(result.field === undefined ? {} : { field: result.field }),
  })
}
