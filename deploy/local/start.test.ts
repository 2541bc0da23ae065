/** npm start as a user gives it, with everything in memory: needs no servers. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from './infra/wait.ts'
import { portOf } from './loopback.ts'

const deadlineMs = 60_000
const file = join(import.meta.dirname, 'start.mjs')
const started: ChildProcess[] = []
let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'start-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(base, { recursive: true, force: true })
})

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, TMPDIR: base, HOLDPOINT_SERVERS: 'memory', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const told = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      told[name] += chunk
    })
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, told, exit }
}

/** Command lines of all processes that have to do with this run. */
function running(): string[] {
  const { stdout } = spawnSync('ps', ['-axo', 'args='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(base))
}

describe('what can be wrong before anything runs', () => {
  test('wrong usage is told with what is right', async () => {
    const { exit, told } = start(['--json'])
    expect(await exit).toBe(2)
    expect(told.stderr).toMatch(/^--json needs --demo\.\n\nnpm start -- \[options\]/)
    expect(told.stdout).toBe('')
  })

  test('a setting that makes no sense is wrong usage, and named', async () => {
    const { exit, told } = start(['--demo'], { HOLDPOINT_PORT: 'many' })
    expect(await exit).toBe(2)
    expect(told.stderr).toContain('HOLDPOINT_PORT')
  })

  test('a port that is taken is said in one sentence', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const port = String(portOf(other))
    const { exit, told } = start(['--demo', '--json'], { HOLDPOINT_PORT: port })
    expect(await exit).toBe(3)
    other.close()
    expect(told.stderr).toContain(
      `Holdpoint did not start: port ${port} of this machine is taken: set HOLDPOINT_PORT to another.\n`,
    )
    expect(readdirSync(base)).toEqual([])
  })
})

test(
  'in memory, the demo is right in every step and says so as one JSON object; --keep goes on until it is told to end, and nothing stays behind',
  async () => {
    const { child, exit, told } = start(['--demo', '--json', '--keep'])
    const what = 'the report'
    await until(() => told.stdout.endsWith('\n'), { deadlineMs, what })
    const report = JSON.parse(told.stdout)
    expect(report).toMatchObject({ right: true, servers: 'memory' })
    expect(report.steps.map(({ runs }: { runs: number }) => runs)).toEqual([1, 0, 1, 1])
    expect(report.log.verdict).toBe('VALID-UNWITNESSED')
    expect(told.stderr).toContain('nothing survives its end')
    expect((await fetch(report.address)).status).toBe(200)
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(existsSync(report.log.folder)).toBe(false)
    expect(readdirSync(base)).toEqual([])
    expect(running()).toEqual([])
  },
  deadlineMs,
)

test(
  'without --demo a person is waited for, at the address that is printed, and Ctrl-C is no failure',
  async () => {
    const { child, exit, told } = start([])
    const link = await until(() => /decide at\s+(\S+)/.exec(told.stdout)?.[1], {
      deadlineMs,
      what: 'the question',
    })
    expect(await (await fetch(link)).text()).toContain('<html')
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(told.stderr).toBe('')
    expect(readdirSync(base)).toEqual([])
  },
  deadlineMs,
)

test(
  'an interrupted demo is not a demo that was right',
  async () => {
    const { child, exit, told } = start(['--demo'])
    await until(() => told.stdout.includes('nothing survives'), { deadlineMs, what: 'the start' })
    child.kill('SIGTERM')
    expect(await exit).toBe(130)
    expect(readdirSync(base)).toEqual([])
  },
  deadlineMs,
)
