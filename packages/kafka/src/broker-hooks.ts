/**
 * Methods of kafkajs' Broker, wrapped once per process: fetch (aborted records, positions, offsets out of range), findGroupCoordinator (whose reason for failing
 * kafkajs swallows), and what the coordinator of a transaction is asked (known-coordinator.ts). Which client a broker belongs to is told by the client's root logger, the one object that kafkajs hands down to it.
 */

import { createRequire } from 'node:module'
import { deliverable, type FetchedPartition, hideAborted, reach } from './fetched.ts'
import { KnownCoordinator } from './known-coordinator.ts'

export interface BrokerHooks {
  /** One partition was fetched from `from`; up to `end` there is nothing to deliver. */
  onNothing?(topic: string, partition: number, from: number, end: number): void
  onOutOfRange?(topic: string, partition: number): void
  /** How long the broker may keep the next fetch waiting for something to come. */
  fetchWaitMs?(): number
  /** Why the last look-up of a coordinator failed. */
  coordinatorError?: unknown
}

interface FetchRequest {
  readonly maxWaitTime: number
  readonly topics: readonly {
    readonly topic: string
    readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[]
  }[]
}
interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string
    readonly partitions: readonly FetchedPartition[]
  }[]
}
interface Broker {
  readonly rootLogger: object
}
interface CoordinatorRequest {
  readonly groupId: string
  /** 1 for transactions. */
  readonly coordinatorType: number
}
type Asked = (this: Broker, request: unknown) => Promise<unknown>
interface BrokerPrototype extends Record<(typeof transactionRequests)[number], Asked> {
  fetch(this: Broker, request: FetchRequest): Promise<FetchResponse>
  findGroupCoordinator(this: Broker, request: CoordinatorRequest): Promise<unknown>
}

const ofTransactions = 1
/** What is asked of the coordinator of a transaction. */
const transactionRequests = ['initProducerId', 'addPartitionsToTxn', 'endTxn'] as const

const load = createRequire(import.meta.url)
const hooksOf = new WeakMap<object, BrokerHooks>()
const coordinators = new WeakMap<object, KnownCoordinator<unknown>>()

export function hookBrokers(rootLogger: object, hooks: BrokerHooks): void {
  hooksOf.set(rootLogger, hooks)
  coordinators.set(rootLogger, new KnownCoordinator())
}

export function repairBrokers(): void {
  const { prototype }: { prototype: BrokerPrototype } = load('kafkajs/src/broker')
  const { fetch, findGroupCoordinator } = prototype
  prototype.fetch = async function (request) {
    const hooks = hooksOf.get(this.rootLogger)
    const maxWaitTime = hooks?.fetchWaitMs?.() ?? request.maxWaitTime
    try {
      const response = await fetch.call(this, { ...request, maxWaitTime })
      repair(request, response, hooks)
      return response
    } catch (error) {
      if (isOutOfRange(error)) hooks?.onOutOfRange?.(error.topic, error.partition)
      throw error
    }
  }
  prototype.findGroupCoordinator = async function (request) {
    const isOfTransactions = request.coordinatorType === ofTransactions
    const coordinator = isOfTransactions ? coordinators.get(this.rootLogger) : undefined
    const known = coordinator?.take(request.groupId)
    if (known !== undefined) return known
    try {
      const answer = await findGroupCoordinator.call(this, request)
      coordinator?.hear(request.groupId, answer)
      return answer
    } catch (error) {
      const hooks = hooksOf.get(this.rootLogger)
      if (hooks !== undefined) hooks.coordinatorError = error
      throw error
    }
  }
  for (const name of transactionRequests) noteServed(prototype, name)
}

function noteServed(prototype: BrokerPrototype, name: (typeof transactionRequests)[number]): void {
  const { [name]: ask } = prototype
  prototype[name] = async function (request) {
    const coordinator = coordinators.get(this.rootLogger)
    try {
      const answer = await ask.call(this, request)
      coordinator?.served()
      return answer
    } catch (error) {
      if (isNotYet(error)) coordinator?.served()
      throw error
    }
  }
}

/** Only the coordinator knows that the transaction before is not over yet. */
function isNotYet(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'CONCURRENT_TRANSACTIONS'
}

function repair(
  request: FetchRequest,
  { responses }: FetchResponse,
  hooks: BrokerHooks | undefined,
): void {
  for (const { topicName, partitions } of responses) {
    for (const fetched of partitions) {
      hideAborted(fetched)
      const end = reach(fetched)
      if (hooks?.onNothing === undefined) continue
      const from = requestedOffset(request, topicName, fetched.partition)
      if (from === undefined || deliverable(fetched, from)) continue
      hooks.onNothing(topicName, fetched.partition, from, Math.max(from, end ?? from))
    }
  }
}

function requestedOffset(
  { topics }: FetchRequest,
  topic: string,
  partition: number,
): number | undefined {
  for (const entry of topics) {
    if (entry.topic !== topic) continue
    const found = entry.partitions.find((each) => each.partition === partition)
    if (found !== undefined) return Number(found.fetchOffset)
  }
  return undefined
}

function isOutOfRange(error: unknown): error is { topic: string; partition: number } {
  return error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange'
}
