/** `POST /v1/approvals/:id/revoke`: a person takes an approval back, whoever gave it, as long as nobody has claimed it. */
import { check, revokeCommand, revokeNonce, strict, Text } from '@holdpoint/contracts'
import { tokenCharsMax } from '@holdpoint/seal'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { bodyBytesMax, type CommandDeps } from './command.ts'
import { type Asked, give } from './give.ts'
import { apiHeaders } from './headers.ts'

const Revocation = strict({
  reason: Text,
  /** ID token minted for this revocation: its nonce is `revokeNonce({actionId})`. */
  token: Type.Optional(Type.String({ maxLength: tokenCharsMax })),
})

export function revokeRoutes(edge: FastifyInstance, deps: CommandDeps): void {
  edge.post('/v1/approvals/:id/revoke', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const { result } = await give(request, readRevocation, deps)
    const { actionId, status, revision } = result
    return reply.headers(apiHeaders).send({ actionId, status, revision })
  })
}

function readRevocation(body: unknown): Asked {
  const { reason, token } = check(Revocation, body)
  const nonce: Asked['nonce'] = (actionId) => revokeNonce({ actionId })
  return { type: revokeCommand, says: {}, reason, token, nonce }
}
