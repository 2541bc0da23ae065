/** Agents and executors with a Kafka client: records instead of requests, wherever they have something to write or read. `@holdpoint/sdk/kafka`. */
export { KafkaBus, type KafkaOptions } from '@holdpoint/kafka'
export {
  type KafkaAgentOptions,
  type KafkaAgentTransport,
  kafkaAgentTransport,
} from './kafka-agent.ts'
export { type KafkaExecutorOptions, kafkaExecutorTransport } from './kafka-executor.ts'
