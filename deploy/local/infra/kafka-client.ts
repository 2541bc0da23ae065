/** A kafkajs client for set-up work: quiet, with explicit retries (its defaults change with NODE_ENV). */

// For its effect: it stops kafkajs from arming timers with negative delays.
import '@holdpoint/kafka'
import { Kafka, logLevel } from 'kafkajs'
import type { Credential } from './broker-files.ts'

const connectionTimeoutMs = 3000
/** Set-up can be repeated, so it does not wait long for an answer that was lost. */
const requestTimeoutMs = 10_000

export interface KafkaAddress {
  readonly brokers: readonly string[]
}

export function kafkaClient(address: KafkaAddress, credential: Credential, retries = 8): Kafka {
  return new Kafka({
    clientId: 'holdpoint-local',
    brokers: [...address.brokers],
    sasl: { mechanism: 'scram-sha-512', ...credential },
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 50, retries, factor: 0, multiplier: 1.5, maxRetryTime: 1000 },
    logLevel: logLevel.NOTHING,
  })
}
