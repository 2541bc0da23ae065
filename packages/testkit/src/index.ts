/**
 * Real Kafka, Redis and services for tests.
 *
 * Name a test file `*.real.test.ts` (or put it under test/guarantees, test/e2e, test/chaos): vitest then starts one Apache Kafka node (SCRAM, ACLs denying by
 * default), one Redis and, where it can be had, one Valkey before the first such file of a run, shared by all of them, and removes them after the last.
 *
 *   const kafka = realKafka()            // { brokers, operator: {username, password} }: the operator is super user
 *   const admin = kafkaClient(kafka, kafka.operator).admin()   // a quiet kafkajs client
 *   const redis = realRedis()            // { host, port, operator: {username, password} }: the operator may do everything
 *   const valkey = realValkey()          // the same, or { missing: 'why' } where this machine has none
 *   const prefix = uniqueName('bus')     // 'bus-3f9a…': topics, groups, transactional ids, Redis namespaces: share nothing between files
 *   await until(() => seen.length === 3, { deadlineMs: 10_000, what: 'three records' })
 *   await createTopics(kafka, [{ name: `${prefix}.in`, partitions: 2 }])   // topics are not made automatically
 *
 * Never kill, wipe or reconfigure the shared servers: take one of your own with `ownKafka(dir)`, `ownRedis(dir)` or
 * `ownValkey(dir)`, whose `server` has `start()`, `kill(signal)`, `exited()`, `stop()`, and may be started again after a kill.
 *
 * A whole deployment, with users and ACLs as in production, and services on it:
 *
 *   const hp = await freshDeployment({ slots: 3 })             // hp.urls.gate, hp.keyFile('agent-refunds.jwk'), hp.user('agent', 'refunds'), hp.files.policy
 *   const gate = await startService('gate', hp)                // resolves when ready; overrides: { kafka: { sessionTimeoutMs: 1500 } } go into its settings
 *   gate.kill('SIGKILL'); await gate.exited(); gate.start(); await gate.ready()
 *   const records = await dumpTopic(hp.kafka, topicName(hp.prefix, 'decisions'))   // read committed, as operator
 *   const held = await dumpRedis(hp.redis, `${hp.redis.namespace}:*`)
 *   await gate.stop(); await hp.close()
 */

export {
  agentOperator,
  agentOwner,
  type Credential,
  type Deployment,
  freePorts,
  kafkaClient,
  type ProcessName,
  sampleDirectory,
  samplePolicy,
  until,
  type WaitOptions,
} from '@holdpoint/local'
export { type Certificate, selfSigned } from './certificate.ts'
export { type FreshDeployment, type FreshOptions, freshDeployment } from './deployment.ts'
export {
  type Addresses,
  type OwnRedis,
  ownKafka,
  ownRedis,
  ownValkey,
  type RedisAddress,
} from './infrastructure.ts'
export { type Mailbox, mailbox, type ReceivedMail, takeApart } from './mailbox.ts'
export {
  type FakePresidio,
  type FakePresidioOptions,
  fakePresidio,
  type PresidioBehaviour,
} from './presidio.ts'
export { realKafka, realRedis, realValkey, runDir, uniqueName } from './real.ts'
export { dumpRedis, openRedis, type RedisDump } from './redis-dump.ts'
export { type RunningService, type StartOptions, startService } from './service.ts'
export {
  areTooLong,
  blockProblems,
  parsedTexts,
  shownText,
  viewProblems,
} from './slack/block-kit.ts'
export { buttonsOf, type Payload, signedForm } from './slack/gesture.ts'
export {
  type SlackBehaviour,
  type SlackCall,
  type SlackOptions,
  type SlackServer,
  startSlack,
} from './slack/server.ts'
export type { SlackMessage, SlackUser } from './slack/workspace.ts'
export { cardProblems } from './teams/card-check.ts'
export { type AdaptiveCard, type Message, messageBytesMax } from './teams/conversations.ts'
export type { Person, PressChange, Told } from './teams/person.ts'
export { FakeTeams, type FakeTeamsOptions, type TeamsBehaviour } from './teams/server.ts'
export { type SigningKey, signingKey } from './teams/signing.ts'
export { type DumpedRecord, dumpTopic, dumpTopics } from './topic-dump.ts'
export { createTopics, type TestTopic } from './topics.ts'
export {
  type ReceivedWebhook,
  type WebhookAnswer,
  type WebhookReceiver,
  webhookReceiver,
} from './webhook-receiver.ts'
