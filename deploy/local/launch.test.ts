import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { until } from './infra/wait.ts'
import { isAlive } from './run-folder.ts'

const root = resolve(import.meta.dirname, '..', '..')
const file = join(import.meta.dirname, 'fixture', 'launched.mjs')
const deadlineMs = 10_000
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function run(...args: string[]) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = async () => JSON.parse((await lines.next()).value as string)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, said, exit }
}

test('the exit code is that of the script', async () => {
  expect(await run('0').exit).toBe(0)
  expect(await run('3').exit).toBe(3)
})

test('the script runs under Node 24, in the repository, with the given arguments', async () => {
  const { said, exit } = run('0', '--json', 'two words')
  const { version, args, cwd } = await said()
  await exit
  expect(version).toMatch(/^v24\./)
  expect(args).toEqual(['0', '--json', 'two words'])
  expect(resolve(cwd)).toBe(root)
})

test('a signal reaches the script, whose answer to it counts', async () => {
  const { child, said, exit } = run('wait')
  await said()
  child.kill('SIGINT')
  expect(await exit).toBe(7)
})

test('a script that a signal ended gives the code that shells give', async () => {
  const { child, said, exit } = run('wait')
  await said()
  child.kill('SIGTERM')
  expect(await exit).toBe(143)
})

test.runIf(process.platform === 'linux')(
  'the script ends when the launcher is killed with SIGKILL',
  async () => {
    const { child, said, exit } = run('wait')
    await said()
    const children = await childrenOf(child.pid ?? 0)
    child.kill('SIGKILL')
    await exit
    const what = 'the script to end'
    await until(() => children.every((pid) => !isAlive(pid)), { deadlineMs, what })
  },
)

test('the script ends when npm, which started it, is gone', async () => {
  const command = `"${process.execPath}" "${file}" wait & echo $!; wait`
  const npm = spawn('sh', ['-c', command], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(npm)
  const lines = createInterface({ input: npm.stdout })[Symbol.asyncIterator]()
  const launcher = Number((await lines.next()).value)
  await lines.next()
  const script = await childrenOf(launcher)
  npm.kill('SIGTERM')
  const isGone = () => [launcher, ...script].every((pid) => !isAlive(pid))
  await until(isGone, { deadlineMs, what: 'launcher and script to end' })
})

async function childrenOf(parent: number): Promise<number[]> {
  const ps = spawn('ps', ['-axo', 'pid=,ppid='], { stdio: ['ignore', 'pipe', 'inherit'] })
  const found: number[] = []
  for await (const line of createInterface({ input: ps.stdout })) {
    const [pid = 0, ppid] = line.trim().split(/\s+/).map(Number)
    if (ppid === parent) found.push(pid)
  }
  expect(found).not.toEqual([])
  return found
}
