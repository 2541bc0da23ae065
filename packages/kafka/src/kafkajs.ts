/** The bus on Apache Kafka, through kafkajs 2.2.4. Its known faults are handled one per file; kafkajs.real.test.ts and the tests beside show each of them. */

import type { Admin } from 'kafkajs'
import { type Client, createClient, type KafkaOptions } from './client.ts'
import { KafkaConsumption } from './consumer.ts'
import { atMost, within } from './deadline.ts'
import { brokerError } from './errors.ts'
import type {
  BaseOffsets,
  Bus,
  ConsumeOptions,
  Consumption,
  Note,
  OutRecord,
  Transactor,
} from './port.ts'
import { Sender } from './producer.ts'
import { type KafkaTransactor, openTransactor, type TransactorSeam } from './transactor.ts'

/** Questions about topics are answered in milliseconds, or again when the broker is back. */
const askDeadlineMs = 20_000
/** A topic that the broker doesn't know is asked for again for about a second: it may have been made just now. */
const askRetry = { initialRetryTime: 50, factor: 0, multiplier: 2, maxRetryTime: 1000, retries: 4 }
/** Goodbyes wait for a broker that may be gone; then the connections are cut. */
const closeDeadlineMs = 8000

/** Connects to nothing yet: every part does when it is first used. */
export class KafkaBus implements Bus {
  readonly #options: KafkaOptions
  readonly #seam: TransactorSeam
  readonly #sender: Sender
  readonly #transactors = new Set<KafkaTransactor>()
  readonly #consumptions = new Set<KafkaConsumption>()
  #admin: { client: Client; admin: Admin; ready: Promise<void> } | undefined

  constructor(options: KafkaOptions, seam: TransactorSeam = {}) {
    this.#options = options
    this.#seam = seam
    this.#sender = new Sender(options)
  }

  send(records: readonly OutRecord[]): Promise<BaseOffsets> {
    return this.#sender.send(records)
  }

  async transactor(id: string): Promise<Transactor> {
    const transactor = await openTransactor(this.#options, id, this.#seam)
    for (const each of this.#transactors) if (each.isDead) this.#transactors.delete(each)
    this.#transactors.add(transactor)
    return transactor
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const bounds = (topic: string) => this.#bounds(topic)
    for (const each of this.#consumptions) if (each.isOver) this.#consumptions.delete(each)
    const committed = (...place: [group: string, topic: string, partition: number]) =>
      this.#committed(...place)
    const consumption = new KafkaConsumption(this.#options, options, bounds, committed)
    this.#consumptions.add(consumption)
    await consumption.start()
    return consumption
  }

  async endOffsets(topic: string): Promise<ReadonlyMap<number, number>> {
    const bounds = await this.#bounds(topic)
    return new Map([...bounds].map(([partition, { high }]) => [partition, high]))
  }

  async partitionCount(topic: string): Promise<number> {
    const { topics } = await this.#ask(topic, (admin) =>
      admin.fetchTopicMetadata({ topics: [topic] }),
    )
    return topics[0]?.partitions.length ?? 0
  }

  async close(): Promise<void> {
    await atMost(closeDeadlineMs, this.#sayGoodbye())
    this.destroy()
  }

  /** As if the process had died: cuts all connections without a word. Nothing is delivered afterwards; what is under way rejects. */
  destroy(): void {
    for (const each of this.#consumptions) each.destroy()
    for (const each of this.#transactors) each.destroy()
    this.#sender.destroy()
    this.#admin?.client.destroy()
    this.#admin = undefined
  }

  async #sayGoodbye(): Promise<void> {
    await Promise.all([...this.#consumptions].map((each) => each.stop()))
    await Promise.all([this.#sender.close(), ...[...this.#transactors].map((each) => each.close())])
    await this.#admin?.admin.disconnect()
  }

  async #bounds(topic: string): Promise<ReadonlyMap<number, { low: number; high: number }>> {
    const offsets = await this.#ask(topic, (admin) => admin.fetchTopicOffsets(topic))
    return new Map(
      offsets.map(({ partition, low, high }) => [
        partition,
        { low: Number(low), high: Number(high) },
      ]),
    )
  }

  async #committed(group: string, topic: string, partition: number): Promise<Note | undefined> {
    const [found] = await this.#ask(topic, (admin) =>
      admin.fetchOffsets({ groupId: group, topics: [topic] }),
    )
    const held = found?.partitions.find((each) => each.partition === partition)
    if (held === undefined || Number(held.offset) < 0 || !held.metadata) return undefined
    return { offset: Number(held.offset), text: held.metadata }
  }

  async #ask<T>(topic: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    const what = `topic ${topic}`
    const connected = this.#connect()
    try {
      const asked = connected.ready.then(() => question(connected.admin))
      return await within(asked, askDeadlineMs, what)
    } catch (cause) {
      if (this.#admin === connected) this.#admin = undefined
      connected.client.destroy()
      throw brokerError(cause, { what })
    }
  }

  #connect() {
    if (this.#admin !== undefined) return this.#admin
    const client = createClient(this.#options)
    const admin = client.kafka.admin({ retry: askRetry })
    this.#admin = { client, admin, ready: admin.connect() }
    return this.#admin
  }
}
