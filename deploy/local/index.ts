/** Local Kafka and Redis, deployments on them, and processes that run there: for npm start, npm test and the testkit. */

export {
  type ConfigInput,
  entryFiles,
  type ProcessName,
  processNames,
  type ServiceSettings,
  serviceSettings,
  writeSettings,
} from './deployment/configs.ts'
export {
  type Deployment,
  type DeploymentOptions,
  deploy,
  undeploy,
} from './deployment/deployment.ts'
export {
  type Broker,
  type Cluster,
  clusterOf,
  type FetchedPartition,
} from './deployment/kafka-request.ts'
export { type KeyOptions, putKeys, type TrustContent, trustText } from './deployment/keys.ts'
export { newPassword, putPasswords } from './deployment/passwords.ts'
export {
  type DeploymentPlan,
  type PlannedUser,
  type PlanOptions,
  planDeployment,
  slotsDefault,
  userName,
} from './deployment/plan.ts'
export { type OperatorAccess, provision, unprovision } from './deployment/provision.ts'
export type { RedisAccess } from './deployment/redis-namespace.ts'
export {
  deleteRedisUsers,
  putRedisUsers,
  type RedisRole,
  type RedisUser,
  redisRoles,
} from './deployment/redis-users.ts'
export { agentOperator, agentOwner, sampleDirectory, samplePolicy } from './deployment/samples.ts'
export { putTopics } from './deployment/topic-admin.ts'
export { type Artifacts, cacheDir, resolveArtifacts } from './infra/artifacts.ts'
export { LocalBroker } from './infra/broker.ts'
export type { Credential } from './infra/broker-files.ts'
export { findJava, hasMaven, type Java } from './infra/java.ts'
export { type KafkaAddress, kafkaClient } from './infra/kafka-client.ts'
export { freePorts } from './infra/port-numbers.ts'
export { writePrivate } from './infra/private-file.ts'
export { LocalRedis } from './infra/redis.ts'
export { resolveValkey } from './infra/valkey.ts'
export { until, type WaitOptions } from './infra/wait.ts'
export { type DemoPerson, type IssuerOptions, type RunningIssuer, startIssuer } from './issuer.ts'
export { type ProxyOptions, type ProxyTarget, type RunningProxy, startProxy } from './proxy.ts'
export { freshFolder, isAlive } from './run-folder.ts'
export { Shutdown } from './shutdown.ts'
export { type ProcessSpec, Supervised } from './supervised.ts'
