import type { Demand } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultDemand, mergeDemands } from './demand.ts'
import { isInGroups } from './eligible.ts'
import { isQuorum } from './quorum.ts'
import { assuranceRank, type Person } from './rules.ts'

const groupNames = ['red', 'green', 'blue']
const demands: fc.Arbitrary<Demand> = fc.record({
  quorum: fc.integer({ min: 1, max: 4 }),
  groups: fc.uniqueArray(
    fc.record({ group: fc.constantFrom(...groupNames), min: fc.integer({ min: 0, max: 3 }) }),
    { selector: ({ group }) => group, maxLength: 3 },
  ),
  assurance: fc.constantFrom('chat', 'sso', 'passkey'),
  denials: fc.integer({ min: 1, max: 3 }),
  reasonRequired: fc.boolean(),
})
const crowds: fc.Arbitrary<Person[]> = fc
  .array(fc.subarray(groupNames), { maxLength: 7 })
  .map((all) => all.map((groups, at) => ({ id: `p${at}`, groups })))

/** Whether these people's approvals would do under this demand alone. */
const suffices = (people: readonly Person[], demand: Demand): boolean =>
  isQuorum(
    people.filter((person) => isInGroups(person, demand)),
    demand,
  )

describe('two demands made one', () => {
  test('are both satisfied by whoever satisfies the one', () => {
    fc.assert(
      fc.property(demands, demands, crowds, (a, b, people) => {
        if (!suffices(people, mergeDemands(a, b))) return
        expect(suffices(people, a)).toBe(true)
        expect(suffices(people, b)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('are at least as strict in everything else', () => {
    fc.assert(
      fc.property(demands, demands, (a, b) => {
        const merged = mergeDemands(a, b)
        for (const one of [a, b]) {
          expect(assuranceRank[merged.assurance]).toBeGreaterThanOrEqual(
            assuranceRank[one.assurance],
          )
          expect(merged.denials).toBeLessThanOrEqual(one.denials)
          expect(merged.reasonRequired || !one.reasonRequired).toBe(true)
        }
      }),
    )
  })

  test('can be satisfied by people of both, and are no stricter where one asks anybody', () => {
    const a = { ...defaultDemand, quorum: 2, groups: [{ group: 'red', min: 1 }] }
    expect(mergeDemands(a, defaultDemand)).toEqual(a)
    expect(mergeDemands(a, a)).toEqual(a)
    const b = { ...defaultDemand, groups: [{ group: 'green', min: 0 }] }
    expect(mergeDemands(a, b)).toMatchObject({
      quorum: 2,
      groups: [
        { group: 'red', min: 2 },
        { group: 'green', min: 1 },
      ],
    })
  })
})
