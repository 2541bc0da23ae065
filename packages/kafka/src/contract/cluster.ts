/** What the contract suite needs of a cluster, and how it collects what a consumption delivers. */

import { until } from '@holdpoint/testkit'
import type { Bus, ConsumeOptions, Consumption, InRecord, OutRecord } from '../port.ts'

/** Long enough for a rebalance on two busy cores. */
const deadlineMs = 20_000

export interface TestCluster {
  /** Creates a topic of a name of its own. */
  topic(partitionCount: number): Promise<string>
  /** A name for a group or a transactional id that nobody else uses. */
  name(): string
  /** A client as a process of its own has it. */
  bus(): Bus
  /** A client whose first commit stops between writing and committing. */
  stallingBus(): { bus: Bus; stalled: Promise<void>; wake(): void }
  /** kill -9. */
  crash(bus: Bus): void
  groupOffset(group: string, topic: string, partition: number): Promise<number | undefined>
  deleteBefore(topic: string, partition: number, offset: number): Promise<void>
  brokerTimeMs(): number
  /** Runs it with the client's clock wrong by this much. */
  withClientClock<T>(offMs: number, run: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export class Collector {
  readonly records: InRecord[] = []
  readonly events: string[] = []
  assigned: readonly number[] = []
  consumption: Consumption | undefined

  /** Joins a group; `onRecords` runs before a record counts as seen. */
  async join(
    bus: Bus,
    options: Partial<ConsumeOptions> & Pick<ConsumeOptions, 'group' | 'topics'>,
  ) {
    const { onRecords, onAssigned, onRevoked, ...rest } = options
    this.consumption = await bus.consume({
      positions: 'group',
      sessionTimeoutMs: 2000,
      ...rest,
      onAssigned: (partitions, consumption) => {
        this.assigned = partitions
        this.events.push(`assigned ${partitions}`)
        onAssigned?.(partitions, consumption)
      },
      onRevoked: (partitions) => {
        this.assigned = []
        this.events.push(`revoked ${partitions}`)
        onRevoked?.(partitions)
      },
      onRecords: async (records, topic, partition) => {
        await onRecords?.(records, topic, partition)
        this.records.push(...records)
      },
    })
    return this.consumption
  }

  /** Reads all partitions from their beginning, as an owner. */
  async readAll(bus: Bus, group: string, topics: readonly string[]): Promise<Consumption> {
    return await this.join(bus, {
      group,
      topics,
      positions: 'owner',
      onAssigned: (partitions, consumption) => {
        for (const topic of topics) for (const p of partitions) consumption.read(topic, p, 0)
      },
    })
  }

  values(partition?: number): (string | null)[] {
    return this.records
      .filter((record) => partition === undefined || record.partition === partition)
      .map(({ value }) => value?.toString() ?? null)
  }

  async count(count: number): Promise<void> {
    const what = `${count} records (${this.records.length} have come)`
    await until(() => this.records.length >= count, { deadlineMs, what })
  }
}

export function record(topic: string, partition: number, value: string): OutRecord {
  return { topic, partition, key: `k-${value}`, value: Buffer.from(value), headers: {} }
}

export async function eventually(what: string, condition: () => unknown): Promise<void> {
  await until(async () => Boolean(await condition()), { deadlineMs, what })
}
