import type { Fact } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { findViolations } from '../invariants.ts'
import { again, clean, find, ids, options, type Planted, planted, relink } from './planting.ts'

/** Changes what the first fact of an action says of who asked for what. */
const claimed =
  (id: string, origin: Readonly<Record<string, unknown>>): Planted =>
  (records) => {
    const { fact } = records.decisions[find(records, id, 'approved')] ?? {}
    const before = fact?.kind === 'approved' ? fact.body.origin : {}
    planted(id, 'approved', { origin: { ...before, ...origin } })(records)
  }
/** Puts the facts of one action behind those of another. */
const later =
  (id: string, thanId: string): Planted =>
  (records) => {
    const isIt = ({ fact }: { fact: Fact }) => fact.actionId === id
    const mine = records.decisions.filter(isIt)
    const rest = records.decisions.filter((event) => !isIt(event))
    const at = rest.findLastIndex(({ fact }) => fact.actionId === thanId)
    records.decisions = [...rest.slice(0, at + 1), ...mine, ...rest.slice(at + 1)]
    relink(records)
  }

test('a reversal that came to nothing, and one that took back what was done, are fine', () => {
  expect(findViolations(structuredClone(clean), options)).toEqual([])
})

describe('a reversal that should not have been is found', () => {
  test.each<[string, Planted, RegExp]>([
    ['of what ran later', later(ids.allowed, ids.undone), /reverses what has not taken effect/],
    [
      'of what failed',
      planted(ids.allowed, 'succeeded', {}, { kind: 'failed' }),
      /reverses what has not taken effect/,
    ],
    [
      'for another agent',
      claimed(ids.undone, { agent: 'spy' }),
      /reverses what another agent has done/,
    ],
    [
      'under another type',
      claimed(ids.undone, { type: 'payments.refund' }),
      /reverses under another type/,
    ],
    [
      'that does not say so',
      claimed(ids.undone, { reverses: undefined }),
      /does not say what its id says/,
    ],
    [
      'that only says so',
      claimed(ids.allowed, { reverses: ids.ran }),
      /does not say what its id says/,
    ],
    [
      'after its time',
      planted(ids.undone, 'approved', {}, { atMs: 5000 + 3_600_001 }),
      /reverses what can’t be reversed/,
    ],
    [
      'while another one is open',
      later(ids.notUndone, ids.undone),
      /reverses what is reversed already/,
    ],
    [
      'of what was reversed already',
      again(ids.undone, 'approved', { actionId: `${ids.allowed}~3` }),
      /~3 reverses what is reversed already/,
    ],
    [
      'that another executor has claimed',
      planted(ids.undone, 'claimed', { executor: 'exec-2' }),
      /claimed by somebody who has not run what it reverses/,
    ],
    [
      'on the word of a fact that gives too much time',
      planted(ids.allowed, 'succeeded', { reversibleUntilMs: 9e12 }),
      /gives another time for its reversal/,
    ],
  ])('%s', (_, plant, found) => {
    const records = structuredClone(clean)
    plant(records)
    expect(findViolations(records, options).join('\n')).toMatch(found)
  })
})
