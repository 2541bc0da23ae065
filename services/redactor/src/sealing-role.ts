/** The sealing role: reads what agents and executors write, and writes what the gate may read. */
import { groupName, topicName } from '@holdpoint/contracts'
import type { Bus, Consumption } from '@holdpoint/kafka'
import { type Handling, handleBatch } from './batch.ts'

/** Long enough for a batch of the largest records on a slow machine. */
const sessionTimeoutMs = 30_000

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
