/**
 * npm run bench: Kafka, Redis and services of its own, a fixed load, and what came of it. Absolute figures are those of one machine at one moment; the ratios to
 * the raw relay and hop of the same run are what can be compared.
 */
import { availableParallelism, loadavg } from 'node:os'
import { isHoldpointError } from '@holdpoint/contracts'
import { Shutdown } from '@holdpoint/local'
import { Feed } from './feed.ts'
import { measureCycles } from './measure-cycles.ts'
import { measureGates } from './measure-gates.ts'
import { measureIdle } from './measure-idle.ts'
import { measureLatency, perSecondPaced } from './measure-latency.ts'
import { measureRedaction } from './measure-redaction.ts'
import { combined, measureRelay } from './measure-relay.ts'
import { measureThroughput } from './measure-throughput.ts'
import {
  type Options,
  type Part,
  readOptions,
  type Sizes,
  scaleSizesOf,
  sizesOf,
} from './options.ts'
import { redactionText } from './redaction-report.ts'
import { type Measured, ratesOf, reportOf, textOf } from './report.ts'
import { measureScale } from './scale.ts'
import { Stand } from './stand.ts'
import { roundedAll } from './statistics.ts'

const slots = 6
/** As shells count an end by Ctrl-C. */
const interruptedCode = 130

// Not exitCode: after a signal, what was being measured may still be under way.
process.exit(await main(process.argv.slice(2), new Shutdown()))

async function main(args: readonly string[], shutdown: Shutdown): Promise<number> {
  try {
    const options = readOptions(args)
    if (options.redaction) return await redaction(options)
    if (options.scale) return await scale(options, shutdown)
    if (options.part) return await part(options, options.part, shutdown)
    const ended = await Promise.race([run(options, shutdown), shutdown.requested])
    if (typeof ended === 'string') return interruptedCode
    const report = reportOf(ended)
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `\n${textOf(report)}`)
    return 0
  } catch (error) {
    say(isHoldpointError(error) ? error.message : String(error))
    return 1
  } finally {
    await shutdown.run()
  }
}

async function redaction(options: Options): Promise<number> {
  const figures = await measureRedaction(options.quick, say)
  process.stdout.write(
    options.json ? `${JSON.stringify(roundedAll(figures))}\n` : `\n${redactionText(figures)}`,
  )
  return 0
}

async function scale(options: Options, shutdown: Shutdown): Promise<number> {
  say('starting Kafka and Redis')
  const stand = await Stand.open(shutdown, { say, profile: options.profile })
  const feed = await Feed.open(stand)
  const deploy = (name: string) => stand.deploy(name, slots)
  const measuring = measureScale(stand, feed, deploy, scaleSizesOf(options), say)
  const ended = await Promise.race([measuring, stand.failed, shutdown.requested])
  if (typeof ended === 'string') return interruptedCode
  process.stdout.write(`${JSON.stringify(roundedAll(ended), null, options.json ? 0 : 2)}\n`)
  return 0
}

/** Beside the raw relay of the same run, like everything else. */
async function part(options: Options, name: Part, shutdown: Shutdown): Promise<number> {
  say('starting Kafka and Redis')
  const stand = await Stand.open(shutdown, { say, profile: options.profile })
  const ended = await Promise.race([
    measurePart(stand, name, sizesOf(options)),
    ...[stand.failed, shutdown.requested],
  ])
  if (typeof ended === 'string') return interruptedCode
  process.stdout.write(`${JSON.stringify(ratesOf(ended), null, options.json ? 0 : 2)}\n`)
  return 0
}

async function measurePart(stand: Stand, name: Part, sizes: Sizes): Promise<Measured['rates']> {
  const feed = await Feed.open(stand)
  const deployment = await stand.deploy('bench', slots)
  say('raw relay')
  const relay = await measureRelay(stand, feed, 'relay', sizes.relayRecords)
  say(name)
  switch (name) {
    case 'throughput':
      return { relay, ...(await measureThroughput(stand, feed, deployment, sizes)).rates }
    case 'cycles': {
      const all = await stand.start(deployment, ['redactor', 'gate', 'notifier'])
      const cold = await measureCycles(stand, deployment, all, sizes.cycles / 2)
      return { relay, cold, cycles: await measureCycles(stand, deployment, all, sizes.cycles) }
    }
  }
}

async function run(options: Options, shutdown: Shutdown): Promise<Measured> {
  const load = loadavg()[0] ?? Number.NaN
  say('starting Kafka and Redis')
  const stand = await Stand.open(shutdown, { say, profile: options.profile })
  const machine = {
    cores: availableParallelism(),
    node: process.versions.node,
    kafka: stand.kafkaVersion,
    load,
  }
  const measured = await Promise.race([measureAll(stand, options), stand.failed])
  return { quick: options.quick, machine, perSecondPaced, ...measured }
}

async function measureAll(
  stand: Stand,
  options: Options,
): Promise<Omit<Measured, 'quick' | 'machine' | 'perSecondPaced'>> {
  const sizes = sizesOf(options)
  const feed = await Feed.open(stand)
  const deployment = await stand.deploy('bench', slots)
  say('raw relay')
  const before = await measureRelay(stand, feed, 'relay-before', sizes.relayRecords)
  say('redactor, gate, both, votes')
  const { rates, sealing, running } = await measureThroughput(stand, feed, deployment, sizes)
  say('latencies')
  const latencies = await measureLatency(stand, feed, deployment, sizes.paceSeconds)
  say('cycles by HTTP')
  const notifier = await stand.start(deployment, ['notifier'])
  const all = running.redactor.and(running.gate).and(notifier)
  const cycles = await measureCycles(stand, deployment, all, sizes.cycles)
  const loaded = await all.memoryMb()
  await Promise.all([running.gate.stop(), notifier.stop()])
  say('two gates, 200 rules')
  const gates = await measureGates(stand, feed, deployment, running.redactor, sizes)
  await running.redactor.stop()
  say('raw relay again')
  const after = await measureRelay(stand, feed, 'relay-after', sizes.relayRecords)
  say('all services idle')
  const { idle, memoryMb } = await measureIdle(stand, sizes)
  return {
    rates: { relay: combined([before, after]), ...rates, ...gates, cycles },
    sealing,
    latencies,
    idle,
    memoryMb: { 'after the load': loaded, idle: memoryMb },
  }
}

/** Beside the figures, so that what is piped away is only them. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
