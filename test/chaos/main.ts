/**
 * npm run chaos: Kafka, Redis and services of its own; a storm of faults at random for some minutes, then each case by name. Prints the seed and the schedule;
 * ends with 0 only if no promise was broken.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isHoldpointError } from '@holdpoint/contracts'
import { freshFolder, Shutdown } from '@holdpoint/local'
import { Arena } from './arena.ts'
import { cases, perform } from './cases.ts'
import { type Options, readOptions } from './options.ts'
import { type Played, type Result, reportOf, textOf } from './report.ts'
import { schedule, written } from './schedule.ts'
import { storm } from './storm.ts'

const root = join(import.meta.dirname, '..', '..')
const perSecond = 6
const seedMax = 1_000_000
/** As shells count an end by Ctrl-C. */
const interruptedCode = 130

// Not exitCode: after a signal, what was going on may still be under way.
process.exit(await main(process.argv.slice(2), new Shutdown()))

async function main(args: readonly string[], shutdown: Shutdown): Promise<number> {
  try {
    const options = readOptions(args, Object.keys(cases))
    if (options.list) return list()
    const ended = await Promise.race([run(options, shutdown), shutdown.requested])
    if (typeof ended === 'string') return interruptedCode
    const report = reportOf(ended)
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `\n${textOf(report)}`)
    return report.violations.length === 0 ? 0 : 1
  } catch (error) {
    say(isHoldpointError(error) ? error.message : String(error))
    return 1
  } finally {
    await shutdown.run()
  }
}

function list(): number {
  for (const [name, { what }] of Object.entries(cases)) process.stdout.write(`${name}: ${what}\n`)
  return 0
}

async function run(options: Options, shutdown: Shutdown): Promise<Result> {
  const { seed = Math.floor(Math.random() * seedMax), durationMs, only, stormOnly } = options
  const dir = freshFolder(root, 'chaos')
  let isClean = false
  shutdown.onEnd(() => {
    // What a broken run has left is for whoever looks for the fault, until the next run.
    if (isClean) rmSync(dir, { recursive: true, force: true })
    else say(`logs, Kafka and Redis are left in ${dir}`)
  })
  say('starting Kafka and Redis')
  const arena = await Arena.open(dir)
  shutdown.onEnd(() => arena.close())
  const names = only === undefined ? Object.keys(cases) : [only]
  const result = {
    seed,
    storm: only === undefined ? await rage(arena, seed, durationMs) : undefined,
    cases: stormOnly ? [] : await playAll(arena, names),
  }
  isClean = reportOf(result).violations.length === 0
  return result
}

function rage(arena: Arena, seed: number, durationMs: number) {
  const faults = schedule(seed, { durationMs })
  say([`seed ${seed}`, ...written(faults)].join('\n'))
  return storm(arena, { seed, faults, perSecond })
}

async function playAll(arena: Arena, names: readonly string[]): Promise<Played[]> {
  const played: Played[] = []
  for (const name of names) {
    const found = cases[name]
    if (found === undefined) continue
    say(`${name}: ${found.what}`)
    const startMs = Date.now()
    const verdict = await perform(arena, found)
    played.push({ name, ...verdict, tookMs: Date.now() - startMs })
    say(verdict.violations.length === 0 ? '  clean' : `  ${verdict.violations.join('\n  ')}`)
  }
  return played
}

/** Beside the figures, so that what is piped away is only them. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
