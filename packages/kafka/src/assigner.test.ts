import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignSlots } from './assigner.ts'

const range = (count: number) => [...Array(count).keys()]
const membersOf = (ids: readonly string[], topics: readonly string[]) =>
  new Map(ids.map((id) => [id, topics]))

const groups = fc.record({
  ids: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
  partitionCount: fc.integer({ min: 1, max: 48 }),
  topicCount: fc.integer({ min: 1, max: 4 }),
})

test('every partition is owned exactly once, and p of every topic by the same member', () => {
  fc.assert(
    fc.property(groups, ({ ids, partitionCount, topicCount }) => {
      const topics = range(topicCount).map((n) => `t${n}`)
      const partitions = new Map(topics.map((topic) => [topic, range(partitionCount)]))
      const assignments = assignSlots(membersOf(ids, topics), partitions)
      for (const topic of topics) {
        const owned = [...assignments.values()].flatMap((assignment) => assignment[topic] ?? [])
        expect(owned.sort((a, b) => a - b)).toEqual(range(partitionCount))
      }
      for (const assignment of assignments.values()) {
        for (const topic of topics) expect(assignment[topic]).toEqual(assignment[topics[0] ?? ''])
      }
    }),
  )
})

test('no member has two partitions more than another', () => {
  fc.assert(
    fc.property(groups, ({ ids, partitionCount }) => {
      const partitions = new Map([['t', range(partitionCount)]])
      const sizes = [...assignSlots(membersOf(ids, ['t']), partitions).values()].map(
        (assignment) => assignment['t']?.length ?? 0,
      )
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})

test('whichever member computes it, in whatever order it sees the others, the result is the same', () => {
  const partitions = new Map([['t', range(12)]])
  const forwards = assignSlots(membersOf(['a', 'b', 'c'], ['t']), partitions)
  const backwards = assignSlots(membersOf(['c', 'b', 'a'], ['t']), partitions)
  expect([...backwards].sort()).toEqual([...forwards].sort())
})

test('a topic with fewer partitions goes along with the others', () => {
  const partitions = new Map([
    ['long', range(4)],
    ['short', range(3)],
  ])
  const assignments = assignSlots(membersOf(['a', 'b'], ['long', 'short']), partitions)
  expect(assignments.get('a')).toEqual({ long: [0, 2], short: [0, 2] })
  expect(assignments.get('b')).toEqual({ long: [1, 3], short: [1] })
})

test('a member gets no topic that it did not ask for', () => {
  const members = new Map([
    ['a', ['t']],
    ['b', ['t', 'new']],
  ])
  const partitions = new Map([
    ['t', range(2)],
    ['new', range(2)],
  ])
  expect(assignSlots(members, partitions).get('a')).toEqual({ t: [0] })
})

test('more members than partitions: the rest is idle, not broken', () => {
  const assignments = assignSlots(membersOf(['a', 'b', 'c'], ['t']), new Map([['t', [0]]]))
  expect([...assignments.values()]).toEqual([{ t: [0] }, {}, {}])
})
