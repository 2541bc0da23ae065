/** A command of a person about one approval: written once, and answered with what the gate made of it. */
import { type ActionId, type ErrorCode, HoldpointError } from '@holdpoint/contracts'
import type { FastifyRequest } from 'fastify'
import type { Approval } from '../approval.ts'
import type { CommandResult } from '../projection/port.ts'
import { resultOf, resultWaitMs } from '../waiting.ts'
import { callerOfRequest, findApproval } from './approvals.ts'
import { type Command, type CommandDeps, commandOf, refusalOf } from './command.ts'

/** The gate answers with a code; what it means for the person who asked. */
export const refusalRules: Partial<Record<ErrorCode, string>> = {
  HP_OWN_ACTION: 'owner, operator, or the person it is done for',
  HP_NOT_ENTITLED: 'not in a group that is asked to decide this',
  HP_PERSON_UNPROVEN: 'the token did not convince the gate',
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
  deps: CommandDeps,
): Promise<Given> {
  const caller = await callerOfRequest(request, deps)
  const asked = read(request.body)
  const approval = await findApproval(request, deps)
  const { id: actionId, demand, status } = approval
  const { type, beside, reason, token } = asked
  const says = { actionId, ...asked.says }
  const said = { type, key: actionId, says, beside, reason, token, nonce: asked.nonce(actionId) }
  const command = await commandOf(request, caller, said, deps)
  const result = await answered(approval, command, deps)
  if (result.ok) return { says: asked.says, result }
  throw refusalOf(result, said, {
    rules: refusalRules,
    details: {
      actionId: result.actionId ?? actionId,
      status: result.status ?? status,
      needed: demand?.assurance ?? 'chat',
    },
  })
}

/** What was given under this id long ago is in the action's own timeline. */
function earlier({ id, timeline, revision, status }: Approval, commandId: string) {
  const isThere = timeline.some((happening) => happening.commandId === commandId)
  return isThere ? ({ ok: true, actionId: id, revision, status } as const) : undefined
}

export async function answered(
  approval: Approval,
  { commandId, write }: Command,
  deps: CommandDeps,
): Promise<CommandResult> {
  const { slot } = approval
  const known = (await deps.projection.result(slot, commandId)) ?? earlier(approval, commandId)
  const result = known ?? (await resultOf(deps.projection, slot, commandId, write, deps))
  if (result === undefined) throw new HoldpointError('HP_TIMEOUT', { waitedMs: resultWaitMs })
  return result
}
