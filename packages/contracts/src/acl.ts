/** Who may do what in Kafka, made from the topics table: the least each role needs. Everything that is not here is denied. */
import {
  type DeadLetterGroup,
  deadLetterSources,
  deadLetterTopic,
  groupName,
  groupsApart,
  type Role,
  roles,
  type TopicId,
  topicGroupName,
  topicName,
  topics,
  transactionalIdPrefix,
} from './topics.ts'

export type AclOperation = 'Read' | 'Write' | 'Describe'

/** One resource and what a role may do with it. Idempotent producing needs Write on the topic and nothing else (Kafka ≥ 2.8). */
export interface Acl {
  readonly role: Role
  readonly resource: 'topic' | 'group' | 'transactionalId'
  readonly pattern: 'literal' | 'prefixed'
  readonly name: string
  readonly operations: readonly AclOperation[]
}

/** Roles with many principals: each has consumer groups of its own below the role's name. */
const shared: ReadonlySet<Role> = new Set(['agent', 'executor', 'operator'])

/** All ACLs of a deployment. Roles `agent` and `executor` stand for every principal of that kind. */
export function aclsFor(prefix: string): Acl[] {
  return roles.flatMap((role) => [
    ...topicAcls(prefix, role),
    ...deadLetterAcls(prefix, role),
    ...groupAcls(prefix, role),
    ...transactionAcls(prefix, role),
  ])
}

function topicAcls(prefix: string, role: Role): Acl[] {
  return (Object.keys(topics) as TopicId[]).flatMap((id): Acl[] => {
    const spec: { readonly readers: readonly Role[]; readonly writers: readonly Role[] } =
      topics[id]
    const reads = spec.readers.includes(role)
    const writes = spec.writers.includes(role)
    if (!reads && !writes) return []
    const operations: AclOperation[] = [
      ...(reads ? (['Read'] as const) : []),
      ...(writes ? (['Write'] as const) : []),
      'Describe',
    ]
    return [
      { role, resource: 'topic', pattern: 'literal', name: topicName(prefix, id), operations },
    ]
  })
}

/** Each group writes its own dead letters and can't read them; operators read all. */
function deadLetterAcls(prefix: string, role: Role): Acl[] {
  return (Object.keys(deadLetterSources) as DeadLetterGroup[]).flatMap((group) => {
    if (role !== group && role !== 'operator') return []
    return deadLetterSources[group].map((id): Acl => {
      const name = deadLetterTopic(prefix, group, id)
      const operations = [role === group ? 'Write' : 'Read', 'Describe'] as const
      return { role, resource: 'topic', pattern: 'literal', name, operations }
    })
  })
}

function groupAcls(prefix: string, role: Role): Acl[] {
  const name = groupName(prefix, role)
  const operations = ['Read', 'Describe'] as const
  if (shared.has(role)) {
    return [{ role, resource: 'group', pattern: 'prefixed', name: `${name}.`, operations }]
  }
  const apart: Partial<Record<Role, readonly TopicId[]>> = groupsApart
  const names = [name, ...(apart[role] ?? []).map((id) => topicGroupName(prefix, role, id))]
  return names.map((each): Acl => {
    return { role, resource: 'group', pattern: 'literal', name: each, operations }
  })
}

/** One transactional id per slot; the gate alone has any. */
function transactionAcls(prefix: string, role: Role): Acl[] {
  if (role !== 'gate') return []
  const name = transactionalIdPrefix(prefix)
  const operations = ['Write', 'Describe'] as const
  return [{ role, resource: 'transactionalId', pattern: 'prefixed', name, operations }]
}
