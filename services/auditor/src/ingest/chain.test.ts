import { type Digest, noDigest } from '@holdpoint/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Link, SlotChain, type Step, waitingMax } from './chain.ts'

/** Fact `n` of history `h`; history is true unless said otherwise. */
const link = (number: number, history = 'true', before = history): Link => ({
  number,
  digest: `${history} ${number}` as Digest,
  previous: number === 1 ? noDigest : (`${before} ${number - 1}` as Digest),
})
const told = (steps: readonly Step<Link>[]) =>
  steps.map((step) =>
    step.kind === 'gap' ? `gap ${step.number}-${step.through}` : `${step.kind} ${step.link.digest}`,
  )

test('what is read once more while it waits, as after a rebalance, is one fact and no alarm', () => {
  const chain = new SlotChain<Link>()
  for (const each of [link(1), link(2), link(1), link(2)]) {
    expect(chain.offer(each, false)).toEqual([])
  }
  expect(told(chain.offer(link(3), true))).toEqual(['take true 1', 'take true 2', 'take true 3'])
})

describe('what nobody vouches for', () => {
  test('is not taken, however well it fits', () => {
    const chain = new SlotChain<Link>()
    expect(chain.offer(link(1), false)).toEqual([])
    expect(chain.offer(link(2), false)).toEqual([])
    expect(chain.standing.number).toBe(0)
    expect(told(chain.giveUp(() => true))).toEqual(['unvouched true 1', 'unvouched true 2'])
  })

  test('does not hide the true facts, whether it comes before, between or instead of them', () => {
    for (const order of [
      [link(1, 'forged'), link(2, 'forged'), link(1), link(2)],
      [link(1), link(1, 'forged'), link(2, 'forged', 'true'), link(2)],
      [link(9, 'forged'), link(1), link(2)],
    ]) {
      const chain = new SlotChain<Link>()
      for (const each of order) chain.offer(each, false)
      const steps = told(chain.offer(link(3), true))
      expect(steps.filter((step) => step.startsWith('take'))).toEqual([
        'take true 1',
        'take true 2',
        'take true 3',
      ])
      expect(
        steps.filter((step) => !step.startsWith('take')).every((s) => /unvouched forged/.test(s)),
      ).toBe(true)
      expect(steps.length - 3).toBe(
        order.filter(({ digest }) => digest.startsWith('forged')).length,
      )
    }
  })

  test('never waits in any number', () => {
    const chain = new SlotChain<Link>()
    for (let n = 1; n <= waitingMax; n += 1) expect(chain.offer(link(n), false)).toEqual([])
    expect(told(chain.offer(link(waitingMax + 1), false))).toEqual(['unvouched true 1'])
    expect(chain.waitingLinks.length).toBe(waitingMax)
  })
})

describe('what the gate vouches for', () => {
  test('shows the numbers that never came', () => {
    const chain = new SlotChain<Link>()
    chain.offer(link(1), true)
    chain.offer(link(4), false)
    expect(told(chain.offer(link(5), true))).toEqual(['gap 2-3', 'take true 4', 'take true 5'])
    expect(told(chain.offer(link(3), false))).toEqual(['past true 3'])
  })

  test('shows a chain that does not join what was vouched for before', () => {
    const chain = new SlotChain<Link>()
    chain.offer(link(1), true)
    expect(told(chain.offer(link(2, 'other'), true))).toEqual(['break other 2', 'take other 2'])
  })

  test('counts once: what comes again is past, whoever says so', () => {
    const chain = new SlotChain<Link>({ number: 7, digest: 'true 7' as Digest })
    expect(told(chain.offer(link(7), true))).toEqual(['past true 7'])
    expect(told(chain.offer(link(3, 'forged'), false))).toEqual(['past forged 3'])
    expect(chain.standing.number).toBe(7)
  })

  test('is taken once and in order, however it is cut into transactions and repeated', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(cuts, fc.nat({ max: 20 }), (sizes, back) => {
        const chain = new SlotChain<Link>()
        const facts: [Link, boolean][] = []
        for (const size of sizes) {
          for (let i = 1; i <= size; i += 1) facts.push([link(facts.length + 1), i === size])
        }
        // Reading starts again somewhere further back, as after a crash.
        const again = facts.slice(Math.max(0, facts.length - back))
        const taken = [...facts, ...again].flatMap(([each, head]) =>
          chain.offer(each, head).filter(({ kind }) => kind === 'take'),
        )
        expect(told(taken)).toEqual(facts.map(([{ digest }]) => `take ${digest}`))
      }),
    )
  })
})
