/** The demo's agent: proposes what it is told to, over Kafka or HTTP, and says what it is told in the end. */

import { deriveActionId } from '@holdpoint/contracts'
import type { Bus } from '@holdpoint/kafka'
import {
  type Holdpoint,
  holdpoint,
  httpTransport,
  type Settlement,
  type Ticket,
} from '@holdpoint/sdk'
import { kafkaAgentTransport } from '@holdpoint/sdk/kafka'
import { acts, payloadDigest } from './act.ts'
import type { Order, Tell } from './message.ts'
import { agentId, type PartySettings, readKey } from './settings.ts'

export interface DemoAgent {
  /** Comes back at once; reports follow. */
  obey(order: Order): void
  stop(): Promise<void>
}

/** Resolves when it hears how actions end. */
export async function startAgent(
  settings: PartySettings,
  bus: Bus,
  tell: Tell,
): Promise<DemoAgent> {
  const { deployment, url, kafka } = settings
  const { prefix } = kafka
  const http = httpTransport({ url })
  const overKafka = kafkaAgentTransport({ bus, prefix, deployment, agent: agentId, http })
  const agent = { id: agentId, key: readKey(settings) }
  const clients = {
    http: holdpoint({ agent, deployment, transport: http }),
    kafka: holdpoint({ agent, deployment, transport: overKafka }),
  }
  // A first look joins the topic of endings, so that nothing has to wait for that later.
  await clients.kafka.settled(deriveActionId(agentId, 'nothing'), { maxWaitMs: 0 })
  tell({ by: 'agent', kind: 'ready' })
  const stopping = new AbortController()
  return {
    obey: (order) => {
      void propose(order, clients[acts[order.act].via], tell, stopping.signal)
    },
    stop: async () => {
      stopping.abort()
      await overKafka.close()
      await bus.close()
    },
  }
}

async function propose(
  { number, act }: Order,
  client: Holdpoint,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const { intent } = acts[act]
  try {
    const sentMs = Date.now()
    const ticket = await client.propose(intent)
    const payload = payloadDigest(intent)
    tell({ by: 'agent', kind: 'proposed', number, id: ticket.id, payload, sentMs })
    const settlement = await ending(client, ticket, signal)
    tell({ by: 'agent', kind: 'told', number, settlement, atMs: Date.now() })
  } catch (error) {
    if (!signal.aborted) tell({ by: 'agent', kind: 'failed', number, reason: String(error) })
  }
}

/** People take their time: it asks again until there is nothing more to wait for. */
async function ending(client: Holdpoint, ticket: Ticket, signal: AbortSignal): Promise<Settlement> {
  for (;;) {
    const settlement = await client.settled(ticket, { signal })
    if (settlement.status !== 'pending') return settlement
  }
}
