import { describe, expect, test } from 'vitest'
import { Hand, share } from './crew.ts'
import { mutants } from './mutants.ts'
import { seek } from './mutations.ts'
import { plan } from './operations.ts'

/** Few seeds, on every change; `npm run sim` does many. */
const seedCount = 10
const stepCount = 250
const threads = 2
const timeoutMs = 120_000
/** Bugs that are found quickly, of different kinds: the whole suite takes minutes. */
const quick = ['no overlay within a batch', 'no barrier', 'position written before the wipe']

describe('whatever happens to gates, Redis and Kafka', () => {
  const seeds = Array.from({ length: seedCount }, (_, at) => at + 1)
  test(
    `no promise is broken and every action ends (seeds 1 to ${seedCount})`,
    async () => {
      const facts = new Map<string, number>()
      const hands = Array.from({ length: threads }, () => new Hand())
      const failures: unknown[] = []
      const run = async (seed: number, thread: number) => {
        const outcome = await hands[thread]?.run({ seed, steps: stepCount })
        if (outcome?.failure) failures.push({ ...outcome.failure, seed })
        for (const [kind, made] of outcome?.facts ?? [])
          facts.set(kind, (facts.get(kind) ?? 0) + made)
        return true
      }
      await share(seeds, run, threads)
      await Promise.all(hands.map((hand) => hand.dismiss()))
      expect(failures, `npm run sim -- --steps ${stepCount} --seed …`).toEqual([])
      // A simulation in which nothing happens proves nothing.
      for (const kind of ['held', 'voted', 'approved', 'claimed', 'succeeded', 'lapsed']) {
        expect(facts.get(kind) ?? 0, kind).toBeGreaterThan(2)
      }
    },
    timeoutMs,
  )

  test(
    'a history always goes the same way',
    async () => {
      const operations = plan(7, 80)
      const told = async () => {
        const hand = new Hand()
        const { story } = await hand.run({ operations, isTold: true })
        await hand.dismiss()
        return story
      }
      const [once, again] = [await told(), await told()]
      expect(once.length).toBeGreaterThan(80)
      expect(again).toEqual(once)
    },
    timeoutMs,
  )
})

describe('a simulation that finds nothing proves nothing', () => {
  test.each(quick)(
    'planted and found: %s',
    async (name) => {
      const mutant = mutants.find((one) => one.name === name)
      if (!mutant) throw new Error(`no mutant ${name}`)
      const { seed, shortest } = await seek(mutant, { seeds: 20, steps: 120 })
      expect(seed).toBeDefined()
      expect(shortest?.length).toBeLessThan(40)
    },
    timeoutMs,
  )
})
