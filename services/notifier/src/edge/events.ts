/** `GET /v1/events`: server-sent hints that something changed. The page fetches the rest, so a missed hint costs nothing but a moment. */
import type { FastifyInstance } from 'fastify'
import type { Streams } from '../streams.ts'
import { callerOfRequest, type ReadDeps } from './approvals.ts'
import { apiHeaders } from './headers.ts'

export function eventRoutes(edge: FastifyInstance, deps: ReadDeps & { streams: Streams }): void {
  // No HEAD: it would hold a stream open that can't say anything.
  edge.get('/v1/events', { exposeHeadRoute: false }, async (request, reply) => {
    const { person, token } = await callerOfRequest(request, deps)
    const { issuer, subject, expiresMs } = token
    const isKnown = () => deps.people().directory.personBySubject(issuer, subject)?.id === person.id
    deps.streams.open({ person: person.id, response: reply.raw, expiresMs, isKnown }, apiHeaders)
    return reply.hijack()
  })
}
