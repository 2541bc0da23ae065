/** `POST /v1/approvals/:id/reconcile`: a person has found out how an action ended whose outcome was unknown. */
import { check, Found, reconcileCommand, reconcileNonce, strict, Text } from '@holdpoint/contracts'
import { tokenCharsMax } from '@holdpoint/seal'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { bodyBytesMax, type CommandDeps } from './command.ts'
import { type Asked, give } from './give.ts'
import { apiHeaders } from './headers.ts'

const Finding = strict({
  found: Found,
  reason: Text,
  /** ID token minted for this finding: its nonce is `reconcileNonce({actionId, found})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
})

export function reconcileRoutes(edge: FastifyInstance, deps: CommandDeps): void {
  edge.post('/v1/approvals/:id/reconcile', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const { result } = await give(request, readFinding, deps)
    const { actionId, status, revision } = result
    return reply.headers(apiHeaders).send({ actionId, status, revision, reconciled: true })
  })
}

function readFinding(body: unknown): Asked {
  const { found, reason, token } = check(Finding, body)
  const nonce: Asked['nonce'] = (actionId) => reconcileNonce({ actionId, found })
  return { type: reconcileCommand, says: { found }, reason, token, nonce }
}
