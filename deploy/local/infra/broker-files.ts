/** Settings of one local Apache Kafka node: broker and controller in one process, secured as in production. */

import { join } from 'node:path'

export interface Credential {
  readonly username: string
  readonly password: string
}

export interface BrokerPorts {
  readonly client: number
  readonly internal: number
  readonly controller: number
}

export interface BrokerSettings {
  readonly dir: string
  /** Address that sockets are bound to: loopback, or all of a container's. */
  readonly bind: string
  readonly ports: BrokerPorts
  /** Super user; makes topics, users and ACLs. */
  readonly operator: Credential
  /** Static credential between broker and controller. */
  readonly internal: Credential
}

export function serverProperties(settings: BrokerSettings): string {
  const sections = [listeners(settings), security(settings), sizes(settings.dir), timings()]
  return sections.flatMap((section) => Object.entries(section).map(line)).join('')
}

const line = ([key, value]: [string, string | number]) => `${key}=${value}\n`

function listeners({ bind, ports }: BrokerSettings): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `CLIENT://${bind}:${ports.client},INTERNAL://127.0.0.1:${ports.internal},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.client},INTERNAL://127.0.0.1:${ports.internal}`,
    'listener.security.protocol.map':
      'CLIENT:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
  }
}

function security({ operator, internal }: BrokerSettings): Record<string, string> {
  const { username, password } = internal
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.internal.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.internal.plain.sasl.jaas.config': plain,
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': plain,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${operator.username};User:${username}`,
    'allow.everyone.if.no.acl.found': 'false',
    'auto.create.topics.enable': 'false',
  }
}

/** One node and small data: replicas, threads and buffers that fit a laptop. */
function sizes(dir: string): Record<string, string | number> {
  return {
    'log.dirs': join(dir, 'data'),
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'log.index.size.max.bytes': 1024 * 1024,
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
  }
}

function timings(): Record<string, number> {
  return {
    // After kill -9 the old registration must expire before the node may come back.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
    'group.initial.rebalance.delay.ms': 0,
    // Tests of take-over use sessions shorter than the broker's default minimum of 6 s.
    'group.min.session.timeout.ms': 1000,
  }
}

/** Quiet but for the line that says that the node is ready. */
export const log4jProperties = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{HH:mm:ss.SSS} %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
logger.raft.name=kafka.server.KafkaRaftServer
logger.raft.level=info
`
