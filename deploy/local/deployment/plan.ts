/** What a deployment needs in Kafka: topics, users and ACLs, made from the tables in contracts. */

import { aclsFor, type Role, type TopicPlan, topicConfig, topicPlan } from '@holdpoint/contracts'

/** Fixed for the life of a deployment, so a number that many divisors share among members. */
export const slotsDefault = 12

export interface PlanOptions {
  /** `''` or ending in a dot. */
  readonly prefix: string
  readonly slots?: number
  readonly agents: readonly string[]
  readonly executors: readonly string[]
  /** Full names of topics whose records are trusted without signatures. */
  readonly ingress?: readonly string[]
}

export interface PlannedUser {
  readonly name: string
  readonly role: Role
}

export interface PlannedAcl {
  readonly user: string
  readonly resource: 'topic' | 'group' | 'transactionalId'
  readonly pattern: 'literal' | 'prefixed'
  readonly name: string
  readonly operations: readonly ('Read' | 'Write' | 'Describe')[]
}

export interface DeploymentPlan {
  readonly topics: readonly TopicPlan[]
  readonly users: readonly PlannedUser[]
  readonly acls: readonly PlannedAcl[]
}

export function planDeployment(options: PlanOptions): DeploymentPlan {
  const { prefix, slots = slotsDefault, ingress = [] } = options
  const users = plannedUsers(options)
  const ingressTopics = ingress.map((name): TopicPlan => {
    return { name, id: 'intended', partitions: slots, config: topicConfig('intended') }
  })
  const ingressAcls = ingress.map((name): PlannedAcl => {
    const operations = ['Read', 'Describe'] as const
    const user = userName(prefix, 'redactor')
    return { user, resource: 'topic', pattern: 'literal', name, operations }
  })
  const acls = aclsFor(prefix).flatMap(({ role, ...rule }) =>
    users.filter((user) => user.role === role).map(({ name: user }) => ({ user, ...rule })),
  )
  return {
    topics: [...topicPlan(prefix, slots), ...ingressTopics],
    users,
    acls: [...acls, ...ingressAcls],
  }
}

/** Principal of a service, or of one agent or executor. */
export function userName(prefix: string, role: Role, id?: string): string {
  return `${prefix}${role}${id === undefined ? '' : `-${id}`}`
}

function plannedUsers({ prefix, agents, executors }: PlanOptions): PlannedUser[] {
  const services = ['redactor', 'gate', 'notifier', 'auditor'] as const
  return [
    ...services.map((role) => ({ name: userName(prefix, role), role })),
    ...agents.map((id) => ({ name: userName(prefix, 'agent', id), role: 'agent' as const })),
    ...executors.map((id) => {
      return { name: userName(prefix, 'executor', id), role: 'executor' as const }
    }),
  ]
}
