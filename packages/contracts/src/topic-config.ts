/** Kafka's settings for each topic, made from the topics table. Every entry is set explicitly: a broker's defaults must decide nothing. */
import { recordBytesMax } from './limits.ts'
import {
  type DeadLetterGroup,
  deadLetterSources,
  deadLetterTopic,
  type TopicId,
  type TopicSpec,
  topicName,
  topics,
} from './topics.ts'

const hourMs = 3600 * 1000
const dayMs = 24 * hourMs
/** Dead letters wait for operators this long. */
const deadLetterRetentionMs = 14 * dayMs
/** Key, headers and batch framing around the largest record. */
const recordOverheadBytesMax = 64 * 1024
/** A changed or deleted state is really gone after at most this long. */
const compactionLagMs = dayMs
/** Tombstones stay long enough for an owner that reads from the start to see them. */
const tombstoneMs = dayMs
/** Compact when this share of the log is stale: the changelog is read at every takeover without Redis. */
const dirtyRatio = 0.2

/** Their records follow from one another across keys: of two people who claim one account the first has it. */
const inOneOrder: ReadonlySet<TopicId> = new Set(['checkpoints', 'people'])

export interface TopicPlan {
  readonly name: string
  /** What it is for: an id of the table, or `dlq`. */
  readonly id: TopicId | 'dlq'
  readonly partitions: number
  readonly config: Readonly<Record<string, string>>
}

/** Settings as `name: value`, for creating or altering the topic. */
export function topicConfig(id: TopicId | 'dlq'): Readonly<Record<string, string>> {
  if (id === 'dlq') {
    return entries({ cleanup: 'delete', retentionMs: deadLetterRetentionMs, segmentMs: dayMs })
  }
  return entries(topics[id])
}

/**
 * All topics of a deployment. Topics keyed by action id have one partition per slot, so that what belongs to an action keeps its order everywhere; checkpoints, people
 * and dead letters have one.
 */
export function topicPlan(prefix: string, slotCount: number): TopicPlan[] {
  const ids = Object.keys(topics) as TopicId[]
  const plan: TopicPlan[] = ids.map((id) => ({
    name: topicName(prefix, id),
    id,
    partitions: inOneOrder.has(id) ? 1 : slotCount,
    config: topicConfig(id),
  }))
  for (const group of Object.keys(deadLetterSources) as DeadLetterGroup[]) {
    for (const id of deadLetterSources[group]) {
      const name = deadLetterTopic(prefix, group, id)
      plan.push({ name, id: 'dlq', partitions: 1, config: topicConfig('dlq') })
    }
  }
  return plan
}

function entries(
  spec: Pick<TopicSpec, 'cleanup' | 'retentionMs' | 'segmentMs'>,
): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': spec.cleanup,
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': String(recordBytesMax + recordOverheadBytesMax),
    // The broker unpacks what producers compressed: our readers know gzip only, and one batch in another codec would stop them all.
    'compression.type': 'uncompressed',
    'segment.ms': String(spec.segmentMs),
    'retention.ms': String(spec.retentionMs ?? -1),
    // Time alone decides: a burst must not push out what nobody has read yet.
    'retention.bytes': '-1',
    ...(spec.cleanup === 'compact'
      ? {
          'max.compaction.lag.ms': String(compactionLagMs),
          'min.cleanable.dirty.ratio': String(dirtyRatio),
          'delete.retention.ms': String(tombstoneMs),
        }
      : {}),
  }
}
