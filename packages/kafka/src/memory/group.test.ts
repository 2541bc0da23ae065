import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Member, MemoryGroup } from './group.ts'

const partitionCount = 5

class TestMember implements Member {
  readonly topics = ['t']
  readonly id: string
  isDeaf = false
  held: readonly number[] = []

  constructor(id: string) {
    this.id = id
  }

  revoked(): boolean {
    if (this.isDeaf) return false
    this.held = []
    return true
  }

  assigned(assignment: Readonly<Record<string, number[]>>): void {
    this.held = assignment['t'] ?? []
  }
}

/** A group whose steps run in the order that `pick` wants. */
function steppedGroup() {
  const steps: (() => void)[] = []
  const group = new MemoryGroup(
    () => partitionCount,
    (run) => steps.push(run),
  )
  const step = (pick: number) => steps.splice(pick % Math.max(1, steps.length), 1)[0]?.()
  const settle = () => {
    while (steps.length > 0) step(0)
  }
  return { group, step, settle }
}

test('in whatever order members come, go and hear, no partition has two owners, and in the end each has one', () => {
  const action = fc.oneof(
    { weight: 1, arbitrary: fc.record({ join: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ leave: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ rebalance: fc.constant(true) }) },
    { weight: 6, arbitrary: fc.record({ step: fc.nat() }) },
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const { group, step, settle } = steppedGroup()
      const members: TestMember[] = []
      let count = 0
      const check = () => {
        const held = members.flatMap((member) => member.held)
        expect(new Set(held).size).toBe(held.length)
      }
      for (const each of actions) {
        if ('join' in each) {
          const member = new TestMember(`m${++count}`)
          members.push(member)
          group.join(member)
        } else if ('leave' in each) {
          const [gone] = members.splice(each.leave % Math.max(1, members.length), 1)
          if (gone !== undefined) group.leave(gone)
        } else if ('rebalance' in each) group.rebalance()
        else step(each.step)
        check()
      }
      settle()
      check()
      const held = members.flatMap((member) => member.held)
      expect(held).toHaveLength(members.length === 0 ? 0 : partitionCount)
    }),
    { numRuns: 500 },
  )
})

test('a member that does not hear keeps the others waiting until it is gone', () => {
  const { group, settle } = steppedGroup()
  const [deaf, other] = [new TestMember('deaf'), new TestMember('other')]
  group.join(deaf)
  settle()
  deaf.isDeaf = true
  group.join(other)
  settle()
  expect([deaf.held, other.held]).toEqual([[0, 1, 2, 3, 4], []])
  group.leave(deaf)
  settle()
  expect(other.held).toEqual([0, 1, 2, 3, 4])
})
