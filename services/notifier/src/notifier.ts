/** Puts the notifier together from its ports: the follower of `decisions`, the edge for people, and the page. */
import { join } from 'node:path'
import type { Bus } from '@holdpoint/kafka'
import type { Signer } from '@holdpoint/seal'
import {
  createEdge,
  type HttpSettings,
  type Logger,
  type Metrics,
  type Running,
  type SystemTime,
} from '@holdpoint/service'
import type { FastifyInstance } from 'fastify'
import { gatherCard } from './card/gather.ts'
import type { Inbox } from './channel/port.ts'
import { Delivery } from './delivery/delivery.ts'
import type { CopyStore } from './delivery/port.ts'
import type { Route } from './delivery/route.ts'
import { approvalRoutes } from './edge/approvals.ts'
import { type ConsoleSettings, consoleRoutes } from './edge/console.ts'
import { decisionRoutes } from './edge/decision.ts'
import { deliveryRoutes } from './edge/deliveries.ts'
import { recordRoutes } from './edge/delivery-record.ts'
import { eventRoutes } from './edge/events.ts'
import { type FreezeDeps, freezeRoutes } from './edge/freezes.ts'
import { reconcileRoutes } from './edge/reconcile.ts'
import { revokeRoutes } from './edge/revoke.ts'
import type { SystemDeps } from './edge/system-decision.ts'
import { Follower } from './follower.ts'
import type { PeopleDesk } from './people/desk.ts'
import type { PeopleInForce } from './person.ts'
import type { Projection } from './projection/port.ts'
import { heartbeatMs, Streams } from './streams.ts'

const consoleFolder = join(import.meta.dirname, '..', 'console')

/** Where people are asked beside the console. */
export interface ChannelParts {
  readonly copies: CopyStore
  readonly routes: readonly Route[]
  /** Where people reach the console, without a slash at the end. */
  readonly page: string
  /** Takes what people press in this channel; `delivery` adopts the messages that presses tell of. */
  readonly inboxOf: (channel: string, delivery: Pick<Delivery, 'adopt'>) => Inbox
  /** Accounts of a channel that are linked to the person. */
  readonly accountsOf: (channel: string, person: string) => Promise<readonly string[]>
  /** Who is asked in the place of those who are away. */
  readonly askedInstead?: PeopleDesk['askedInstead']
  /** Links and absences: their edges, and what follows them. */
  readonly desk?: Pick<PeopleDesk, 'routes' | 'start' | 'stop' | 'failed'>
  /** 0 to 1. */
  readonly random: () => number
}

export interface NotifierParts {
  readonly deployment: string
  /** `''` or ending in a dot. */
  readonly prefix: string
  readonly bus: Bus
  readonly projection: Projection
  readonly slotCount: number
  readonly people: () => PeopleInForce
  readonly signer: Signer
  readonly maskText: (text: string, scope: string) => string
  /** Whether the redaction engine finds nothing in a text. */
  readonly isPlain: (text: string) => boolean
  readonly newKey: () => string
  readonly page: ConsoleSettings
  readonly http: HttpSettings
  readonly log: Logger
  readonly metrics: Metrics
  readonly time: SystemTime
  readonly channels?: ChannelParts
  /** Through which people decide beside channels and the console. */
  readonly systems?: SystemDeps['systems']
}

export interface RunningNotifier extends Running {
  readonly edge: FastifyInstance
  /** Absent where people are asked on the page only. */
  readonly delivery?: Delivery
  readonly failed: Promise<never>
}

/** Resolves when the edge listens; `/readyz` tells when history has been read. Closes bus and projection when stopped. */
export async function startNotifier(parts: NotifierParts): Promise<RunningNotifier> {
  const { log, metrics, time, projection, bus, http } = parts
  const streams = new Streams()
  const alarms = metrics.counter('notifier_alarms', 'Records that were missing or refused', [
    'what',
  ])
  const delivery = parts.channels && deliveryOf(parts, parts.channels, () => follower.assigned)
  const follower: Follower = new Follower({
    ...parts,
    ...time,
    onNews: (partition) => delivery?.onNews(partition),
    trust: () => parts.people().trust,
    alarm: (what, details) => {
      alarms.inc({ what })
      log.warn({ what, ...details }, 'the decision stream is not as it should be')
    },
  })
  metrics.gauge('notifier_streams', 'Open event streams', () => streams.size)
  const edge = createEdge({ log, metrics, http, isReady: () => follower.isCurrent() })
  const deps: FreezeDeps & { streams: Streams } = { ...parts, ...time, streams }
  openRoutes(edge, deps, parts)
  deliveryRoutes(edge, { ...deps, delivery, log })
  recordRoutes(edge, { ...deps, routes: parts.channels?.routes ?? [], log })
  const stopTelling = projection.onChange((notice) => streams.tell(notice))
  const stopBeating = time.every(heartbeatMs, () => streams.beat(time.clock()))
  delivery?.routes(edge)
  const desk = parts.channels?.desk
  desk?.routes(edge)
  await follower.start()
  await desk?.start()
  await edge.listen(http)
  await delivery?.start()
  const failed = Promise.race([
    follower.failed,
    ...(delivery ? [delivery.failed] : []),
    ...(desk ? [desk.failed] : []),
  ])
  // Who runs the process watches it; a race alone would end the process unheard.
  failed.catch(() => undefined)
  return {
    edge,
    ...(delivery && { delivery }),
    failed,
    stop: async () => {
      stopBeating()
      stopTelling()
      streams.close()
      await edge.close()
      await delivery?.stop()
      await desk?.stop()
      await follower.stop()
      await bus.close()
      await projection.close()
    },
  }
}

function openRoutes(
  edge: FastifyInstance,
  deps: FreezeDeps & { streams: Streams },
  { channels, page }: NotifierParts,
): void {
  approvalRoutes(edge, deps)
  decisionRoutes(edge, deps)
  revokeRoutes(edge, deps)
  reconcileRoutes(edge, deps)
  freezeRoutes(edge, deps)
  eventRoutes(edge, deps)
  const accounts = channels?.desk ? ({ hasAccounts: true } as const) : {}
  consoleRoutes(edge, consoleFolder, { ...page, ...accounts })
}

function deliveryOf(
  parts: NotifierParts,
  channels: ChannelParts,
  partitions: () => readonly number[],
): Delivery {
  const { projection, slotCount, people, time, log, metrics, newKey } = parts
  const sources = { projection, slotCount, people, clock: time.clock, address: channels.page }
  const delivery: Delivery = new Delivery({
    ...{ ...channels, projection, partitions, time, log, metrics },
    directory: () => people().directory,
    cardOf: (approval) => gatherCard(approval, sources),
    newToken: newKey,
    inboxOf: (channel) => channels.inboxOf(channel, delivery),
  })
  return delivery
}
