/** npm start as a user gives it, on Kafka and Redis of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runDir, until } from '@holdpoint/testkit'
import { afterEach, expect, test } from 'vitest'

const deadlineMs = 60_000
const file = join(import.meta.dirname, 'start.mjs')
const command = join(import.meta.dirname, '..', '..', 'services/auditor/bin/holdpoint.mjs')
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

interface Start {
  readonly child: ChildProcess
  /** Both streams, as they came. */
  readonly output: () => string
  /** Standard output alone. */
  readonly said: () => string
  readonly exit: Promise<number | null>
}

function start(dir: string, ...args: string[]): Start {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, HOLDPOINT_DIR: dir, HOLDPOINT_SERVERS: 'local', HOLDPOINT_SLOTS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let output = ''
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk
    said += chunk
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, said: () => said, exit }
}

function verify(...args: string[]): number | null {
  return spawnSync(process.execPath, [command, 'verify', ...args]).status
}

/** Command lines of all processes that have to do with the folder. */
function running(dir: string): string[] {
  const { stdout } = spawnSync('ps', ['-axo', 'args='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(dir))
}

const kafkaIsUp = (dir: string) => {
  const log = join(dir, 'kafka', 'kafka.log')
  return existsSync(log) && readFileSync(log, 'utf8').includes('Kafka Server started')
}

test(
  'the demo is right in every step, says so as one JSON object, and leaves a log that verifies and nothing running',
  async () => {
    const dir = runDir('start')
    const { exit, said } = start(dir, '--demo', '--json')
    expect(await exit).toBe(0)
    const report = JSON.parse(said())
    expect(report).toMatchObject({ right: true, servers: 'local', dir })
    expect(report.steps.map(({ status }: { status: string }) => status)).toEqual([
      ...['succeeded', 'denied', 'succeeded', 'succeeded'],
    ])
    const checks = [...report.steps, report.log].flatMap(({ checks }) => checks)
    expect(checks.filter(({ right }) => right !== true)).toEqual([])
    expect(verify(report.log.folder, '--trust', report.log.trust)).toBe(0)
    expect(verify(report.log.proof.file, '--key', report.log.vkey)).toBe(0)
    expect(running(dir)).toEqual([])
    expect(existsSync(join(dir, 'run.pid'))).toBe(false)
  },
  2 * deadlineMs,
)

test(
  'a second start in the same folder is refused; Ctrl-C in the middle of the first leaves nothing running',
  async () => {
    const dir = runDir('start')
    const first = start(dir)
    await until(() => kafkaIsUp(dir), { deadlineMs, what: 'Kafka of the first' })
    const second = start(dir)
    expect(await second.exit).toBe(3)
    expect(second.output()).toMatch(
      /^Holdpoint did not start: it already runs in .*: stop that, or set HOLDPOINT_NAME/m,
    )
    first.child.kill('SIGINT')
    expect(await first.exit).toBe(0)
    await until(() => running(dir).length === 0, { deadlineMs, what: 'all processes to end' })
    expect(existsSync(join(dir, 'run.pid'))).toBe(false)
  },
  2 * deadlineMs,
)

test(
  'kill -9 leaves nothing running',
  async () => {
    const dir = runDir('start')
    const { child, exit } = start(dir)
    await until(() => kafkaIsUp(dir), { deadlineMs, what: 'Kafka' })
    expect(running(dir)).not.toEqual([])
    child.kill('SIGKILL')
    await exit
    await until(() => running(dir).length === 0, { deadlineMs, what: 'all processes to end' })
  },
  2 * deadlineMs,
)
