/**
 * `npm run sim -- --seed N --seeds K --steps M`: K histories from seed N on, of M operations each. Stops at the first that breaks a promise, prints its seed
 * and the shortest history found that still does. `--history kind/seed,…` runs one again and tells it; `--nightly` runs many more; `--mutations` plants bugs
 * in the code, one after the other, and looks whether each is found.
 */
import { parseArgs } from 'node:util'
import { Hand, share } from './crew.ts'
import { mutants } from './mutants.ts'
import { lineOf, seekAll } from './mutations.ts'
import { type Operation, parseHistory, plan, written } from './operations.ts'
import type { Mutant } from './planting.ts'
import { type Failure, run } from './run.ts'
import { shorten } from './shorten.ts'

/** What a night is long enough for, on two cores. */
const nightly = { seeds: 20_000, steps: 1000 }
/** Each planted bug must be found within these. */
const sought = { seeds: 200, steps: 150 }

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    steps: { type: 'string' },
    threads: { type: 'string' },
    history: { type: 'string' },
    nightly: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
    /** Part of the name of a planted bug, with `--mutations` or `--history`. */
    mutant: { type: 'string' },
  },
})
const number = (text: string | undefined, otherwise: number) => Number(text ?? otherwise)
const threads = values.threads === undefined ? undefined : Number(values.threads)

process.exitCode = await main()

function main(): Promise<number> {
  if (values.history !== undefined) return replay(parseHistory(values.history))
  if (values.mutations) return mutate()
  const usual = values.nightly ? nightly : { seeds: 100, steps: 500 }
  return explore(
    number(values.seed, 1),
    number(values.seeds, usual.seeds),
    number(values.steps, usual.steps),
  )
}

async function explore(from: number, count: number, steps: number): Promise<number> {
  const startMs = performance.now()
  const seeds = Array.from({ length: count }, (_, at) => from + at)
  const facts = new Map<string, number>()
  const failed = new Map<number, Failure>()
  const hands: Hand[] = []
  const once = async (seed: number, thread: number) => {
    const hand = hands[thread] ?? new Hand()
    hands[thread] = hand
    const outcome = await hand.run({ seed, steps })
    for (const [kind, made] of outcome.facts) facts.set(kind, (facts.get(kind) ?? 0) + made)
    if (outcome.failure) failed.set(seed, outcome.failure)
    return !outcome.failure
  }
  await share(seeds, once, threads)
  await Promise.all(hands.map((hand) => hand.dismiss()))
  const [seed] = [...failed.keys()].sort((a, b) => a - b)
  const failure = seed === undefined ? undefined : failed.get(seed)
  if (seed !== undefined && failure) return show(seed, steps, failure)
  const made = [...facts].sort(([, a], [, b]) => b - a).map(([kind, times]) => `${kind} ${times}`)
  const seconds = (performance.now() - startMs) / 1000
  say(`${count} seeds from ${from} on, ${steps} steps each: nothing broken (${made.join(', ')})`)
  say(`${seconds.toFixed(0)} s, ${(count / seconds).toFixed(1)} seeds/s`)
  return 0
}

async function show(seed: number, steps: number, failure: Failure): Promise<number> {
  say(`seed ${seed} of ${steps} steps breaks a promise:`)
  tell(failure)
  const shortest = await shorten(
    plan(seed, steps).slice(0, failure.at),
    async (history) => (await run(history)).failure?.at,
  )
  say('\nThe shortest history found:')
  await replay(shortest)
  say(`\nTo run it again: npm run sim -- --history "${written(shortest)}"`)
  return 1
}

async function replay(operations: readonly Operation[]): Promise<number> {
  const mutant = mutants.find(
    ({ name }) => values.mutant !== undefined && name.includes(values.mutant),
  )
  const hand = new Hand(mutant ? { mutant } : {})
  const { failure, story } = await hand.run({ operations, isTold: true })
  await hand.dismiss()
  for (const line of story) say(line)
  if (failure) tell(failure)
  else say('nothing broken')
  return failure ? 1 : 0
}

async function mutate(): Promise<number> {
  const { mutant: part = '' } = values
  const chosen: readonly Mutant[] = mutants.filter(({ name }) => name.includes(part))
  const limits = {
    seeds: number(values.seeds, sought.seeds),
    steps: number(values.steps, sought.steps),
  }
  const all = await seekAll(chosen, limits, (found) => say(lineOf(found)), threads)
  const missed = all.filter(({ seed }) => seed === undefined).length
  say(`${all.length - missed} of ${all.length} planted bugs found within ${limits.seeds} seeds`)
  return missed === 0 && all.length > 0 ? 0 : 1
}

function tell({ at, violations }: Failure): void {
  say(`after ${at} operations:\n${violations.map((violation) => `  ${violation}`).join('\n')}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
