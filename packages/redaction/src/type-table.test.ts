import { expect, test } from 'vitest'
import { typesTable } from './type-table.ts'
import { types } from './types.ts'

test('one row per type, with its label and what a placeholder may show', () => {
  const rows = typesTable().split('\n')
  expect(rows).toHaveLength(2 + Object.keys(types).length)
  expect(rows).toContain('| `CARD` | `financial` | last four digits |')
  expect(rows).toContain('| `US_SSN` | `pii` |  |')
  expect(rows).toContain('| `SECRET` | `credentials` | the rule that found it, and its length |')
})
