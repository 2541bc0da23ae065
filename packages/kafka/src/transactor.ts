/** One transactional producer of one id: opened to fence its predecessors, and dead after the first failure. */

import { HoldpointError, isHoldpointError } from '@holdpoint/contracts'
import type { Producer, ProducerConfig, RetryOptions, Transaction } from 'kafkajs'
import { acknowledged } from './acknowledged.ts'
import { type Client, createClient, type KafkaOptions } from './client.ts'
import { atMost, within } from './deadline.ts'
import { brokerError, coordinatorReason } from './errors.ts'
import { type BaseOffsets, type OutRecord, partitionKey, type Transactor } from './port.ts'
import { explicitPartition } from './producer.ts'
import { checkSizes, fitting, toTopicMessages } from './record.ts'

/** A hung owner's open transaction holds back every read-committed reader until the broker ends it after this long. */
export const transactionTimeoutMs = 10_000
/**
 * A transaction that follows another meets CONCURRENT_TRANSACTIONS until the markers are written, and kafkajs sleeps its *first* retry time before asking
 * again: with its default of 300 ms that is what every transaction takes.
 */
const eagerRetry = {
  initialRetryTime: 1,
  factor: 0,
  multiplier: 1,
  maxRetryTime: 1,
  retries: 200,
} as const satisfies RetryOptions
/** Opening goes on trying while a broker restarts. */
const openDeadlineMs = 30_000
const openAgainMs = 200
const closeDeadlineMs = 2000

/** A place for tests to stall or die between writing and committing. */
export interface TransactorSeam {
  readonly beforeCommit?: (id: string) => Promise<void>
}

export async function openTransactor(
  options: KafkaOptions,
  id: string,
  seam: TransactorSeam = {},
): Promise<KafkaTransactor> {
  const endMs = performance.now() + openDeadlineMs
  for (;;) {
    try {
      return await tryOpen(options, id, seam)
    } catch (error) {
      const mayPass = isHoldpointError(error) && error.kind === 'retryable'
      if (!mayPass || performance.now() > endMs) throw error
      await new Promise((resolve) => setTimeout(resolve, openAgainMs))
    }
  }
}

async function tryOpen(
  options: KafkaOptions,
  id: string,
  seam: TransactorSeam,
): Promise<KafkaTransactor> {
  const client = createClient(options, eagerRetry)
  const producer = client.kafka.producer(config(id))
  try {
    await within(connect(producer), transactionTimeoutMs, `transactional id ${id}`)
    return new KafkaTransactor(id, client, producer, seam)
  } catch (cause) {
    client.destroy()
    const why = coordinatorReason(cause, client.hooks.coordinatorError)
    throw brokerError(why, { what: `transactional id ${id}`, slot: id })
  }
}

/** kafkajs asks for the producer id, and so fences, with the first transaction only: begin one, and end it empty. */
async function connect(producer: Producer): Promise<void> {
  await producer.connect()
  const empty = await producer.transaction()
  await empty.abort()
}

function config(id: string): ProducerConfig {
  return {
    transactionalId: id,
    transactionTimeout: transactionTimeoutMs,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: eagerRetry,
    createPartitioner: explicitPartition,
  }
}

export class KafkaTransactor implements Transactor {
  readonly #id: string
  readonly #client: Client
  readonly #producer: Producer
  readonly #seam: TransactorSeam
  readonly #cut = Promise.withResolvers<never>()
  #isBusy = false
  #death: HoldpointError | undefined

  constructor(id: string, client: Client, producer: Producer, seam: TransactorSeam) {
    this.#id = id
    this.#client = client
    this.#producer = producer
    this.#seam = seam
    this.#cut.promise.catch(() => {})
  }

  get isDead(): boolean {
    return this.#death !== undefined
  }

  async commit(records: readonly OutRecord[]): Promise<BaseOffsets> {
    if (this.#death !== undefined) throw this.#death
    if (this.#isBusy) throw new HoldpointError('HP_INTERNAL')
    const sizes = checkSizes(records)
    if (records.length === 0) return new Map()
    this.#isBusy = true
    try {
      const done = Promise.race([this.#transact(records, sizes), this.#cut.promise])
      return await within(done, transactionTimeoutMs, `slot ${this.#id}`)
    } catch (cause) {
      // Its state machine is wedged now, and whether the transaction is committed is unknown.
      this.destroy(brokerError(cause, { what: `slot ${this.#id}`, slot: this.#id }))
      throw this.#death
    } finally {
      this.#isBusy = false
    }
  }

  async close(): Promise<void> {
    if (this.#death === undefined) await atMost(closeDeadlineMs, this.#producer.disconnect())
    this.destroy()
  }

  destroy(reason = new HoldpointError('HP_BROKER', { rule: `slot ${this.#id}: closed` })): void {
    this.#death ??= reason
    this.#cut.reject(this.#death)
    this.#client.destroy()
  }

  async #transact(records: readonly OutRecord[], sizes: readonly number[]): Promise<BaseOffsets> {
    const transaction = await this.#producer.transaction()
    const bases = await writeAll(transaction, records, sizes)
    await this.#seam.beforeCommit?.(this.#id)
    if (this.#death !== undefined) throw this.#death
    await transaction.commit()
    return bases
  }
}

/** One request per partition batch; several where one does not hold all. */
async function writeAll(
  transaction: Transaction,
  records: readonly OutRecord[],
  sizes: readonly number[],
): Promise<BaseOffsets> {
  const bases = new Map<string, number>()
  for (let start = 0; start < records.length; ) {
    const part = records.slice(start, start + fitting(records, start, sizes))
    const answers = await transaction.sendBatch({ acks: -1, topicMessages: toTopicMessages(part) })
    const got = acknowledged(part, answers)
    for (const { topic, partition } of part) {
      const key = partitionKey(topic, partition)
      const base = got.get(key)
      if (base !== undefined && !bases.has(key)) bases.set(key, base)
    }
    start += part.length
  }
  return bases
}
