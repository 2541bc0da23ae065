/** The decision stream as it grows, read through broker restarts: what a storm acts upon. What is judged at the end is read anew from the topics. */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  check,
  DecisionEvent,
  decodeEvent,
  type Fact,
  groupName,
  topicName,
} from '@holdpoint/contracts'
import type { InRecord } from '@holdpoint/kafka'
import { uniqueName, until } from '@holdpoint/testkit'
import type { Stage } from '../support/stage.ts'

const againMs = 500
/** A takeover after a broker restart fits, on a machine with other work. */
const waitMs = 90_000
const endings: ReadonlySet<string> = new Set([
  ...['denied', 'expired', 'withdrawn', 'revoked', 'lapsed', 'succeeded', 'failed', 'unknown'],
])

export class Follower {
  readonly facts: Fact[] = []
  readonly #ended = new Set<string>()
  readonly #at: Stage
  readonly #topic: string
  readonly #listeners: ((fact: Fact) => void)[] = []
  readonly #next = new Map<number, number>()
  #isStopped = false
  #stop: () => Promise<void> = async () => {}

  constructor(at: Stage) {
    this.#at = at
    this.#topic = topicName(at.hp.prefix, 'decisions')
    void this.#live()
  }

  /** Called with what comes from now on. */
  listen(listener: (fact: Fact) => void): void {
    this.#listeners.push(listener)
  }

  hasEnded(id: string): boolean {
    return this.#ended.has(id)
  }

  async fact<K extends Fact['kind']>(kind: K, id: string): Promise<Extract<Fact, { kind: K }>> {
    const isIt = (fact: Fact): fact is Extract<Fact, { kind: K }> =>
      fact.kind === kind && fact.actionId === id
    const what = `${id} to be ${kind}`
    return until(() => this.facts.find(isIt), { deadlineMs: waitMs, what })
  }

  /** What a command came to: the fact that names it. */
  effect(commandId: string): Promise<Fact> {
    const isIt = ({ body }: Fact) => 'commandId' in body && body.commandId === commandId
    const what = `the effect of ${commandId}`
    return until(() => this.facts.find(isIt), { deadlineMs: waitMs, what })
  }

  async close(): Promise<void> {
    this.#isStopped = true
    await this.#stop()
  }

  async #live(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const consumption = await this.#at.operator().consume({
          group: `${groupName(this.#at.hp.prefix, 'operator')}.${uniqueName('storm')}`,
          topics: [this.#topic],
          positions: 'owner',
          onAssigned: (partitions, mine) => {
            for (const partition of partitions) {
              mine.read(this.#topic, partition, this.#next.get(partition) ?? 0)
            }
          },
          onRecords: async (records, _, partition) => this.#take(records, partition),
        })
        this.#stop = () => consumption.stop()
        await consumption.failed
      } catch {
        // The broker is away: it is asked again until it is back.
        if (!this.#isStopped) await sleep(againMs)
      }
    }
  }

  #take(records: readonly InRecord[], partition: number): void {
    for (const record of records) {
      this.#next.set(partition, record.offset + 1)
      const { fact } = check(DecisionEvent, decodeEvent(record).data)
      this.facts.push(fact)
      if (fact.actionId !== undefined && endings.has(fact.kind)) this.#ended.add(fact.actionId)
      for (const listener of this.#listeners) listener(fact)
    }
  }
}
