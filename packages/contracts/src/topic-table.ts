/** The topics table as people read it, in Markdown. The README's copy is checked against this. */
import { markdownTable } from './markdown.ts'
import { type TopicId, type TopicSpec, topics } from './topics.ts'

const hourMs = 3600 * 1000
const dayMs = 24 * hourMs

/** One row per topic, in the order of an action's way. */
export function topicsTable(): string {
  const specs: readonly TopicSpec[] = (Object.keys(topics) as TopicId[]).map((id) => topics[id])
  const rows = specs.map((spec) => [
    `\`${spec.name}\``,
    spec.writers.join(', '),
    spec.readers.join(', '),
    keeps(spec),
    spec.carries,
  ])
  return markdownTable(['topic', 'written by', 'read by', 'keeps', 'carries'], rows)
}

function keeps({ retentionMs }: TopicSpec): string {
  if (retentionMs === undefined) return 'latest per key'
  return retentionMs % dayMs === 0 && retentionMs > dayMs
    ? `${retentionMs / dayMs} d`
    : `${retentionMs / hourMs} h`
}
