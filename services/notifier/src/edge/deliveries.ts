/** `/v1/deliveries`: how channels fare, what could not be brought to anybody, and trying that again. Whom the directory knows may look and try: it sends what was to be sent. */
import { check, HoldpointError, Name, strict } from '@holdpoint/contracts'
import type { Logger } from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { failuresMax } from '../delivery/breaker.ts'
import { type Copy, isBehind, isDecided } from '../delivery/copy.ts'
import type { ChannelState, Delivery } from '../delivery/delivery.ts'
import { callerOfRequest, findApproval, type ReadDeps } from './approvals.ts'
import { bodyBytesMax } from './command.ts'
import { apiHeaders } from './headers.ts'

/** What a page shows at once; the next ones come up as these are tried again. */
const deadMax = 200

/** Without `id`: all of the channel, as many as are listed. */
const Again = strict({
  channel: Name,
  id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })),
})

export interface DeliveryRouteDeps extends ReadDeps {
  /** Absent where people are asked on the page only. */
  readonly delivery: Pick<Delivery, 'channels' | 'dead' | 'replay' | 'copiesOf'> | undefined
  readonly log: Pick<Logger, 'info'>
}

export function deliveryRoutes(edge: FastifyInstance, deps: DeliveryRouteDeps): void {
  const { delivery, clock, log } = deps

  edge.get('/v1/deliveries', async (request, reply) => {
    await callerOfRequest(request, deps)
    const [channels = [], dead = []] = await Promise.all([
      delivery?.channels(),
      delivery?.dead(deadMax),
    ])
    const nowMs = clock()
    const shown = channels.map((channel) => channelOf(channel, nowMs))
    return reply.headers(apiHeaders).send({ channels: shown, dead: dead.map(letterOf) })
  })

  edge.post('/v1/deliveries/replay', { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const { person } = await callerOfRequest(request, deps)
    const { channel, id } = check(Again, request.body)
    const listed = (await delivery?.dead(deadMax)) ?? []
    const wanted = id === undefined ? listed.filter((copy) => copy.channel === channel) : [{ id }]
    const tried = await Promise.all(wanted.map((each) => delivery?.replay(channel, each.id)))
    const replayed = tried.filter((isTried) => isTried === true).length
    if (id !== undefined && replayed === 0) throw new HoldpointError('HP_DELIVERY_UNKNOWN', { id })
    log.info({ person: person.id, channel, replayed }, 'messages are tried again')
    return reply.headers(apiHeaders).send({ channel, replayed })
  })

  edge.get('/v1/approvals/:id/deliveries', async (request, reply) => {
    await callerOfRequest(request, deps)
    const { id } = await findApproval(request, deps)
    const copies = (await delivery?.copiesOf(id)) ?? []
    return reply.headers(apiHeaders).send({ deliveries: copies.map(letterOf) })
  })
}

function channelOf(state: ChannelState, nowMs: number) {
  const { name, kind, ready, later, dead, behindSinceMs, health } = state
  const isPaused = health.pausedUntilMs > nowMs
  return {
    ...{ name, kind, waiting: ready + later, dead },
    state: health.failures >= failuresMax ? 'down' : isPaused ? 'paused' : 'up',
    ...(isPaused ? { pausedUntilMs: health.pausedUntilMs } : {}),
    ...(behindSinceMs === undefined ? {} : { behindSinceMs }),
  }
}

/** Never the handle, which is the service's own. */
function letterOf(copy: Copy) {
  const { id, channel, address, kind, state, members, attempts, code, changedMs } = copy
  return {
    ...{ id, channel, address, kind, state, attempts, changedMs },
    ...(code === undefined ? {} : { code }),
    ...{ isBehind: isBehind(copy), isDecided: isDecided(copy) },
    actions: members.map((member) => member.id),
  }
}
