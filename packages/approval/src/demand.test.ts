import { type Demand, risks } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultDemand, mergeDemands } from './demand.ts'
import { isInGroups } from './eligible.ts'
import { isQuorum } from './quorum.ts'
import { assuranceRank, type Person } from './rules.ts'

const groupNames = ['red', 'green', 'blue']
const plain: fc.Arbitrary<Demand> = fc.record({
  quorum: fc.integer({ min: 1, max: 4 }),
  groups: fc.uniqueArray(
    fc.record({ group: fc.constantFrom(...groupNames), min: fc.integer({ min: 0, max: 3 }) }),
    { selector: ({ group }) => group, maxLength: 3 },
  ),
  assurance: fc.constantFrom('chat', 'sso', 'passkey'),
  denials: fc.integer({ min: 1, max: 3 }),
  reasonRequired: fc.boolean(),
})
type Ladder = NonNullable<Demand['escalate']>
const ladders: fc.Arbitrary<Ladder> = fc.uniqueArray(
  fc.record({
    afterMs: fc.constantFrom(0, 10, 20),
    groups: fc.subarray(['red', 'grey', 'white'], { minLength: 1 }),
  }),
  { selector: ({ afterMs }) => afterMs, minLength: 1, maxLength: 2 },
)
/** Half of them have one of few ladders, so that equal ones meet. */
const demands: fc.Arbitrary<Demand> = fc
  .tuple(
    plain,
    fc.record(
      {
        escalate: fc.oneof(fc.constant<Ladder>([{ afterMs: 10, groups: ['grey'] }]), ladders),
        exclude: fc.constant<'lastDeployer'[]>(['lastDeployer']),
        channels: fc.subarray(['slack', 'teams', 'mail']),
        risk: fc.constantFrom(...risks),
        remindAfterMs: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([demand, more]) => ({ ...demand, ...more }))
const pairs = fc.oneof(
  fc.tuple(demands, demands),
  fc.tuple(demands, plain).map(([a, b]): [Demand, Demand] => [a, { ...a, ...b, groups: a.groups }]),
)
const ages = fc.constantFrom(0, 10, 20)
const crowds: fc.Arbitrary<Person[]> = fc
  .array(fc.subarray([...groupNames, 'grey', 'white']), { maxLength: 7 })
  .map((all) => all.map((groups, at) => ({ id: `p${at}`, groups })))

/** Whether these people's approvals would do under this demand alone. */
const suffices = (people: readonly Person[], demand: Demand, ageMs: number): boolean =>
  isQuorum(
    people.filter((person) => isInGroups(person, demand, ageMs)),
    demand,
    ageMs,
  )

function shownIn({ channels, escalate }: Demand): string[] {
  if (channels === undefined) throw new Error('shown everywhere')
  return [...channels, ...(escalate ?? []).flatMap((rung) => rung.channels ?? [])]
}

describe('two demands made one', () => {
  test('are both satisfied by whoever satisfies the one, however long it has waited', () => {
    let laddered = 0
    fc.assert(
      fc.property(pairs, crowds, ages, ([a, b], people, ageMs) => {
        const merged = mergeDemands(a, b)
        if (!suffices(people, merged, ageMs)) return
        if (!suffices(people, merged, -1)) laddered += 1
        expect(suffices(people, a, ageMs)).toBe(true)
        expect(suffices(people, b, ageMs)).toBe(true)
      }),
      { numRuns: 4000 },
    )
    expect(laddered).toBeGreaterThan(20)
  })

  test('are at least as strict in everything else', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const merged = mergeDemands(a, b)
        for (const one of [a, b]) {
          expect(assuranceRank[merged.assurance]).toBeGreaterThanOrEqual(
            assuranceRank[one.assurance],
          )
          expect(merged.denials).toBeLessThanOrEqual(one.denials)
          expect(merged.reasonRequired || !one.reasonRequired).toBe(true)
          expect(merged.exclude ?? []).toEqual(expect.arrayContaining(one.exclude ?? []))
          const { remindAfterMs = [] } = merged
          expect(remindAfterMs).toEqual(expect.arrayContaining(one.remindAfterMs ?? []))
          expect(remindAfterMs).toEqual(remindAfterMs.toSorted((x, y) => x - y))
          // Shown nowhere where one of them would not be shown.
          if (one.channels) expect(one.channels).toEqual(expect.arrayContaining(shownIn(merged)))
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

test('of two risks the higher one is shown, and a named one before none', () => {
  const of = (risk?: Demand['risk']) => ({ ...defaultDemand, ...(risk && { risk }) })
  expect(mergeDemands(of('high'), of('low')).risk).toBe('high')
  expect(mergeDemands(of(), of('low')).risk).toBe('low')
  expect(mergeDemands(of('critical'), of('high')).risk).toBe('critical')
  expect(mergeDemands(of(), of())).toEqual(of())
})
