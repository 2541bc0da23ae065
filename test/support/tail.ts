/** A topic as it grows, read by an operator from its beginning: one reader for each topic of a stage, however many tests look into it. */
import { groupName } from '@holdpoint/contracts'
import type { Bus, Consumption, InRecord } from '@holdpoint/kafka'
import { uniqueName, until } from '@holdpoint/testkit'
import { waitMs } from './people.ts'
import type { Stage } from './stage.ts'

const tails = new WeakMap<Stage, Map<string, Promise<Tail>>>()

/** Ends with the stage. `topic` is a full name. */
export function tailOf(at: Stage, topic: string): Promise<Tail> {
  const own = tails.get(at) ?? new Map<string, Promise<Tail>>()
  tails.set(at, own)
  const tail = own.get(topic) ?? Tail.follow(at, topic)
  own.set(topic, tail)
  return tail
}

export class Tail {
  readonly records: InRecord[] = []
  private readonly bus: Bus
  private readonly topic: string
  private consumption: Consumption | undefined

  private constructor(bus: Bus, topic: string) {
    this.bus = bus
    this.topic = topic
  }

  static async follow(at: Stage, topic: string): Promise<Tail> {
    const tail = new Tail(at.operator(), topic)
    const consumption = await tail.bus.consume({
      group: `${groupName(at.hp.prefix, 'operator')}.${uniqueName('tail')}`,
      topics: [topic],
      positions: 'owner',
      onAssigned: (partitions, mine) => {
        for (const partition of partitions) mine.read(topic, partition, 0)
      },
      onRecords: async (records) => {
        tail.records.push(...records)
      },
    })
    consumption.failed.catch(() => undefined)
    tail.consumption = consumption
    return tail
  }

  /** The first record out of which this makes something, as soon as it is there. */
  find<T>(what: string, make: (record: InRecord) => T | undefined): Promise<T> {
    const look = () => {
      for (const record of this.records) {
        const made = make(record)
        if (made !== undefined) return { made }
      }
      return undefined
    }
    return until(look, { deadlineMs: waitMs, what }).then(({ made }) => made)
  }

  /** Resolves when everything has been read that was on the topic at the moment of the call. */
  async catchUp(): Promise<void> {
    const ends = await this.bus.endOffsets(this.topic)
    const hasRead = ([partition, end]: [number, number]) =>
      (this.consumption?.position(this.topic, partition) ?? 0) >= end
    const what = `${this.topic} to be read to its end`
    await until(() => [...ends].every(hasRead), { deadlineMs: waitMs, what })
  }
}
