/** The sealing role: reads what agents and executors write, and writes what the gate may read. */
import { groupName, topicName } from '@holdpoint/contracts'
import type { Bus, Consumption } from '@holdpoint/kafka'
import { type Handling, handleBatch } from './batch.ts'

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
  return bus.consume({
    group: groupName(prefix, 'redactor'),
    topics: [...topics],
    positions: 'group',
    sessionTimeoutMs,
    onRecords: (records, topic) => {
      const kind = topic === outcomes ? 'outcome' : 'intent'
      return handleBatch(records, { ...handling, kind }, bus)
    },
  })
}
