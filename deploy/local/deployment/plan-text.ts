/** A plan as commands of Apache Kafka's own tools, for operators who make topics, users and ACLs themselves. */

import type { TopicPlan } from '@holdpoint/contracts'
import type { DeploymentPlan, PlannedAcl, PlannedUser } from './plan.ts'

const access = '--bootstrap-server "$BOOTSTRAP" --command-config "$OPERATOR"'
const resourceFlags = {
  topic: '--topic',
  group: '--group',
  transactionalId: '--transactional-id',
} as const

export function planText(plan: DeploymentPlan): string {
  return [
    '#!/bin/sh',
    '# BOOTSTRAP: host:port of a broker; OPERATOR: properties file of a user who may do this.',
    'set -eu',
    '',
    '# Topics',
    ...plan.topics.map(topicLine),
    '',
    '# Users: put a password of your own into each line.',
    ...plan.users.map(userLine),
    '',
    '# ACLs: everything that is not here must be denied (allow.everyone.if.no.acl.found=false).',
    ...plan.acls.map(aclLine),
    '',
  ].join('\n')
}

function topicLine({ name, partitions, config }: TopicPlan): string {
  const settings = Object.entries(config).map(([key, value]) => `--config ${key}=${value}`)
  return `kafka-topics.sh ${access} --create --if-not-exists --topic ${name} --partitions ${partitions} ${settings.join(' ')}`
}

function userLine({ name }: PlannedUser): string {
  return `kafka-configs.sh ${access} --alter --entity-type users --entity-name ${name} --add-config 'SCRAM-SHA-512=[password=CHANGE-ME]'`
}

function aclLine({ user, resource, pattern, name, operations }: PlannedAcl): string {
  const allowed = operations.map((operation) => `--operation ${operation}`).join(' ')
  return `kafka-acls.sh ${access} --add --allow-principal User:${user} ${allowed} ${resourceFlags[resource]} ${name} --resource-pattern-type ${pattern}`
}
