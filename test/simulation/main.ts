/**
 * `npm run sim -- --seed N --seeds K --steps M`: K histories from seed N on, of M operations each. Stops at the first that breaks a promise, prints its seed
 * and the shortest history that still does. `--history kind/seed,kind/seed…` runs one again.
 */
import { parseArgs } from 'node:util'
import { kinds, type Operation, plan } from './operations.ts'
import { type Failure, run } from './run.ts'
import { shorten } from './shorten.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '100' },
    steps: { type: 'string', default: '150' },
    history: { type: 'string' },
    long: { type: 'boolean', default: false },
  },
})
const [from, count, steps] = [values.seed, values.seeds, values.steps].map(Number) as [
  number,
  number,
  number,
]

process.exitCode = values.history === undefined ? await explore() : await replay(values.history)

async function explore(): Promise<number> {
  const facts = new Map<string, number>()
  for (let seed = from; seed < from + count; seed += 1) {
    const operations = plan(seed, steps)
    const outcome = await run(operations)
    for (const [kind, made] of outcome.facts) facts.set(kind, (facts.get(kind) ?? 0) + made)
    if (!outcome.failure) continue
    say(`seed ${seed} of ${steps} steps breaks a promise:`)
    tell(outcome.failure)
    if (values.long) return 1
    const shortest = await shorten(
      operations.slice(0, outcome.failure.at),
      async (history) => (await run(history)).failure?.at,
    )
    say(`the shortest history found, to run again with --history:\n${written(shortest)}`)
    const { failure } = await run(shortest)
    if (failure) tell(failure)
    return 1
  }
  const made = [...facts].sort(([, a], [, b]) => b - a).map(([kind, times]) => `${kind} ${times}`)
  say(`${count} seeds from ${from} on, ${steps} steps each: nothing broken (${made.join(', ')})`)
  return 0
}

async function replay(history: string): Promise<number> {
  const operations = history.split(',').map((entry): Operation => {
    const [kind = '', seed = ''] = entry.split('/')
    const known = kinds.find((one) => one === kind)
    if (!known) throw new Error(`no operation ${kind}`)
    return { kind: known, seed: Number(seed) }
  })
  const { failure } = await run(operations)
  if (failure) tell(failure)
  else say('nothing broken')
  return failure ? 1 : 0
}

function written(operations: readonly Operation[]): string {
  return operations.map(({ kind, seed }) => `${kind}/${seed}`).join(',')
}

function tell({ at, violations }: Failure): void {
  say(`after ${at} operations:\n${violations.map((violation) => `  ${violation}`).join('\n')}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
