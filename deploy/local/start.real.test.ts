import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runDir, until } from '@holdpoint/testkit'
import { afterEach, expect, test } from 'vitest'

const deadlineMs = 60_000
const file = join(import.meta.dirname, 'start.mjs')
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

interface Start {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<number | null>
}

function start(dir: string): Start {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, HOLDPOINT_DIR: dir, HOLDPOINT_SERVERS: 'local', HOLDPOINT_SLOTS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let output = ''
  const take = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, output: () => output, exit }
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
  'a second start in the same folder is refused; Ctrl-C in the middle of the first leaves nothing running',
  async () => {
    const dir = runDir('start')
    const first = start(dir)
    await until(() => kafkaIsUp(dir), { deadlineMs, what: 'Kafka of the first' })
    const second = start(dir)
    expect(await second.exit).toBe(3)
    expect(second.output()).toMatch(
      /^Holdpoint already runs in .*: stop it, or set HOLDPOINT_NAME/m,
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
