/** `/v1/deliveries/<channel>`: each attempt of a channel that keeps a record of them, and going on where an endpoint had asked us to stop. */
import { HoldpointError } from '@holdpoint/contracts'
import type { Logger } from '@holdpoint/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Channel, ChannelRecord } from '../channel/port.ts'
import { callerOfRequest, type ReadDeps } from './approvals.ts'
import { apiHeaders } from './headers.ts'

export interface RecordRouteDeps extends ReadDeps {
  readonly routes: readonly { readonly name: string; readonly channel: Pick<Channel, 'record'> }[]
  readonly log: Pick<Logger, 'info'>
}

export function recordRoutes(edge: FastifyInstance, deps: RecordRouteDeps): void {
  edge.get('/v1/deliveries/:channel', async (request, reply) => {
    await callerOfRequest(request, deps)
    const { channel, record } = recordOf(request, deps)
    const [isDisabled, deliveries] = await Promise.all([record.isDisabled(), record.deliveries()])
    return reply.headers(apiHeaders).send({ channel, isDisabled, deliveries })
  })

  edge.post('/v1/deliveries/:channel/enable', async (request, reply) => {
    const { person } = await callerOfRequest(request, deps)
    const { channel, record } = recordOf(request, deps)
    await record.enable()
    deps.log.info({ person: person.id, channel }, 'an endpoint is called again')
    return reply.headers(apiHeaders).send({ channel, isDisabled: false })
  })
}

function recordOf(
  { params }: FastifyRequest,
  { routes }: RecordRouteDeps,
): { readonly channel: string; readonly record: ChannelRecord } {
  const { channel } = params as { channel: string }
  const record = routes.find(({ name }) => name === channel)?.channel.record
  if (record === undefined) throw new HoldpointError('HP_ROUTE')
  return { channel, record }
}
