/** The demo's executor: would run any of the four actions, gets its grants from Kafka, and says what it ran. */

import { readFileSync } from 'node:fs'
import type { Bus } from '@holdpoint/kafka'
import {
  type ActionHandler,
  type ExecutorEvent,
  httpTransport,
  parseTrust,
  runExecutor,
} from '@holdpoint/sdk'
import { kafkaExecutorTransport } from '@holdpoint/sdk/kafka'
import { type Act, acts, payloadDigest } from './act.ts'
import type { Tell } from './message.ts'
import { audiences, executorId, type PartySettings, readKey } from './settings.ts'

export interface DemoExecutor {
  /** Rejects when it can't go on. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export function startExecutor(settings: PartySettings, bus: Bus, tell: Tell): DemoExecutor {
  const { deployment, url, kafka } = settings
  const stopping = new AbortController()
  const ended = runExecutor({
    ...{ id: executorId, key: readKey(settings), audiences, signal: stopping.signal },
    trust: parseTrust(readFileSync(settings.trust, 'utf8')),
    transport: kafkaExecutorTransport({
      ...{ bus: announcing(bus, tell), prefix: kafka.prefix, deployment, executor: executorId },
      http: httpTransport({ url }),
    }),
    actions: Object.fromEntries(
      Object.values(acts).map((act) => [act.intent.type, handler(act, tell)]),
    ),
    onEvent: (event) => note(event, tell),
  })
  return {
    ended,
    stop: async () => {
      stopping.abort()
      await ended.catch(() => {})
      await bus.close()
    },
  }
}

/** In earnest, this is where money moves: `effectKey` makes that idempotent. */
function handler({ result }: Act, tell: Tell): ActionHandler {
  return {
    run: (action, { begin }) => {
      begin()
      const payload = payloadDigest(action)
      tell({ by: 'executor', kind: 'ran', id: action.id, payload, atMs: Date.now() })
      return result
    },
    reverse: ({ original }, { begin }) => {
      begin()
      return { tookBack: original.id }
    },
  }
}

function note(event: ExecutorEvent, tell: Tell): void {
  if (event.kind !== 'claimed') return
  tell({ by: 'executor', kind: 'claimed', id: event.actionId, atMs: Date.now() })
}

/** Says when grants are heard. */
function announcing(bus: Bus, tell: Tell): Bus {
  return {
    send: (records) => bus.send(records),
    transactor: (id) => bus.transactor(id),
    endOffsets: (topic) => bus.endOffsets(topic),
    partitionCount: (topic) => bus.partitionCount(topic),
    close: () => bus.close(),
    consume: async (options) => {
      const consumption = await bus.consume(options)
      tell({ by: 'executor', kind: 'ready' })
      return consumption
    },
  }
}
