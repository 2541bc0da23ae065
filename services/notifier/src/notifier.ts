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
import { approvalRoutes } from './edge/approvals.ts'
import { type ConsoleSettings, consoleRoutes } from './edge/console.ts'
import { decisionRoutes } from './edge/decision.ts'
import { eventRoutes } from './edge/events.ts'
import { type FreezeDeps, freezeRoutes } from './edge/freezes.ts'
import { reconcileRoutes } from './edge/reconcile.ts'
import { revokeRoutes } from './edge/revoke.ts'
import { Follower } from './follower.ts'
import type { PeopleInForce } from './person.ts'
import type { Projection } from './projection/port.ts'
import { heartbeatMs, Streams } from './streams.ts'

const consoleFolder = join(import.meta.dirname, '..', 'console')

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
}

export interface RunningNotifier extends Running {
  readonly edge: FastifyInstance
  readonly failed: Promise<never>
}

/** Resolves when the edge listens; `/readyz` tells when history has been read. Closes bus and projection when stopped. */
export async function startNotifier(parts: NotifierParts): Promise<RunningNotifier> {
  const { log, metrics, time, projection, bus, http } = parts
  const streams = new Streams()
  const alarms = metrics.counter('notifier_alarms', 'Records that were missing or refused', [
    'what',
  ])
  const follower = new Follower({
    ...parts,
    ...time,
    trust: () => parts.people().trust,
    alarm: (what, details) => {
      alarms.inc({ what })
      log.warn({ what, ...details }, 'the decision stream is not as it should be')
    },
  })
  metrics.gauge('notifier_streams', 'Open event streams', () => streams.size)
  const edge = createEdge({ log, metrics, http, isReady: () => follower.isCurrent() })
  const deps: FreezeDeps & { streams: Streams } = { ...parts, ...time, streams }
  approvalRoutes(edge, deps)
  decisionRoutes(edge, deps)
  revokeRoutes(edge, deps)
  reconcileRoutes(edge, deps)
  freezeRoutes(edge, deps)
  eventRoutes(edge, deps)
  consoleRoutes(edge, consoleFolder, parts.page)
  const stopTelling = projection.onChange((notice) => streams.tell(notice))
  const stopBeating = time.every(heartbeatMs, () => streams.beat(time.clock()))
  await follower.start()
  await edge.listen(http)
  return {
    edge,
    failed: follower.failed,
    stop: async () => {
      stopBeating()
      stopTelling()
      streams.close()
      await edge.close()
      await follower.stop()
      await bus.close()
      await projection.close()
    },
  }
}
