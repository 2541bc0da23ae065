/** Writes prepared records: as fast as the broker takes them, or one by one at a fixed pace. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Producer } from 'kafkajs'
import type { Prepared } from './load.ts'
import type { Stand } from './stand.ts'

/** Of one request; with six partitions each gets about 500, beyond which kafkajs' grouping becomes slow. */
const requestRecords = 3000

export class Feed {
  readonly #producer: Producer

  private constructor(producer: Producer) {
    this.#producer = producer
  }

  static async open(stand: Stand): Promise<Feed> {
    const producer = stand.kafka.producer({ allowAutoTopicCreation: false })
    await producer.connect()
    stand.onEnd(() => producer.disconnect())
    return new Feed(producer)
  }

  /** Resolves when the broker has all of them. */
  async flood(records: readonly Prepared[]): Promise<void> {
    for (let from = 0; from < records.length; from += requestRecords) {
      await this.#send(records.slice(from, from + requestRecords))
    }
  }

  one(record: Prepared): Promise<void> {
    return this.#send([record])
  }

  async #send(records: readonly Prepared[]): Promise<void> {
    const byTopic = Map.groupBy(records, ({ topic }) => topic)
    await this.#producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, own]) => ({
        topic,
        messages: own.map(({ id, partition, value, headers }) => {
          return { key: id, partition, value, headers: { ...headers } }
        }),
      })),
    })
  }
}

/**
 * Begins `act` for every item at its own moment, whether or not earlier ones are done: a slow system must not slow its own questions down. Resolves with when
 * each was begun (performance.now) after all are done.
 */
export async function atPace<T>(
  items: readonly T[],
  perSecond: number,
  act: (item: T) => Promise<unknown>,
): Promise<number[]> {
  const startMs = performance.now()
  const begun: number[] = []
  const running: Promise<unknown>[] = []
  for (const [index, item] of items.entries()) {
    const waitMs = startMs + (index * 1000) / perSecond - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    begun.push(performance.now())
    running.push(act(item))
  }
  await Promise.all(running)
  return begun
}
