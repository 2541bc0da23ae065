/** Who calls a gate edge: an agent or an executor, proven by a request signed for this deployment, this subject and this act. */
import { HoldpointError } from '@holdpoint/contracts'
import { type RequestAct, type Trust, verifyRequest } from '@holdpoint/seal'
import type { FastifyRequest } from 'fastify'

const scheme = 'HP '

export type Caller =
  | { readonly role: 'agent'; readonly id: string; readonly request: string }
  | { readonly role: 'executor'; readonly id: string; readonly audiences: readonly string[]; readonly request: string; readonly jti?: string }

/** Throws HP_AUTH without a signed request and HP_PROOF_INVALID with a wrong one. `subject` is the action id, or the audience that is asked for. */
export function callerOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  expected: { readonly deployment: string; readonly subject: string; readonly act: RequestAct; readonly nowMs: number },
  trust: Trust,
): Caller {
  const { authorization = '' } = headers
  if (!authorization.startsWith(scheme)) {
    throw new HoldpointError('HP_AUTH', { rule: 'send Authorization: HP <signed request>' })
  }
  const request = authorization.slice(scheme.length)
  const { deployment, subject, act, nowMs } = expected
  const keyOf = (kid: string) => trust.agentKey(kid) ?? trust.executorKey(kid)
  const { keyId, jti } = verifyRequest(request, { deployment, subject, act, keyOf, atMs: nowMs })
  const agent = trust.agentOf(keyId)
  if (agent !== undefined) return { role: 'agent', id: agent, request }
  const executor = trust.executorOf(keyId)
  if (executor === undefined) throw new HoldpointError('HP_AUTH', { rule: 'the key is not registered' })
  return { role: 'executor', ...executor, request, ...(jti === undefined ? {} : { jti }) }
}
