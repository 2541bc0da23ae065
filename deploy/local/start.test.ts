/** npm start as a user gives it, with everything in memory: needs no servers. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
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

const linkIn = (text: string): string | undefined => /decide at\s+(\S+)/.exec(text)?.[1]

/** A real browser, or one line that says why there is none. */
async function openBrowser(): Promise<Browser | { readonly missing: string }> {
  try {
    const executablePath = process.env['HOLDPOINT_CHROMIUM'] ?? (await chromium.executablePath())
    const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    return await playwright.launch({ executablePath, args, headless: true })
  } catch {
    return { missing: 'no browser starts here' }
  }
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
    expect(JSON.parse(told.stdout)).toEqual({
      right: false,
      error: expect.stringContaining(`port ${port} of this machine is taken`),
    })
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
    const what = 'the question'
    const link = await until(() => linkIn(told.stdout), { deadlineMs, what })
    expect(await (await fetch(link)).text()).toContain('<html')
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(told.stderr).toBe('')
    expect(readdirSync(base)).toEqual([])
  },
  deadlineMs,
)

const browser = await openBrowser()
const why = 'missing' in browser ? ` (${browser.missing})` : ''
afterAll(async () => {
  if (!('missing' in browser)) await browser.close()
})

test.runIf(why === '')(
  `a person follows the link, signs in, approves, and the terminal tells how it went on${why}`,
  async () => {
    if ('missing' in browser) return
    const { told } = start([])
    const what = 'the question'
    const link = await until(() => linkIn(told.stdout), { deadlineMs, what })
    const tab = await browser.newPage()
    await tab.goto(link)
    await tab.getByRole('button', { name: 'bob', exact: true }).click()
    await tab.getByRole('button', { name: 'Approve…' }).click()
    await tab.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await until(() => told.stdout.includes('Those were the four'), { deadlineMs, what: 'the end' })
    expect(told.stdout).toMatch(/4 {2}bob {8}approves it, with a token for exactly this decision/)
    expect(told.stdout).toContain('is told: succeeded; refund R-311')
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
