/** The topics: names, keys, retention, who writes and who reads. Creation, ACLs, retention and the README's table are made from this. */

const hourMs = 3600 * 1000
const dayMs = 24 * hourMs

/** Principals; each has its own Kafka user. `operator` creates topics and ACLs and belongs to no process that runs. */
export const roles = [
  'redactor',
  'gate',
  'notifier',
  'auditor',
  'agent',
  'executor',
  'operator',
] as const
export type Role = (typeof roles)[number]

export interface TopicSpec {
  /** Name without the deployment's prefix. */
  readonly name: string
  readonly writers: readonly Role[]
  readonly readers: readonly Role[]
  readonly cleanup: 'delete' | 'compact'
  /** How long records stay; absent on compacted topics. */
  readonly retentionMs?: number
  /** A segment is closed after this long, so that its records can really go. */
  readonly segmentMs: number
  readonly carries: string
}

export const topics = {
  intended: {
    name: 'actions.intended',
    writers: ['agent', 'redactor'],
    readers: ['redactor'],
    cleanup: 'delete',
    retentionMs: dayMs,
    segmentMs: hourMs,
    carries: 'the intended action, raw',
  },
  redacted: {
    name: 'actions.redacted',
    writers: ['redactor'],
    readers: ['gate'],
    cleanup: 'delete',
    retentionMs: 7 * dayMs,
    segmentMs: 6 * hourMs,
    carries: 'masked action, findings, sealed original; masked outcomes',
  },
  commands: {
    name: 'approvals.commands',
    writers: ['notifier', 'gate'],
    readers: ['gate'],
    cleanup: 'delete',
    retentionMs: 7 * dayMs,
    segmentMs: 6 * hourMs,
    carries: 'votes, withdraw, claim, extend, revoke, reconcile, freeze, thaw',
  },
  decisions: {
    name: 'decisions',
    writers: ['gate'],
    readers: ['notifier', 'auditor'],
    cleanup: 'delete',
    retentionMs: 90 * dayMs,
    segmentMs: dayMs,
    carries: 'every change in the life of an action, masked, numbered, chained, signed',
  },
  approved: {
    name: 'actions.approved',
    writers: ['gate'],
    readers: ['executor', 'auditor'],
    cleanup: 'delete',
    retentionMs: 7 * dayMs,
    segmentMs: 6 * hourMs,
    carries: 'grant, masked view with its salt, sealed original; revocations',
  },
  outcomes: {
    name: 'actions.outcomes',
    writers: ['executor', 'redactor'],
    readers: ['redactor'],
    cleanup: 'delete',
    retentionMs: dayMs,
    segmentMs: hourMs,
    carries: 'what happened, raw result, signed by the claiming executor',
  },
  settled: {
    name: 'actions.settled',
    writers: ['gate'],
    readers: ['agent'],
    cleanup: 'delete',
    retentionMs: 7 * dayMs,
    segmentMs: 6 * hourMs,
    carries: 'how it ended; masked result, or why not',
  },
  state: {
    name: 'gate.state',
    writers: ['gate'],
    readers: ['gate'],
    cleanup: 'compact',
    segmentMs: hourMs,
    carries: 'the changelog: latest state of each action, and one ~slot record per slot',
  },
  people: {
    name: 'people',
    writers: ['notifier'],
    readers: ['notifier'],
    cleanup: 'compact',
    segmentMs: dayMs,
    carries:
      'which accounts of chats are whose, who is away and who is asked instead; signed, with the person’s token',
  },
  checkpoints: {
    name: 'audit.checkpoints',
    writers: ['auditor'],
    readers: ['agent', 'executor', 'notifier', 'auditor', 'gate'],
    cleanup: 'delete',
    retentionMs: 90 * dayMs,
    segmentMs: dayMs,
    carries: 'signed checkpoints of the log',
  },
} as const satisfies Record<string, TopicSpec>
export type TopicId = keyof typeof topics

/** Consumer groups that may park a record they cannot handle: group and the topics it reads. */
export const deadLetterSources = {
  redactor: ['intended', 'outcomes'],
  gate: ['redacted', 'commands'],
  notifier: ['decisions'],
  auditor: ['decisions', 'approved'],
} as const satisfies Partial<Record<Role, readonly TopicId[]>>
export type DeadLetterGroup = keyof typeof deadLetterSources

/** Topics that give the gate its input: same partition count, fixed for the life of a deployment. */
export const slotTopics = ['redacted', 'commands', 'state'] as const satisfies readonly TopicId[]

/** Full name of a topic under the deployment's prefix (`''` or ending in a dot). */
export function topicName(prefix: string, id: TopicId): string {
  return `${prefix}${topics[id].name}`
}

export function deadLetterTopic(prefix: string, group: string, id: TopicId): string {
  return `${prefix}dlq.${group}.${topics[id].name}`
}

/**
 * Consumer group of a service. Agents, executors and operators are many: each takes a name of its own behind this and a dot.
 */
export function groupName(prefix: string, role: Role): string {
  return `${prefix}${role}`
}

/** Group of a service that reads this one topic apart from the others, at its own pace. */
export function topicGroupName(prefix: string, role: Role, id: TopicId): string {
  return `${groupName(prefix, role)}.${topics[id].name}`
}

/** Topics that a service reads in a group apart. */
export const groupsApart = { notifier: ['people'] } as const satisfies Partial<
  Record<Role, readonly TopicId[]>
>

/** What the transactional ids of all slots begin with. */
export function transactionalIdPrefix(prefix: string): string {
  return `${prefix}gate.slot.`
}

export function transactionalId(prefix: string, slot: number): string {
  return `${transactionalIdPrefix(prefix)}${slot}`
}
