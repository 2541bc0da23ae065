/** `POST /v1/approvals/:id/decision`: a person's vote, by themself or through a system of the house that signs its requests as webhooks are signed. */
import {
  check,
  DigestSchema,
  decisionNonce,
  strict,
  Text,
  Verdict,
  voteCommand,
} from '@holdpoint/contracts'
import { tokenCharsMax } from '@holdpoint/seal'
import { problemType } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { bodyBytesMax, type CommandDeps } from './command.ts'
import { type Asked, give } from './give.ts'
import { apiHeaders } from './headers.ts'
import { decideThrough, isFromSystem, type SystemDeps } from './system-decision.ts'

/** Only the literal words: nothing is read as yes that is not `approve`. */
const Decision = strict({
  verdict: Verdict,
  /** Digest of the view that the person saw. */
  presented: DigestSchema,
  reason: Type.Optional(Text),
  /** ID token minted for this decision: its nonce is `decisionNonce({actionId, presented, verdict})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
})

export function decisionRoutes(edge: FastifyInstance, deps: CommandDeps & SystemDeps): void {
  edge.post('/v1/approvals/:id/decision', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    if (isFromSystem(request)) {
      const { status, body } = await decideThrough(request, deps)
      const type = status < 300 ? 'application/json' : problemType
      const headers = { ...apiHeaders, 'content-type': type }
      return reply
        .code(status)
        .headers(headers)
        .send(Buffer.from(JSON.stringify(body)))
    }
    const { result, says } = await give(request, readDecision, deps)
    const { actionId, status, revision, tally } = result
    const counted = tally === undefined ? {} : { tally }
    const { verdict } = says
    return reply.headers(apiHeaders).send({ actionId, verdict, status, revision, ...counted })
  })
}

function readDecision(body: unknown): Asked {
  const { verdict, presented, reason, token } = check(Decision, body)
  return {
    ...{ type: voteCommand, says: { verdict, presented }, reason, token },
    // Both the page and a client of this edge get the view whole.
    beside: { complete: true },
    nonce: (actionId) => decisionNonce({ actionId, presented, verdict }),
  }
}
