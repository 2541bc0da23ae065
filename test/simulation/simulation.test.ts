import {
  type Change,
  type MemoryStoreServer,
  openMemoryStore,
  type SlotStore,
} from '@holdpoint/store'
import { describe, expect, test } from 'vitest'
import { plan } from './operations.ts'
import { run } from './run.ts'

/** Few seeds, on every change; `npm run sim` does many. */
const seedCount = 40
const stepCount = 120

describe('whatever happens to gates, Redis and Kafka', () => {
  const seeds = Array.from({ length: seedCount }, (_, at) => at + 1)
  test(`no promise is broken and every action ends (seeds 1 to ${seedCount})`, async () => {
    const facts = new Map<string, number>()
    for (const seed of seeds) {
      const outcome = await run(plan(seed, stepCount))
      expect(outcome.failure, `npm run sim -- --seed ${seed} --steps ${stepCount}`).toBeUndefined()
      for (const [kind, made] of outcome.facts) facts.set(kind, (facts.get(kind) ?? 0) + made)
    }
    // A simulation in which nothing happens proves nothing.
    for (const kind of ['held', 'voted', 'approved', 'claimed', 'succeeded', 'expired', 'lapsed']) {
      expect(facts.get(kind) ?? 0, kind).toBeGreaterThan(10)
    }
  })

  test('a seed always gives the same history and the same outcome', async () => {
    const [a, b] = [await run(plan(7, 60)), await run(plan(7, 60))]
    expect(plan(7, 60)).toEqual(plan(7, 60))
    expect([...a.facts]).toEqual([...b.facts])
  })
})

/** A store that answers wherever its slot stands: what a stalled owner would need to do harm. */
function openCarelessStore(server: MemoryStoreServer): SlotStore {
  const store = openMemoryStore(server)
  const { load, apply } = store
  return Object.assign(store, {
    load: (slot: number, at: number | undefined, keys: readonly string[]) => {
      server.slot(slot).position = at
      return load.call(store, slot, at, keys)
    },
    apply: (slot: number, change: Change) => {
      server.slot(slot).position = change.from
      return apply.call(store, slot, change)
    },
  })
}

test('a store that does not check positions is found out', async () => {
  for (let seed = 1; seed <= seedCount; seed += 1) {
    const { failure } = await run(plan(seed, stepCount), { openStore: openCarelessStore })
    if (failure) return
  }
  expect.unreachable('nothing noticed')
})
