/** `send`: one idempotent producer, one request under way, calls gathered meanwhile. */

import { HoldpointError } from '@holdpoint/contracts'
import type { Producer, ProducerConfig } from 'kafkajs'
import { acknowledged } from './acknowledged.ts'
import { type Client, createClient, type KafkaOptions } from './client.ts'
import { atMost, within } from './deadline.ts'
import { brokerError } from './errors.ts'
import type { BaseOffsets, OutRecord } from './port.ts'
import { checkSizes, toTopicMessages } from './record.ts'
import { SendQueue, type Taken } from './send-queue.ts'

/** One send per record collapses near 1,000 a second: calls wait this long for company. */
export const gatherMs = 2
/** A broker restarts within this time (1–20 s); after it, the caller hears that the outcome is unknown. */
const sendDeadlineMs = 30_000
const closeDeadlineMs = 3000
/** More than this waiting means that the broker does not keep up: further calls are refused at once. */
export const queuedBytesMax = 64 * 1024 * 1024
/** Patience of one request; its deadline ends it. */
const retry = { initialRetryTime: 50, factor: 0.2, multiplier: 2, maxRetryTime: 1000, retries: 100 }

const config: ProducerConfig = {
  idempotent: true,
  maxInFlightRequests: 1,
  allowAutoTopicCreation: false,
  retry,
  createPartitioner: explicitPartition,
}

interface Connected {
  readonly client: Client
  readonly producer: Producer
}

export class Sender {
  readonly #options: KafkaOptions
  readonly #queue = new SendQueue()
  readonly #cut = Promise.withResolvers<never>()
  #connected: Connected | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isClosed = false

  constructor(options: KafkaOptions) {
    this.#options = options
    this.#cut.promise.catch(() => {})
  }

  async send(records: readonly OutRecord[]): Promise<BaseOffsets> {
    checkSizes(records)
    if (this.#isClosed) throw new HoldpointError('HP_BROKER', { rule: 'closed' })
    if (this.#queue.bytes > queuedBytesMax) {
      throw new HoldpointError('HP_BROKER', { rule: 'too much waits to be sent' })
    }
    const done = this.#queue.add(records)
    if (this.#running === undefined) this.#timer ??= setTimeout(() => this.#start(), gatherMs)
    return done
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#start()
    await atMost(closeDeadlineMs, Promise.resolve(this.#running))
    if (this.#connected !== undefined) {
      await atMost(closeDeadlineMs, this.#connected.producer.disconnect())
    }
    this.destroy()
  }

  destroy(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#discard()
    const closed = new HoldpointError('HP_BROKER', { rule: 'closed' })
    this.#cut.reject(closed)
    this.#queue.failAll(closed)
  }

  #start(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      // A caller that was just answered may have called again before this ran.
      if (!this.#queue.isEmpty) this.#start()
    })
  }

  async #run(): Promise<void> {
    while (!this.#queue.isEmpty) await this.#sendOne(this.#queue.take())
  }

  async #sendOne(taken: Taken): Promise<void> {
    const what = `topic ${taken.records[0]?.topic}`
    try {
      const sent = Promise.race([this.#produce(taken.records), this.#cut.promise])
      taken.succeed(await within(sent, sendDeadlineMs, what))
    } catch (cause) {
      // After a failure kafkajs takes its sequence numbers back, whether or not the broker has stored the records. Used again for others, the broker would
      // drop those as repeats and call it success. So a producer that failed once is never used again.
      this.#discard()
      taken.fail(failure(cause, what, taken.records.length))
    }
  }

  async #produce(records: readonly OutRecord[]): Promise<BaseOffsets> {
    const producer = await this.#connect()
    const answers = await producer.sendBatch({ acks: -1, topicMessages: toTopicMessages(records) })
    return acknowledged(records, answers)
  }

  async #connect(): Promise<Producer> {
    if (this.#connected !== undefined) return this.#connected.producer
    const client = createClient(this.#options)
    const producer = client.kafka.producer(config)
    this.#connected = { client, producer }
    await producer.connect()
    return producer
  }

  #discard(): void {
    this.#connected?.client.destroy()
    this.#connected = undefined
  }
}

/** That a record is too large is said to its own sender only. Records that fit one by one, and are refused together, meet a topic that is set up wrongly. */
function failure(cause: unknown, what: string, count: number): HoldpointError {
  const error = brokerError(cause, { what })
  if (error.code !== 'HP_TOO_LARGE' || count === 1) return error
  return new HoldpointError('HP_BROKER', { rule: `${what}: max.message.bytes is too small` }, cause)
}

/** The port's records say their partition; kafkajs would otherwise choose by a hash of its own. */
export function explicitPartition() {
  return ({ message }: { message: { partition?: number } }): number => {
    if (message.partition === undefined) throw new HoldpointError('HP_INTERNAL')
    return message.partition
  }
}
