/** Kafka and Redis as programs of this machine: Java and Maven are all they need. */

import { join } from 'node:path'
import { resolveArtifacts } from './artifacts.ts'
import { LocalBroker } from './broker.ts'
import type { Java } from './java.ts'
import { LocalRedis } from './redis.ts'
import type { RunningServers, ServersOptions } from './server-kind.ts'
import { credentials, startAll, withPorts } from './server-start.ts'

export async function startPrograms(options: ServersOptions, java: Java): Promise<RunningServers> {
  const { dir, cache, say } = options
  const artifacts = resolveArtifacts(cache, () => {
    say('Fetching Apache Kafka and Redis through Maven (once)…')
  })
  const users = credentials(dir)
  return withPorts(options, async (ports) => {
    const broker = new LocalBroker({
      ...{ dir: join(dir, 'kafka'), java, artifacts, ports },
      ...{ operator: users.operator, internal: users.broker },
    })
    const redis = new LocalRedis({
      ...{ dir: join(dir, 'redis'), port: ports.redis, operator: users.redis },
      command: artifacts.redisServer,
    })
    const stop = async () => void (await Promise.all([broker.stop(), redis.stop()]))
    await startAll([() => broker.start(), () => redis.start()], stop)
    return {
      ...{ kind: 'local', stop, kafka: { brokers: [broker.address], operator: users.operator } },
      redis: { host: redis.host, port: redis.port, operator: users.redis },
    }
  })
}
