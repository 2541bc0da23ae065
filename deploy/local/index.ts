/** Local Kafka and Redis, deployments on them, and processes that run there: for npm start, npm test and the testkit. */

export { type Artifacts, cacheDir, resolveArtifacts } from './infra/artifacts.ts'
export { LocalBroker } from './infra/broker.ts'
export type { Credential } from './infra/broker-files.ts'
export { findJava, hasMaven, type Java } from './infra/java.ts'
export { type KafkaAddress, kafkaClient } from './infra/kafka-client.ts'
export { freePorts } from './infra/port-numbers.ts'
export { LocalRedis } from './infra/redis.ts'
export { resolveValkey } from './infra/valkey.ts'
export { until, type WaitOptions } from './infra/wait.ts'
