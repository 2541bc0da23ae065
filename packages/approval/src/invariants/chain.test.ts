import type { DecisionEvent, Fact } from '@holdpoint/contracts'
import { describe, expect, test } from 'vitest'
import { findViolations } from '../invariants.ts'
import { digest } from '../testing.ts'
import { clean, ids, options, type Planted, planted, redactedOrigin, relink } from './planting.ts'

describe('a stream or a log with gaps, changes or other rules is found', () => {
  test.each<[string, Planted, RegExp]>([
    ['a fact left out', ({ decisions }) => decisions.splice(7, 1), /follows fact 7/],
    [
      'a fact changed after it was chained',
      ({ decisions }) => {
        const event = decisions[7] as DecisionEvent
        decisions[7] = { ...event, fact: { ...event.fact, atMs: 1 } }
      },
      /does not name the one before/,
    ],
    [
      'a fact in a slot of its own',
      ({ decisions }) => {
        const event = decisions[9] as DecisionEvent
        decisions[9] = { ...event, fact: { ...event.fact, slot: 1 } }
      },
      /about an action of another slot/,
    ],
    ['a log that leaves one out', ({ leaves }) => leaves.splice(4, 1), /leaf 6 follows leaf 4/],
    [
      'a log with another fact',
      ({ leaves }) => {
        leaves[4] = { slot: 0, number: 5, digest: digest('another') }
      },
      /leaf 5 is not the fact/,
    ],
    [
      'a log ahead of the facts',
      ({ leaves, decisions }) => {
        leaves.push({ slot: 0, number: decisions.length + 1, digest: digest('next') })
      },
      /is not the fact/,
    ],
    [
      'a view that is not what was committed to',
      ({ decisions }) => {
        const event = decisions[1] as DecisionEvent
        const action = { salt: event.views['action']?.salt ?? '', value: { amount: 1 } }
        decisions[1] = { ...event, views: { ...event.views, action } }
      },
      /view action is not what/,
    ],
    [
      'a presented digest of another view',
      planted(ids.held, 'held', {
        origin: { ...redactedOrigin(), presented: digest('other') },
      }),
      /presented digest is not that of the view/,
    ],
    [
      'a judgement before any configuration',
      (records) => {
        records.decisions.shift()
        relink(records)
      },
      /before any configuration/,
    ],
    [
      'a policy that was not announced',
      planted(ids.held, 'held', {}, { policy: digest('p2') }),
      /policy not in force/,
    ],
    [
      'an announcement of another text',
      (records) => {
        const event = records.decisions[0] as DecisionEvent
        const body = { ...event.fact.body, directory: digest('another') }
        records.decisions[0] = { ...event, fact: { ...event.fact, body } as Fact }
        relink(records)
      },
      /other texts than it names/,
    ],
  ])('%s', (_, plant, expected) => {
    const records = structuredClone(clean)
    plant(records)
    expect(findViolations(records, options).join('\n')).toMatch(expected)
  })
})
