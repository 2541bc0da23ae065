/**
 * npm run chaos: Kafka, Redis and services of its own; a storm of faults at random for some minutes, then each case by name. Prints the seed and the schedule;
 * ends with 0 only if no promise was broken.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isHoldpointError } from '@holdpoint/contracts'
import { Shutdown } from '@holdpoint/local'
import { Arena } from './arena.ts'
import { type Options, readOptions } from './options.ts'
import { type Result, reportOf, textOf } from './report.ts'
import { schedule, written } from './schedule.ts'
import { storm } from './storm.ts'

const perSecond = 6
const seedMax = 1_000_000
/** As shells count an end by Ctrl-C. */
const interruptedCode = 130
const cases: Record<string, never> = {}

// Not exitCode: after a signal, what was going on may still be under way.
process.exit(await main(process.argv.slice(2), new Shutdown()))

async function main(args: readonly string[], shutdown: Shutdown): Promise<number> {
  try {
    const options = readOptions(args, Object.keys(cases))
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

async function run(options: Options, shutdown: Shutdown): Promise<Result> {
  const { seed = Math.floor(Math.random() * seedMax), durationMs } = options
  const dir = join(import.meta.dirname, '../../.holdpoint', `chaos-${process.pid}`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  shutdown.onEnd(() => rmSync(dir, { recursive: true, force: true }))
  const arena = await Arena.open(dir)
  shutdown.onEnd(() => arena.close())
  const faults = schedule(seed, { durationMs })
  say(`seed ${seed}\n${written(faults).join('\n')}`)
  return { seed, storm: await storm(arena, { seed, faults, perSecond }) }
}

/** Beside the figures, so that what is piped away is only them. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
