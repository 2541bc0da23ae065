/** `POST /v1/approvals/:id/decision`: a person's vote. */
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
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { bodyBytesMax, type CommandDeps } from './command.ts'
import { type Asked, give } from './give.ts'
import { apiHeaders } from './headers.ts'

/** Only the literal words: nothing is read as yes that is not `approve`. */
const Decision = strict({
  verdict: Verdict,
  /** Digest of the view that the person saw. */
  presented: DigestSchema,
  reason: Type.Optional(Text),
  /** ID token minted for this decision: its nonce is `decisionNonce({actionId, presented, verdict})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
})

export function decisionRoutes(edge: FastifyInstance, deps: CommandDeps): void {
  edge.post('/v1/approvals/:id/decision', { bodyLimit: bodyBytesMax }, async (request, reply) => {
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
