/** The topics table as people read it, in Markdown. The README's copy is checked against this. */
import { type TopicId, type TopicSpec, topics } from './topics.ts'

const hourMs = 3600 * 1000
const dayMs = 24 * hourMs

/** Stand around the table in a document. */
export const topicsMarkers = { start: '<!-- topics -->', end: '<!-- /topics -->' } as const

/** One row per topic, in the order of an action's way. */
export function topicsTable(): string {
  const specs: readonly TopicSpec[] = (Object.keys(topics) as TopicId[]).map((id) => topics[id])
  const rows = specs.map((spec) =>
    row([`\`${spec.name}\``, list(spec.writers), list(spec.readers), keeps(spec), spec.carries]),
  )
  return [
    row(['topic', 'written by', 'read by', 'keeps', 'carries']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
  ].join('\n')
}

/** `document` with the table between its markers brought up to date; undefined where it has no markers. */
export function withTopicsTable(document: string): string | undefined {
  const start = document.indexOf(topicsMarkers.start)
  const end = document.indexOf(topicsMarkers.end)
  if (start < 0 || end < start) return undefined
  const before = document.slice(0, start + topicsMarkers.start.length)
  return `${before}\n${topicsTable()}\n${document.slice(end)}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function list(roles: readonly string[]): string {
  return roles.join(', ')
}

function keeps(spec: TopicSpec): string {
  if (spec.retentionMs === undefined) return 'latest per key'
  const { retentionMs } = spec
  return retentionMs % dayMs === 0 && retentionMs > dayMs
    ? `${retentionMs / dayMs} d`
    : `${retentionMs / hourMs} h`
}
