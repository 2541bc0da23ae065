/** What all commands of people have in common: who asks, about what, with which proof; written to Kafka once, and answered with what the gate made of it. */
import {
  type ActionId,
  type ErrorCode,
  errors,
  HoldpointError,
  textCharsMax,
} from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import { idempotencyKey } from '@holdpoint/service'
import type { FastifyRequest } from 'fastify'
import type { Approval } from '../approval.ts'
import { type CommandWriter, commandRecord, personCommandId } from '../command-record.ts'
import { type Caller, proven } from '../person.ts'
import type { CommandResult } from '../projection/port.ts'
import { type Patience, resultOf, resultWaitMs } from '../waiting.ts'
import { callerOfRequest, findApproval, type ReadDeps } from './approvals.ts'

/** A token, a reason and the rest, with room for escapes. */
export const bodyBytesMax = 64 * 1024

/** The gate answers with a code; what it means for the person who asked. */
const refusalRules: Partial<Record<ErrorCode, string>> = {
  HP_OWN_ACTION: 'owner, operator, or the person it is done for',
  HP_NOT_ENTITLED: 'not in a group that is asked to decide this',
  HP_PERSON_UNPROVEN: 'the token did not convince the gate',
}

export interface GiveDeps extends ReadDeps, Patience, CommandWriter {
  readonly bus: Bus
  /** Masks what a person typed, before it goes anywhere. */
  readonly maskText: (text: string, scope: string) => string
  readonly newKey: () => string
}

export interface Asked {
  /** Event type of the command. */
  readonly type: string
  /** What the person says, beside who and about what: makes it another command. */
  readonly says: Readonly<Record<string, unknown>>
  /** What follows from the edge, and not from the person. */
  readonly beside?: Readonly<Record<string, unknown>>
  readonly reason?: string | undefined
  readonly token?: string | undefined
  /** That the token must have been minted for. */
  readonly nonce: (actionId: ActionId) => string
}

export interface Given {
  readonly says: Asked['says']
  readonly result: Extract<CommandResult, { readonly ok: true }>
}

/** `read` checks the body. Throws what is wrong with the request, the gate's refusal, or HP_TIMEOUT: then it may still take effect. */
export async function give(
  request: FastifyRequest,
  read: (body: unknown) => Asked,
  deps: GiveDeps,
): Promise<Given> {
  const caller = await callerOfRequest(request, deps)
  const asked = read(request.body)
  const approval = await findApproval(request, deps)
  await checkToken(asked, approval, caller, deps)
  const who = { actionId: approval.id, person: caller.person.id, ...asked.says }
  const { token } = asked
  const reason = masked(asked.reason, approval, deps)
  const key = idempotencyKey(request.headers) ?? deps.newKey()
  const commandId = personCommandId(asked.type, who, key)
  const command = {
    ...{ ...who, ...asked.beside },
    channel: request.headers['sec-fetch-site'] === 'same-origin' ? 'console' : 'api',
    ...(reason === undefined ? {} : { reason }),
    ...(token === undefined ? {} : { token }),
  }
  const write = async () => {
    await deps.bus.send([commandRecord(asked.type, command, commandId, deps.clock(), deps)])
  }
  const result = await answered(approval, commandId, write, deps)
  if (!result.ok) throw refusalOf(result, asked, approval)
  return { says: asked.says, result }
}

/** What was given under this id long ago is in the action's own timeline. */
function earlier({ id, timeline, revision, status }: Approval, commandId: string) {
  const isThere = timeline.some((happening) => happening.commandId === commandId)
  return isThere ? ({ ok: true, actionId: id, revision, status } as const) : undefined
}

async function answered(
  approval: Approval,
  commandId: string,
  write: () => Promise<void>,
  deps: GiveDeps,
): Promise<CommandResult> {
  const { slot } = approval
  const known = (await deps.projection.result(slot, commandId)) ?? earlier(approval, commandId)
  const result = known ?? (await resultOf(deps.projection, slot, commandId, write, deps))
  if (result === undefined) throw new HoldpointError('HP_TIMEOUT', { waitedMs: resultWaitMs })
  return result
}

function masked(
  reason: string | undefined,
  { id }: Approval,
  { maskText }: GiveDeps,
): string | undefined {
  const text = reason === undefined ? undefined : maskText(reason, id)
  if (text !== undefined && text.length > textCharsMax) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: '/reason',
      rule: `has more than ${textCharsMax} characters when masked`,
    })
  }
  return text
}

/** The gate checks it again; here it is refused early, with words, and never for somebody else. */
async function checkToken(
  { token, nonce }: Asked,
  approval: Approval,
  { person }: Caller,
  { people, clock }: GiveDeps,
): Promise<void> {
  if (token === undefined) return
  const signed = await proven(token, people(), clock())
  if (signed.person.id !== person.id) {
    throw new HoldpointError('HP_PERSON_UNPROVEN', {
      rule: 'the token is of another person',
      field: '/token',
    })
  }
  if (signed.token.nonce !== nonce(approval.id)) {
    const rule = 'the token was not minted for this decision'
    throw new HoldpointError('HP_PERSON_UNPROVEN', { rule, field: '/token' })
  }
}

function refusalOf(
  result: Extract<CommandResult, { readonly ok: false }>,
  { token }: Asked,
  approval: Approval,
): HoldpointError {
  const { actionId = approval.id, status = approval.status, field } = result
  const code: ErrorCode = result.code in errors ? (result.code as ErrorCode) : 'HP_INTERNAL'
  return new HoldpointError(code, {
    actionId,
    status,
    rule: refusalRules[code] ?? 'by the rules in force',
    needed: approval.demand?.assurance ?? 'chat',
    given: token === undefined ? 'chat' : 'sso',
    ...(field === undefined ? {} : { field }),
  })
}
