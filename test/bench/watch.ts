/** Sees what arrives on a topic, when and for which action. */
import { randomUUID } from 'node:crypto'
import { HoldpointError } from '@holdpoint/contracts'
import { until } from '@holdpoint/local'
import type { EachBatchPayload } from 'kafkajs'
import type { Stand } from './stand.ts'

/** Of every wait: only matters when something is broken. */
const waitDeadlineMs = 180_000

export interface Arrival {
  /** By performance.now of this process. */
  readonly seenMs: number
  /** By the broker's clock. */
  readonly appendedMs: number
  readonly partition: number
  readonly value: Buffer
}

export class Watch {
  /** By record key. */
  readonly arrivals = new Map<string, Arrival>()
  readonly #awaited = new Map<string, (arrival: Arrival) => void>()
  readonly #topic: string
  readonly #type: string | undefined
  readonly #close: () => Promise<void>

  private constructor(topic: string, type: string | undefined, close: () => Promise<void>) {
    this.#topic = topic
    this.#type = type
    this.#close = close
  }

  /** Sees what is written from now on; events of another type are passed over. */
  static async open(stand: Stand, topic: string, type?: string): Promise<Watch> {
    const ends = await endsOf(stand, topic)
    const consumer = stand.kafka.consumer({ groupId: `bench.${randomUUID()}` })
    const watch = new Watch(topic, type, () => consumer.disconnect())
    stand.onEnd(() => watch.close())
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const joined = Promise.withResolvers<void>()
    consumer.on(consumer.events.GROUP_JOIN, () => joined.resolve())
    await consumer.run({ autoCommit: false, eachBatch: async (payload) => watch.#take(payload) })
    for (const { partition, high } of ends) consumer.seek({ topic, partition, offset: high })
    await joined.promise
    return watch
  }

  async reached(count: number): Promise<void> {
    await until(() => this.arrivals.size >= count, {
      deadlineMs: waitDeadlineMs,
      what: `${count} records on ${this.#topic}`,
    })
  }

  /** Resolves when a record of this key has been seen. */
  async arrival(id: string): Promise<Arrival> {
    const known = this.arrivals.get(id)
    if (known) return known
    const { promise, resolve, reject } = Promise.withResolvers<Arrival>()
    this.#awaited.set(id, resolve)
    const what = `a record on ${this.#topic} to come`
    const late = setTimeout(() => reject(new HoldpointError('HP_SETUP', { what })), waitDeadlineMs)
    return promise.finally(() => clearTimeout(late))
  }

  close(): Promise<void> {
    return this.#close()
  }

  #take({ batch }: EachBatchPayload): void {
    const seenMs = performance.now()
    const { partition } = batch
    for (const { key, value, headers, timestamp } of batch.messages) {
      if (key === null || value === null) continue
      if (this.#type !== undefined && headers?.['ce_type']?.toString() !== this.#type) continue
      const id = key.toString()
      if (this.arrivals.has(id)) continue
      const arrival = { seenMs, appendedMs: Number(timestamp), partition, value }
      this.arrivals.set(id, arrival)
      this.#awaited.get(id)?.(arrival)
      this.#awaited.delete(id)
    }
  }
}

/** A topic that was just made has leaders in the metadata before they know it themselves. */
async function endsOf(stand: Stand, topic: string) {
  const admin = stand.kafka.admin()
  await admin.connect()
  return until(() => admin.fetchTopicOffsets(topic), {
    deadlineMs: waitDeadlineMs,
    what: `${topic} to be served`,
  }).finally(() => admin.disconnect())
}

/** Where the partitions of a topic end, all together. */
export async function recordsOn(stand: Stand, topic: string): Promise<number> {
  const ends = await endsOf(stand, topic)
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}

/** Resolves when so many records have been written to the topic since it was made. Only for topics without transactions: their markers would count too. */
export async function written(stand: Stand, topic: string, count: number): Promise<void> {
  const admin = stand.kafka.admin()
  await admin.connect()
  const isThere = async () => {
    const ends = await admin.fetchTopicOffsets(topic)
    return ends.reduce((sum, { high }) => sum + Number(high), 0) >= count
  }
  const what = `${count} records on ${topic}`
  await until(isThere, { deadlineMs: waitDeadlineMs, what }).finally(() => admin.disconnect())
}
