import { describe, expect, test } from 'vitest'
import { count, isQuorum } from './quorum.ts'
import type { Person } from './rules.ts'
import { demandOf, directoryOf } from './testing.ts'
import { stateOf } from './testing-life.ts'

const groupNames = ['red', 'green', 'blue'] as const

/** Every multiset of up to `max` people of these groups: of each person, a bit per group. */
function crowds(max: number, names: readonly string[]): Person[][] {
  const kinds = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, at) => (bits >> at) & 1),
  )
  const grow = (from: number, left: number): number[][] => {
    const more =
      left === 0
        ? []
        : kinds.flatMap((_, kind) =>
            kind < from ? [] : grow(kind, left - 1).map((rest) => [kind, ...rest]),
          )
    return [[], ...more]
  }
  return grow(0, max).map((crowd) =>
    crowd.map((kind, at) => ({ id: `p${at}`, groups: kinds[kind] ?? [] })),
  )
}

/** The same rule, said another way: cross people off against each requirement in turn. */
function isEnough(people: readonly Person[], quorum: number, mins: readonly number[]): boolean {
  if (people.length < quorum) return false
  return mins.every((min, at) => {
    let left = min
    for (const { groups } of people) if (groups.includes(groupNames[at] ?? '')) left -= 1
    return left <= 0
  })
}

/** Whether people of the ladder can be told, one after the other, for which missing member each stands in. */
function canFill(mins: readonly number[], people: readonly Person[]): boolean {
  if (mins.every((min) => min <= 0)) return true
  const [next, ...rest] = people
  if (!next) return false
  if (canFill(mins, rest)) return true
  if (!next.groups.includes('ladder')) return false
  return groupNames.some((group, at) => {
    if ((mins[at] ?? 0) <= 0 || next.groups.includes(group)) return false
    const left = mins.map((min, index) => (index === at ? min - 1 : min))
    return canFill(left, rest)
  })
}

function lackOf(mins: readonly number[], people: readonly Person[]): number[] {
  return mins.map(
    (min, at) => min - people.filter(({ groups }) => groups.includes(groupNames[at] ?? '')).length,
  )
}

describe('quorum arithmetic', () => {
  test('is right for every crowd of up to 5 people in up to 3 groups and every demand on them', () => {
    const everybody = crowds(5, groupNames)
    let checked = 0
    for (let quorum = 1; quorum <= 5; quorum += 1) {
      for (let code = 0; code < 4 ** 3; code += 1) {
        const mins = [code & 3, (code >> 2) & 3, (code >> 4) & 3]
        const groups = groupNames.map((group, at) => ({ group, min: mins[at] ?? 0 }))
        const demand = demandOf({ quorum, groups })
        const wrong = everybody.filter(
          (people) => isQuorum(people, demand, 0) !== isEnough(people, quorum, mins),
        )
        expect(wrong).toEqual([])
        checked += everybody.length
      }
    }
    expect(checked).toBe(everybody.length * 5 * 64)
  })

  test('is right for every crowd of up to 5 people once the ladder has let some of them in', () => {
    const everybody = crowds(5, [...groupNames, 'ladder'])
    const escalate = [{ afterMs: 1000, groups: ['ladder'] }]
    let filled = 0
    // Every crowd comes in every naming of the groups: minimums that fall say all.
    for (const mins of [0, 1, 2].flatMap((a) =>
      [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => [a, b, c])),
    )) {
      if (!mins.every((min, at) => min <= (mins[at - 1] ?? min))) continue
      const groups = groupNames.map((group, at) => ({ group, min: mins[at] ?? 0 }))
      const demand = demandOf({ groups, escalate })
      const wrong = everybody.filter((people) => {
        const isEnoughThen = people.length > 0 && canFill(lackOf(mins, people), people)
        if (isEnoughThen && !isEnough(people, 1, mins)) filled += 1
        return isQuorum(people, demand, 1000) !== isEnoughThen
      })
      expect(wrong).toEqual([])
      if (mins.reduce((sum, min) => sum + min, 0) !== 3) continue
      const early = everybody.filter(
        (people) => isQuorum(people, demand, 999) !== isEnough(people, 1, mins),
      )
      expect(early).toEqual([])
    }
    expect(filled).toBeGreaterThan(10_000)
  })

  test('one person in two groups counts for both minimums, and once in the quorum', () => {
    const both = { id: 'p', groups: ['red', 'green'] }
    const groups = [
      { group: 'red', min: 1 },
      { group: 'green', min: 1 },
    ]
    expect(isQuorum([both], demandOf({ quorum: 1, groups }), 0)).toBe(true)
    expect(isQuorum([both], demandOf({ quorum: 2, groups }), 0)).toBe(false)
  })

  test('nobody is never enough, whatever a demand says', () => {
    expect(isQuorum([], demandOf({ quorum: 0 }), 0)).toBe(false)
  })
})

describe('counting votes', () => {
  const vote = (person: string, verdict: 'approve' | 'deny', revision: number) => ({
    person,
    verdict,
    assurance: 'sso' as const,
    commandId: `c-${revision}`,
    atMs: 2000,
    revision,
  })

  test('two votes of one person are one person', () => {
    const votes = [vote('ann', 'approve', 2), vote('ann', 'approve', 3)]
    const { tally, isApproved } = count(
      stateOf('pending', { votes }),
      demandOf({ quorum: 2 }),
      directoryOf(),
      0,
    )
    expect(tally).toEqual({ approvals: 1, denials: 0, quorum: 2 })
    expect(isApproved).toBe(false)
  })

  test('a reviewer in more groups than needed still resolves it', () => {
    const votes = [vote('ben', 'approve', 2), vote('cid', 'approve', 3)]
    const demand = demandOf({ quorum: 2, groups: [{ group: 'legal', min: 1 }] })
    expect(count(stateOf('pending', { votes }), demand, directoryOf(), 0).isApproved).toBe(true)
  })

  test('enough denials outweigh any number of approvals', () => {
    const votes = [vote('ann', 'approve', 2), vote('ben', 'approve', 3), vote('cid', 'deny', 4)]
    const counted = count(stateOf('pending', { votes }), demandOf(), directoryOf(), 0)
    expect(counted).toMatchObject({ isApproved: false, isDenied: true })
  })
})
