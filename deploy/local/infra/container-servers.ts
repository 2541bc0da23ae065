/** Kafka and Valkey in containers of a Docker engine. */

import { join } from 'node:path'
import { HoldpointError } from '@holdpoint/contracts'
import { type Container, kafkaContainer, valkeyContainer } from './docker.ts'
import type { RunningServers, ServersOptions } from './server-kind.ts'
import { credentials, startAll, withPorts } from './server-start.ts'
import { until } from './wait.ts'
import { warmUp } from './warm-up.ts'

const containerDeadlineMs = 60_000

export async function startContainers(options: ServersOptions): Promise<RunningServers> {
  const { name, dir, say } = options
  const users = credentials(dir)
  say('Starting Apache Kafka and Valkey in Docker (the first time, their images are fetched)…')
  return withPorts(options, async (ports) => {
    const { operator, broker: internal } = users
    const kafka = kafkaContainer(`holdpoint-${name}-kafka`, join(dir, 'kafka-container'), {
      ...{ ports, operator, internal },
    })
    const valkey = valkeyContainer(`holdpoint-${name}-valkey`, join(dir, 'valkey-container'), {
      ...{ port: ports.redis, operator: users.redis },
    })
    const stop = async () => void (await Promise.all([kafka.stop(), valkey.stop()]))
    const address = { brokers: [`127.0.0.1:${ports.client}`] }
    const start = async () => {
      valkey.start()
      kafka.start()
      await answering(kafka, () => warmUp(address, operator))
    }
    await startAll([start], stop)
    return {
      ...{ kind: 'docker', stop, kafka: { ...address, operator } },
      redis: { host: '127.0.0.1', port: ports.redis, operator: users.redis },
    }
  })
}

async function answering(container: Container, attempt: () => Promise<void>): Promise<void> {
  const options = { deadlineMs: containerDeadlineMs, what: 'Kafka in its container' }
  await until(async () => {
    if (!container.isRunning) return true
    await attempt()
    return true
  }, options)
  if (!container.isRunning)
    throw new HoldpointError('HP_SETUP', { what: 'the container of Kafka ended at once' })
}
