/** The sealing role: reads what agents and executors write, and writes what the gate may read. */
import { groupName, topicName } from '@holdpoint/contracts'
import type { Bus, Consumption } from '@holdpoint/kafka'
import { Attempts } from './attempts.ts'
import { type Handling, handleBatch } from './batch.ts'
import { refuse } from './handle.ts'

/** A dead redactor's partitions move on after this long; being taken for dead by mistake only makes repeats. */
const sessionTimeoutMs = 6000

export interface SealingRole {
  readonly prefix: string
  readonly handling: Omit<Handling, 'kind'>
}

/** At least once: a batch is committed after the broker has what was made from it. */
export function startSealing(bus: Bus, { prefix, handling }: SealingRole): Promise<Consumption> {
  const outcomes = topicName(prefix, 'outcomes')
  const intended = topicName(prefix, 'intended')
  const topics = new Set([intended, outcomes, ...handling.rules.trust.ingress])
  const attempts = new Attempts(bus)
  return bus.consume({
    group: groupName(prefix, 'redactor'),
    topics: [...topics],
    positions: 'group',
    sessionTimeoutMs,
    onAssigned: (_partitions, consumption) => attempts.assigned(consumption),
    onRecords: (records, topic, partition) => {
      const kind = topic === outcomes ? 'outcome' : 'intent'
      return attempts.handle(records, topic, partition, {
        handle: (some, via) => handleBatch(some, { ...handling, kind }, via),
        refuse: async (record, error) => {
          const { out, told } = refuse(kind, error, record, handling.workshop.writer)
          handling.watcher.told(kind, told, record)
          await bus.send(out)
        },
      })
    },
  })
}
