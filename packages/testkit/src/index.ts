/**
 * Real Kafka and Redis for tests.
 *
 * Name a test file `*.real.test.ts` (or put it under test/guarantees, test/e2e, test/chaos): vitest then starts one Apache Kafka node (SCRAM, ACLs denying by
 * default) and one Redis before the first such file of a run, shared by all of them, and removes them after the last.
 *
 *   const kafka = realKafka()            // { brokers, operator: {username, password} }: the operator is super user
 *   const admin = kafkaClient(kafka, kafka.operator).admin()   // a quiet kafkajs client
 *   const redis = realRedis()            // { host, port, operator: {username, password} }: the operator may do everything
 *   const valkey = realValkey()          // the same, or { missing: 'why' } where this machine has none
 *   const prefix = uniqueName('bus')     // 'bus-3f9a…': topics, groups, transactional ids, Redis namespaces: share nothing between files
 *   await until(() => seen.length === 3, { deadlineMs: 10_000, what: 'three records' })
 *
 * Topics are not made automatically. Never kill, wipe or reconfigure the shared servers: take one of your own with `ownKafka(dir)`, `ownRedis(dir)` or
 * `ownValkey(dir)`, whose `server` has `start()`, `kill(signal)`, `exited()`, `stop()`, and may be started again after a kill.
 */

export { type Credential, kafkaClient, until, type WaitOptions } from '@holdpoint/local'
export {
  type Addresses,
  type OwnRedis,
  ownKafka,
  ownRedis,
  ownValkey,
  type RedisAddress,
} from './infrastructure.ts'
export { realKafka, realRedis, realValkey, runDir, uniqueName } from './real.ts'
