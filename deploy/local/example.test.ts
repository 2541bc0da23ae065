/** The examples of the README, run beside npm start as their readers do. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringUp, type Running } from './bring-up.ts'
import { readConfig, repositoryRoot } from './config.ts'
import { Person } from './demo/person.ts'
import { until } from './infra/wait.ts'
import { Shutdown } from './shutdown.ts'

const deadlineMs = 45_000
const folder = join(import.meta.dirname, 'example')
const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0
const shutdown = new Shutdown()
const started: ChildProcess[] = []
let base: string
let running: Running
let executor: { readonly output: () => string }

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'example-'))
  const config = { ...readConfig({ HOLDPOINT_SERVERS: 'memory' }), dir: join(base, 'demo') }
  running = await bringUp(config, { shutdown, say: () => {} })
  executor = start(process.execPath, 'executor.ts')
}, deadlineMs)

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await shutdown.run()
  rmSync(base, { recursive: true, force: true })
})

function start(command: string, file: string) {
  const child = spawn(command, [join(folder, file)], {
    cwd: repositoryRoot,
    env: { ...process.env, HOLDPOINT_DIR: running.deployment.dir, HOLDPOINT_URL: running.url },
  })
  started.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { output: () => output, exit }
}

/** Approves what the example has just proposed. */
async function approveMail(): Promise<void> {
  const bob = new Person('bob', running.url)
  const [seen] = await until(
    async () => {
      const mails = await bob.pending('mail.send')
      return mails.length > 0 && mails
    },
    { deadlineMs, what: 'a mail to decide on' },
  )
  if (seen === undefined) throw new Error('there is one')
  expect(JSON.stringify(seen)).not.toContain('jane.miller')
  expect((await bob.decide(seen, 'approve')).status).toBe(200)
}

test('the agent of the README learns that its mail was sent, once, by the executor of the README', async () => {
  const agent = start(process.execPath, 'agent.ts')
  await approveMail()
  expect(await agent.exit).toBe(0)
  const [first = ''] = agent.output().split('\n')
  const { status, id } = JSON.parse(first)
  expect(status).toBe('succeeded')
  expect(agent.output()).toContain('It was done as proposed.')
  expect(executor.output().split(`once (${id})`)).toHaveLength(2)
})

test.runIf(hasPython)('the same without the SDK, in Python', async () => {
  const agent = start('python3', 'agent.py')
  await approveMail()
  expect([await agent.exit, agent.output().slice(0, 1)]).toEqual([0, '{'])
  const { status, actionId } = JSON.parse(agent.output())
  expect(status).toBe('succeeded')
  expect(executor.output()).toContain(`once (${actionId})`)
})

test('the README shows the examples as they are', () => {
  const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8')
  for (const name of ['agent.ts', 'executor.ts']) {
    expect(readme).toContain(readFileSync(join(folder, name), 'utf8').trim())
  }
})
