/** Who calls a gate edge: an agent or an executor, proven by a request signed for this deployment, this subject and this act. */
import { HoldpointError } from '@holdpoint/contracts'
import { type RequestAct, type Trust, type VerifiedRequest, verifyRequest } from '@holdpoint/seal'
import { admit } from '@holdpoint/service'
import type { FastifyRequest } from 'fastify'

const scheme = 'HP '

export interface Caller extends VerifiedRequest {
  /** The signed request as it came. */
  readonly request: string
}

/** Throws HP_AUTH, or HP_RATE_LIMITED. `subject` is the action id, or `*` where none is meant. */
export function callerOf(
  call: FastifyRequest,
  expected: {
    readonly deployment: string
    readonly subject: string
    readonly act: RequestAct
    readonly nowMs: number
  },
  { partyOf }: Trust,
): Caller {
  const { authorization = '' } = call.headers
  if (!authorization.startsWith(scheme)) {
    throw new HoldpointError('HP_AUTH', { rule: 'send Authorization: HP <signed request>' })
  }
  const request = authorization.slice(scheme.length)
  const { deployment, subject, act, nowMs } = expected
  const verified = verifyRequest(request, { deployment, subject, act, partyOf, atMs: nowMs })
  admit(call, `${verified.party.kind}/${verified.party.id}`)
  return { ...verified, request }
}
