/** `GET /v1/approved`: what waits to be claimed, for executors without a Kafka client. */
import { deadlineNow } from '@holdpoint/approval'
import { type GrantIssued, HoldpointError } from '@holdpoint/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { issuedGrant } from '../issued-grant.ts'
import { waitFor } from '../waiting.ts'
import { type EdgeDeps, waitSecondsOf } from './actions.ts'
import { callerOf } from './caller.ts'

/** Grants in one answer: with originals of up to 256 KiB an answer stays below 10 MB. */
const grantsMax = 20

export function approvedRoutes(edge: FastifyInstance, deps: EdgeDeps): void {
  edge.get('/v1/approved', async (request) => {
    const audience = audienceOf(request)
    const { deployment, clock, rules } = deps
    const caller = callerOf(
      request,
      { deployment, subject: '*', act: 'poll', nowMs: clock() },
      rules().trust,
    )
    if (!caller.party.audiences.includes(audience)) {
      throw new HoldpointError('HP_NOT_ENTITLED', { rule: 'not an executor of this audience' })
    }
    const deadlineMs = clock() + waitSecondsOf(request) * 1000
    const look = async () => {
      const grants = await waitingGrants(audience, deps)
      return grants.length > 0 ? grants : undefined
    }
    return { grants: (await waitFor(deps.store, undefined, look, deadlineMs, deps)) ?? [] }
  })
}

async function waitingGrants(
  audience: string,
  { lookup, clock }: EdgeDeps,
): Promise<GrantIssued[]> {
  const grants: GrantIssued[] = []
  for await (const id of lookup.waiting(audience)) {
    const { state, dossier, grant } = await lookup.find(id, true)
    const issued = state && issuedGrant(state, dossier, grant)
    if (!issued) continue
    const freezes = await lookup.freezes(lookup.slot(id))
    grants.push({ ...issued, expiresMs: deadlineNow(state, issued.expiresMs, freezes, clock()) })
    if (grants.length === grantsMax) break
  }
  return grants
}

function audienceOf({ query }: FastifyRequest): string {
  const { audience } = query as { audience?: string }
  if (!audience)
    throw new HoldpointError('HP_FIELD_INVALID', { field: 'audience', rule: 'is required' })
  return audience
}
