/** How a member of a group fetches, and when it counts as dead. */

import type { ConsumerConfig } from 'kafkajs'
import { slotAssigner } from './assigner.ts'
import type { ConsumeOptions } from './port.ts'

/**
 * New records are delivered at once, however long a fetch waits; but a `read` must wait for the fetch under way. So fetches are short for a while after each
 * assignment and `read`, when takeovers are going on, and long in between: every fetch costs about a millisecond of CPU.
 */
export const fetchWaitMs = { busy: 100, calm: 500 } as const
const sessionTimeoutDefaultMs = 10_000
/** A group waits this long for members that are alive but do not come back. */
const rebalanceTimeoutMs = 30_000
const retry = { initialRetryTime: 50, factor: 0.2, multiplier: 2, maxRetryTime: 1000, retries: 10 }

export function consumerConfig({ group, sessionTimeoutMs }: ConsumeOptions): ConsumerConfig {
  const sessionTimeout = sessionTimeoutMs ?? sessionTimeoutDefaultMs
  return {
    groupId: group,
    partitionAssigners: [slotAssigner],
    sessionTimeout,
    rebalanceTimeout: rebalanceTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeout / 4),
    minBytes: 1,
    maxWaitTimeInMs: fetchWaitMs.busy,
    allowAutoTopicCreation: false,
    retry,
  }
}
