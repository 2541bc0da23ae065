import { expect, test } from 'vitest'
import { topicsMarkers, topicsTable, withTopicsTable } from './topic-table.ts'
import { topics } from './topics.ts'

test('one row per topic with who writes, who reads and how long it keeps', () => {
  const rows = topicsTable().split('\n')
  expect(rows).toHaveLength(2 + Object.keys(topics).length)
  expect(rows[2]).toBe(
    '| `actions.intended` | agent, redactor | redactor | 24 h | the intended action, raw |',
  )
  expect(topicsTable()).toContain('| `decisions` | gate | notifier, auditor | 90 d |')
  expect(topicsTable()).toContain('| `gate.state` | gate | gate | latest per key |')
  for (const row of rows) expect(row.split('|')).toHaveLength(7)
})

test('a document without markers is left alone', () => {
  expect(withTopicsTable('# Title')).toBeUndefined()
  expect(withTopicsTable(`${topicsMarkers.end}${topicsMarkers.start}`)).toBeUndefined()
})

test('the table goes between the markers, and again makes no change', () => {
  const document = `before\n${topicsMarkers.start}\nold\n${topicsMarkers.end}\nafter\n`
  const made = withTopicsTable(document) ?? ''
  expect(made).toBe(
    `before\n${topicsMarkers.start}\n${topicsTable()}\n${topicsMarkers.end}\nafter\n`,
  )
  expect(withTopicsTable(made)).toBe(made)
})
