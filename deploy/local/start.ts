/** npm start: brings everything up and shows four actions on their way, with a person or, as --demo, without. */

import type { ReadStream } from 'node:tty'
import { isHoldpointError } from '@holdpoint/contracts'
import { bringUp, type Running } from './bring-up.ts'
import { type LocalConfig, readConfig } from './config.ts'
import { actNames } from './demo/act.ts'
import { listenToKeys } from './demo/keys.ts'
import { type Line, render } from './demo/line.ts'
import { runDemo } from './demo/report.ts'
import { Tour } from './demo/tour.ts'
import { Shutdown } from './shutdown.ts'
import { parseArguments, type StartOptions, usage } from './start-arguments.ts'

const exitCodes = { right: 0, wrong: 1, usage: 2, missing: 3, interrupted: 130 } as const
/** Where the terminal does not say. */
const columnsDefault = 100

// Not exitCode: after a signal, what was being brought up may still be under way.
process.exit(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  const options = parseArguments(args)
  if ('wrong' in options) {
    process.stderr.write(`${options.wrong}\n\n${usage}`)
    return exitCodes.usage
  }
  if (options.help) {
    process.stdout.write(usage)
    return exitCodes.right
  }
  let config: LocalConfig
  try {
    config = readConfig()
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`)
    return exitCodes.usage
  }
  return run(config, options)
}

async function run(config: LocalConfig, options: StartOptions): Promise<number> {
  const shutdown = new Shutdown()
  const output = options.json ? process.stderr : process.stdout
  const look = {
    isColoured: output.isTTY === true && process.env['NO_COLOR'] === undefined,
    columns: output.columns || columnsDefault,
  }
  // Whoever read this has gone, and with them whoever could end us.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => process.kill(process.pid, 'SIGTERM'))
  }
  const tell = (line: Line) => void output.write(`${render(line, look)}\n`)
  const say = (text: string) => tell({ kind: 'note', text })
  let running: Running | undefined
  const stopped = shutdown.requested.then(() => 'stopped' as const)
  const stoppedCode = options.demo ? exitCodes.interrupted : exitCodes.right
  try {
    const up = await Promise.race([bringUp(config, { shutdown, say }), stopped])
    if (up === 'stopped') return stoppedCode
    running = up
    const play = options.demo ? demo(up, options, tell) : playground(up, shutdown, tell)
    const code = await Promise.race([play, up.failed, stopped])
    if (code === 'stopped') return stoppedCode
    if (options.keep) await Promise.race([shutdown.requested, up.failed])
    return code
  } catch (error) {
    // Ctrl-C ends programs that were waited for, too: then their failure is no news.
    if ((await Promise.race([stopped, nextTurn()])) === 'stopped') return stoppedCode
    const what = running === undefined ? 'Holdpoint did not start: ' : ''
    process.stderr.write(`${what}${sentence(error)}.\n`)
    if (options.json) writeJson({ right: false, error: sentence(error) })
    return running === undefined ? exitCodes.missing : exitCodes.wrong
  } finally {
    await shutdown.run()
  }
}

/** One line, so that it is easy to find behind what npm says. */
function writeJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Nobody has to do anything. */
async function demo(
  running: Running,
  { json, keep }: StartOptions,
  tell: (line: Line) => void,
): Promise<number> {
  const readyMs = sinceLaunchMs()
  tell({ kind: 'note', text: readyText(running, readyMs) })
  const report = await runDemo(running, readyMs, tell)
  if (json) writeJson(report)
  else
    tell({
      kind: 'note',
      text: `\n${report.right ? 'Every step was right.' : 'Not every step was right.'}`,
    })
  if (keep) tell({ kind: 'note', text: `Goes on at ${running.url}; Ctrl-C ends it.` })
  return report.right ? exitCodes.right : exitCodes.wrong
}

/** A person decides, for as long as they like. */
async function playground(
  running: Running,
  shutdown: Shutdown,
  tell: (line: Line) => void,
): Promise<number> {
  const { url, cast } = running
  tell({ kind: 'note', text: readyText(running, sinceLaunchMs()) })
  const tour = new Tour({ url, cast, tell, decider: undefined })
  const hasKeys = process.stdin.isTTY === true
  const wrong = (error: unknown) => tell({ kind: 'note', text: sentence(error) })
  if (hasKeys) shutdown.onEnd(keyboard(process.stdin, tour, wrong))
  const howKeys = hasKeys ? ', or press a to approve, d to deny, n for one more, q to quit' : ''
  tell({ kind: 'note', text: `Decide there as alice or bob${howKeys}.` })
  for (const act of actNames) await tour.play(act).catch(wrong)
  const more = hasKeys ? 'n proposes one more, q ends.' : 'Ctrl-C ends.'
  tell({ kind: 'note', text: `\nThose were the four. Everything goes on at ${url}. ${more}` })
  await shutdown.requested
  return exitCodes.right
}

function keyboard(input: ReadStream, tour: Tour, wrong: (error: unknown) => void): () => void {
  const keys = {
    a: () => void tour.decide('approve').catch(wrong),
    d: () => void tour.decide('deny').catch(wrong),
    n: () => void tour.play('held').catch(wrong),
  }
  return listenToKeys(input, keys, () => process.kill(process.pid, 'SIGINT'))
}

function readyText({ servers, url }: Running, readyMs: number): string {
  const on = {
    given: 'on the given Kafka and Redis',
    docker: 'on Kafka and Valkey in Docker',
    local: 'on Kafka and Redis of this machine',
    memory: 'in memory',
  }
  return `Holdpoint runs ${on[servers]}, ready after ${(readyMs / 1000).toFixed(1)} s:\n\n   ${url}\n`
}

/** From the command line on, launcher included. */
function sinceLaunchMs(): number {
  return Date.now() - Number(process.env['HOLDPOINT_LAUNCHED_MS'] ?? performance.timeOrigin)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function sentence(error: unknown): string {
  return isHoldpointError(error) ? error.message : String(error)
}
