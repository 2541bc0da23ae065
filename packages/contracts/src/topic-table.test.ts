import { expect, test } from 'vitest'
import { topicsTable } from './topic-table.ts'
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
