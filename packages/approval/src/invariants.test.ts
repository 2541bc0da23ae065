import { describe, expect, test } from 'vitest'
import { clean, ids, options } from './invariants/planting.ts'
import { findViolations, InvariantChecker } from './invariants.ts'

describe('a deployment that keeps its promises', () => {
  test('has no violations', () => {
    expect(findViolations(clean, options)).toEqual([])
    expect(clean.decisions.length).toBeGreaterThan(35)
  })

  test('has none at any moment between two of its transactions', () => {
    const checker = new InvariantChecker(options)
    for (const event of clean.decisions) checker.observe({ decisions: [event] })
    checker.observe({ ...clean, decisions: [] })
    expect(checker.violations()).toEqual([])
  })

  test('may erase views', () => {
    const decisions = clean.decisions.map(({ fact, views }) =>
      fact.kind === 'adopted' ? { fact, views } : { fact, views: {} },
    )
    expect(findViolations({ ...clean, decisions }, options)).toEqual([])
  })
})

test('each violation is said once, however often one asks', () => {
  const checker = new InvariantChecker(options)
  checker.observe({ ...clean, grants: clean.grants.slice(1) })
  expect(checker.violations()).toEqual([`action ${ids.ran} is approved and not released`])
  expect(checker.violations()).toHaveLength(1)
})
