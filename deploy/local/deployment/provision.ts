/** Brings a Kafka cluster to what a plan says, as operator. May be run again: what is there stays, what differs is set. */

import { HoldpointError } from '@holdpoint/contracts'
import kafkajs, { type AclEntry, type Kafka } from 'kafkajs'
import type { Credential } from '../infra/broker-files.ts'
import { kafkaClient } from '../infra/kafka-client.ts'
import { until } from '../infra/wait.ts'
import type { DeploymentPlan, PlannedAcl } from './plan.ts'
import { deleteScramUsers, putScramUsers } from './scram-users.ts'
import { putTopics } from './topic-admin.ts'

/** Users and ACLs reach all brokers within milliseconds; a busy machine may take longer. */
const settleDeadlineMs = 15_000
/** CLUSTER_, TOPIC_AUTHORIZATION_FAILED and their kin end in this. */
const deniedType = /AUTHORIZATION_FAILED/

/** Native imports do not see these names of a CommonJS module. */
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

const operations = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
} as const
const resources = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  transactionalId: AclResourceTypes.TRANSACTIONAL_ID,
} as const
const patterns = {
  literal: ResourcePatternTypes.LITERAL,
  prefixed: ResourcePatternTypes.PREFIXED,
} as const

export interface OperatorAccess {
  readonly brokers: readonly string[]
  readonly operator: Credential
}

/** Where kafkajs keeps the broker's error: in itself, in its cause, or one for each topic. */
interface KafkaFault {
  readonly type?: string
  readonly cause?: { readonly type?: string }
  readonly errors?: readonly { readonly type?: string }[]
}

/**
 * Resolves when every user can log in and do what it may. `credentials` are the plan's users with their passwords. Throws HP_SETUP when the cluster does not
 * let us, or when slot topics differ in their partition count.
 */
export async function provision(
  access: OperatorAccess,
  plan: DeploymentPlan,
  credentials: readonly Credential[],
): Promise<void> {
  const kafka = kafkaClient(access, access.operator)
  const admin = kafka.admin()
  try {
    await admin.connect()
    await Promise.all([putTopics(admin, plan.topics), putUsers(access, kafka, credentials)])
    const entries = plan.acls.flatMap(aclEntries)
    if (entries.length > 0) await admin.createAcls({ acl: entries })
    await seeAcls(access, plan, credentials)
  } catch (error) {
    throw explained(error)
  } finally {
    await admin.disconnect()
  }
}

/** Removes all that `provision` made, with the records. */
export async function unprovision(access: OperatorAccess, plan: DeploymentPlan): Promise<void> {
  const kafka = kafkaClient(access, access.operator)
  const admin = kafka.admin()
  try {
    await admin.connect()
    await admin.deleteTopics({ topics: plan.topics.map(({ name }) => name) })
    await admin.deleteAcls({ filters: plan.acls.flatMap(aclEntries) })
    const users = plan.users.map(({ name }) => name)
    await deleteScramUsers(kafka, users)
  } finally {
    await admin.disconnect()
  }
}

async function putUsers(
  access: OperatorAccess,
  kafka: Kafka,
  credentials: readonly Credential[],
): Promise<void> {
  const last = credentials.at(-1)
  if (last === undefined) return
  await putScramUsers(kafka, credentials)
  // Users become known in the order of one log: when the last can log in, all can.
  const login = kafkaClient(access, last, 0).admin()
  const options = { deadlineMs: settleDeadlineMs, what: `user ${last.username} to be known` }
  await until(async () => {
    await login.connect()
    return true
  }, options).finally(() => login.disconnect())
}

/** The controller answers before the brokers apply; who asks them a moment too early is told that it has no right. */
async function seeAcls(
  access: OperatorAccess,
  { acls }: DeploymentPlan,
  credentials: readonly Credential[],
): Promise<void> {
  const last = acls.findLast(({ resource }) => resource === 'topic')
  const user = credentials.find(({ username }) => username === last?.user)
  if (last === undefined || user === undefined) return
  const login = kafkaClient(access, user, 0).admin()
  const options = { deadlineMs: settleDeadlineMs, what: `rights of ${last.user} to be in force` }
  await until(async () => {
    await login.connect()
    return login.fetchTopicMetadata({ topics: [last.name] })
  }, options).finally(() => login.disconnect())
}

function aclEntries({ user, resource, pattern, name, operations: allowed }: PlannedAcl) {
  return allowed.map(
    (operation): AclEntry => ({
      ...{ principal: `User:${user}`, host: '*', resourceName: name },
      operation: operations[operation],
      permissionType: AclPermissionTypes.ALLOW,
      resourceType: resources[resource],
      resourcePatternType: patterns[pattern],
    }),
  )
}

function explained(error: unknown): unknown {
  const { type, cause, errors } = error as KafkaFault
  const types = [type, cause?.type, ...(errors ?? []).map((fault) => fault.type)]
  const isDenied = types.some((value) => deniedType.test(String(value)))
  if (!isDenied) return error
  const what =
    'this Kafka does not let us create topics, users or ACLs: npm run topics -- --plan prints what is needed'
  return new HoldpointError('HP_SETUP', { what }, error)
}
