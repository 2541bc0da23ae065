/** `/v1/actions/:id`: how an action stands, for its agent and executors, and what they may ask for it. */
import { createHash } from 'node:crypto'
import {
  type ActionId,
  canonicalize,
  claimCommand,
  extendCommand,
  HoldpointError,
  isActionId,
  textCharsMax,
  withdrawCommand,
} from '@holdpoint/contracts'
import type { RequestAct } from '@holdpoint/seal'
import { idempotencyKey } from '@holdpoint/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RulesInForce } from '../adoption.ts'
import { waitFor, waitSecondsMax } from '../waiting.ts'
import { type Caller, callerOf } from './caller.ts'
import { type CommandDeps, giveCommand } from './command-writer.ts'
import { rejectedIntent, sourceIn } from './rejected.ts'
import { originalSeals, refusedReversal } from './reversal.ts'
import { ended, mine, view } from './standing.ts'

export interface EdgeDeps extends CommandDeps {
  readonly rules: () => RulesInForce
  /** Masks what an agent wrote, before it goes anywhere. */
  readonly maskText: (text: string, scope: string) => string
}

export function actionRoutes(edge: FastifyInstance, deps: EdgeDeps): void {
  const call = (request: FastifyRequest, act: RequestAct) => {
    const actionId = actionIdOf(request)
    const { deployment, clock, rules } = deps
    const asked = { deployment, subject: actionId, act, nowMs: clock() }
    return { actionId, caller: callerOf(request, asked, rules().trust) }
  }

  edge.get('/v1/actions/:id', async (request) => {
    const { actionId, caller } = call(request, 'read')
    const deadlineMs = deps.clock() + waitSecondsOf(request) * 1000
    // Also what is not there yet is waited for: the gate may not have come to it, and an answer at once would tell strangers' actions from none.
    const source = sourceIn(request)
    const refused = () => refusedReversal(actionId, caller.party, deps.lookup)
    const rejected = () => rejectedIntent(actionId, source, caller, deps)
    const look = async () => {
      const known = await mine(actionId, caller, deps)
      return (await refused()) ?? (known ? ended(known) : rejected())
    }
    await waitFor(deps.store, deps.lookup.slot(actionId), look, deadlineMs, deps)
    const known = await mine(actionId, caller, deps)
    const refusal = (await refused()) ?? (known ? undefined : await rejected())
    if (refusal) return refusal
    if (!known) throw new HoldpointError('HP_ACTION_UNKNOWN', { actionId })
    const freezes = await deps.lookup.freezes(deps.lookup.slot(actionId))
    return view(known, freezes, deps.clock())
  })

  edge.post('/v1/actions/:id/withdraw', async (request) => {
    const { actionId, caller } = call(request, 'withdraw')
    const data = { actionId, request: caller.request, ...reasonOf(request, actionId, deps) }
    return giveCommand(
      { id: commandIdOf(request, caller), type: withdrawCommand, actionId, data },
      deps,
    )
  })

  edge.post('/v1/actions/:id/claim', async (request) => {
    const { actionId, caller } = call(request, 'claim')
    const data = { actionId, request: caller.request }
    // Never the caller's own key: a restarted executor that uses the same one must learn that it had the claim before.
    const id = commandId(caller, caller.request)
    const answer = await giveCommand({ id, type: claimCommand, actionId, data }, deps)
    return { ...answer, ...(await originalSeals(actionId, deps.lookup)) }
  })

  edge.post('/v1/actions/:id/extend', async (request) => {
    const { actionId, caller } = call(request, 'extend')
    const data = { actionId, request: caller.request }
    return giveCommand(
      { id: commandIdOf(request, caller), type: extendCommand, actionId, data },
      deps,
    )
  })
}

export function actionIdOf({ params }: FastifyRequest): ActionId {
  const { id } = params as { id: string }
  if (!isActionId(id))
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'id', rule: 'must be an action id' })
  return id
}

export function waitSecondsOf({ query }: FastifyRequest): number {
  const { wait = '0' } = query as { wait?: string }
  const seconds = Number(wait)
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > waitSecondsMax) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: 'wait',
      rule: `must be 0 to ${waitSecondsMax} seconds`,
    })
  }
  return seconds
}

/** The caller's own key, or the signed request itself: asking again with the same request is the same command. */
function commandIdOf({ headers }: FastifyRequest, caller: Caller): string {
  return commandId(caller, idempotencyKey(headers) ?? caller.request)
}

/** A key means something within one act on one action only. */
function commandId({ party, act, subject }: Caller, key: string): string {
  const parts = canonicalize([party.kind, party.id, act, subject, key])
  return createHash('sha256').update(parts).digest('base64url')
}

function reasonOf(
  { body }: FastifyRequest,
  actionId: ActionId,
  { maskText }: EdgeDeps,
): { reason?: string } {
  const { reason } = (body ?? {}) as { reason?: unknown }
  if (reason === undefined) return {}
  const refuse = (rule: string) =>
    new HoldpointError('HP_FIELD_INVALID', { field: '/reason', rule })
  if (typeof reason !== 'string') throw refuse('must be a text')
  const masked = maskText(reason, actionId)
  if (masked.length > textCharsMax) {
    throw refuse(`has more than ${textCharsMax} characters when masked`)
  }
  return { reason: masked }
}
