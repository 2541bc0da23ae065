/** `/v1/absence`: until when I am away, and who is asked instead. Each says it for themselves alone. */
import { check, Name, Rfc3339, strict, timeOf } from '@holdpoint/contracts'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Absences } from '../away/absences.ts'
import { callerOfRequest, type ReadDeps } from './approvals.ts'
import { bodyBytesMax } from './command.ts'
import { apiHeaders } from './headers.ts'
import { checkSamePage } from './same-page.ts'

const Away = strict({ delegate: Name, until: Rfc3339, from: Type.Optional(Rfc3339) })

export interface AbsenceRouteDeps extends ReadDeps {
  readonly absences: Pick<Absences, 'of' | 'away' | 'back'>
  /** Where the page is. */
  readonly address: string
}

export function absenceRoutes(edge: FastifyInstance, deps: AbsenceRouteDeps): void {
  const { absences, address } = deps
  const options = { bodyLimit: bodyBytesMax }
  const shown = async (person: string) => {
    const absence = (await absences.of([person])).get(person)
    if (absence === undefined) return { absence: null }
    const { delegate, fromMs, untilMs } = absence
    return { absence: { delegate, fromMs, untilMs } }
  }

  edge.get('/v1/absence', async (request, reply) => {
    const { person } = await callerOfRequest(request, deps)
    return reply.headers(apiHeaders).send(await shown(person.id))
  })

  edge.post('/v1/absence', options, async (request, reply) => {
    checkSamePage(request, address)
    const { person } = await callerOfRequest(request, deps)
    const { delegate, until, from } = check(Away, request.body)
    const fromMs = (from === undefined ? undefined : timeOf(from)) ?? deps.clock()
    await absences.away({ person: person.id, delegate, fromMs, untilMs: timeOf(until) ?? 0 })
    return reply.headers(apiHeaders).send(await shown(person.id))
  })

  edge.post('/v1/absence/end', options, async (request, reply) => {
    checkSamePage(request, address)
    const { person } = await callerOfRequest(request, deps)
    await absences.back(person.id)
    return reply.headers(apiHeaders).send(await shown(person.id))
  })
}
