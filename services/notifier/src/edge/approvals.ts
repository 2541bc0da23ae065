/** `/v1/approvals`: what waits for people and what they decided, as this person may see it. Reading changes nothing. */
import {
  type ActionId,
  HoldpointError,
  isActionId,
  reversalId,
  reversalsMax,
  slotOf,
} from '@holdpoint/contracts'
import { admit } from '@holdpoint/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Approval, type ListName, listNames } from '../approval.ts'
import type { SlotFreezes } from '../freezes.ts'
import { type Caller, callerOf, type PeopleInForce } from '../person.ts'
import type { Projection } from '../projection/port.ts'
import { detailOf, rowOf } from '../shown.ts'
import { apiHeaders } from './headers.ts'

/** What a page shows at once; the next ones come up as these are decided. */
const listedDefault = 50
const listedMax = 200

export interface ReadDeps {
  readonly projection: Projection
  readonly slotCount: number
  readonly people: () => PeopleInForce
  readonly clock: () => number
}

export function approvalRoutes(edge: FastifyInstance, deps: ReadDeps): void {
  const { projection } = deps

  edge.get('/v1/approvals', async (request, reply) => {
    const viewer = await viewerOf(request, deps)
    const { state, limit } = listQuery(request)
    const { approvals, total } = await projection.list(state, limit)
    const [freezes, nowMs] = [await slotFreezes(deps), deps.clock()]
    const row = async (approval: Approval) =>
      rowOf(
        approval,
        { ...(await besideOf(approval, deps)), freezes: freezes[approval.slot], nowMs },
        viewer,
      )
    const rows = await Promise.all(approvals.map(row))
    return reply.headers(apiHeaders).send({ approvals: rows, total })
  })

  edge.get('/v1/approvals/:id', async (request, reply) => {
    const viewer = await viewerOf(request, deps)
    const approval = await findApproval(request, deps)
    const { freezes } = (await projection.progress(approval.slot)) ?? {}
    const nowMs = deps.clock()
    const [more, kin] = await Promise.all([besideOf(approval, deps), kinOf(approval, deps)])
    const beside = { ...more, ...kin, freezes, nowMs }
    return reply.headers(apiHeaders).send(detailOf(approval, beside, viewer))
  })
}

/** Throws HP_AUTH, HP_PERSON_UNPROVEN or HP_RATE_LIMITED. */
export async function callerOfRequest(request: FastifyRequest, deps: ReadDeps): Promise<Caller> {
  const caller = await callerOf(request.headers.authorization, deps.people(), deps.clock())
  admit(request, `person/${caller.person.id}`)
  return caller
}

/** Throws HP_ACTION_UNKNOWN also for what nobody was asked about. */
export async function findApproval(
  { params }: FastifyRequest,
  { projection, slotCount }: ReadDeps,
): Promise<Approval> {
  const { id } = params as { id: string }
  if (!isActionId(id)) {
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'id', rule: 'must be an action id' })
  }
  const approval = await projection.find(slotOf(id, slotCount), id satisfies ActionId)
  if (approval === undefined) throw new HoldpointError('HP_ACTION_UNKNOWN', { actionId: id })
  return approval
}

/** One entry for each slot. */
export function slotFreezes({
  projection,
  slotCount,
}: ReadDeps): Promise<(SlotFreezes | undefined)[]> {
  const slots = Array.from({ length: slotCount }, (_, slot) => slot)
  return Promise.all(slots.map(async (slot) => (await projection.progress(slot))?.freezes))
}

/** What is shown of it and lies elsewhere: its views, and what of the same shape was not let through. */
async function besideOf({ slot, id, agent, shape }: Approval, { projection }: ReadDeps) {
  const [views, denials] = await Promise.all([
    projection.views(slot, id),
    shape === undefined ? [] : projection.denials(agent, shape),
  ])
  return { views, denials }
}

/** What it takes back, and what takes it back: all of one slot. */
async function kinOf({ slot, id, reverses }: Approval, { projection }: ReadDeps) {
  if (reverses !== undefined) {
    const approval = await projection.find(slot, reverses)
    const views = approval && (await projection.views(slot, reverses))
    return { original: approval && views && { approval, views } }
  }
  const ids = Array.from({ length: reversalsMax }, (_, at) => reversalId(id, at + 1))
  const found = await projection.load(slot, ids)
  return { reversals: found.filter((each) => each !== undefined) }
}

async function viewerOf(request: FastifyRequest, deps: ReadDeps) {
  const { person } = await callerOfRequest(request, deps)
  return { person, directory: deps.people().directory }
}

function listQuery({ query }: FastifyRequest): { state: ListName; limit: number } {
  const { state = 'pending', limit = String(listedDefault) } = query as Record<string, string>
  if (!isListName(state)) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: 'state',
      rule: `must be one of ${listNames.join(', ')}`,
    })
  }
  const count = /^\d{1,4}$/.test(limit) ? Number(limit) : 0
  if (count < 1 || count > listedMax) {
    throw new HoldpointError('HP_FIELD_INVALID', {
      field: 'limit',
      rule: `must be 1 to ${listedMax}`,
    })
  }
  return { state, limit: count }
}

const isListName = (state: string): state is ListName => listNames.some((name) => name === state)
