import type { Demand } from '@holdpoint/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { channelsBy, lastNudge, nextAgeMs, nudgesBy } from './nudge.ts'

const demand = {
  ...{ quorum: 1, groups: [], assurance: 'chat', denials: 1, reasonRequired: false },
  remindAfterMs: [10, 30],
  channels: ['chat'],
  escalate: [
    { afterMs: 20, groups: ['ops'], channels: ['mail', 'chat'] },
    { afterMs: 40, groups: ['board'] },
  ],
} satisfies Demand

test('moments come in the order of their ages, each once', () => {
  const seen = [0, 9, 10, 20, 29, 30, 40, 1000].map((ageMs) => nudgesBy(demand, ageMs))
  expect(seen).toEqual([0, 0, 1, 2, 2, 3, 4, 4])
  expect([1, 2, 3, 4].map((count) => lastNudge(demand, count))).toEqual([
    ...(['reminder', 'escalation', 'reminder', 'escalation'] as const),
  ])
  expect(lastNudge(demand, 0)).toBeUndefined()
})

test('the next one is the first after this age', () => {
  expect([0, 10, 39, 40].map((ageMs) => nextAgeMs(demand, ageMs))).toEqual([10, 20, 40, undefined])
})

test('a rung brings its channels from its age on; where none are named, all are asked from the start', () => {
  expect(channelsBy(demand, 19)).toEqual(['chat'])
  expect(channelsBy(demand, 20)).toEqual(['chat', 'mail'])
  const { channels: _, ...anywhere } = demand
  expect(channelsBy(anywhere, 20)).toBeUndefined()
})

test('a demand without moments has none', () => {
  const { remindAfterMs: _, escalate: __, ...plain } = demand
  expect(nudgesBy(plain, Number.MAX_SAFE_INTEGER)).toBe(0)
  expect(nextAgeMs(plain, 0)).toBeUndefined()
})

test('who waits for each next moment in turn meets all of them', () => {
  const ages = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 10 })
  fc.assert(
    fc.property(ages, ages, (remindAfterMs, rungs) => {
      const escalate = rungs.map((afterMs) => ({ afterMs, groups: [] }))
      const made = { ...demand, remindAfterMs, escalate }
      const met: number[] = []
      for (let age = nextAgeMs(made, 0); age !== undefined; age = nextAgeMs(made, age)) {
        met.push(age)
        expect(nudgesBy(made, age)).toBeGreaterThan(nudgesBy(made, age - 1))
      }
      expect(met).toEqual([...new Set([...remindAfterMs, ...rungs])].toSorted((a, b) => a - b))
    }),
  )
})
