import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from '../run-folder.ts'
import { startChild } from './child.ts'
import { until } from './wait.ts'

const parentFile = join(import.meta.dirname, '..', 'fixture', 'parent.ts')
/** An orphan is gone only when the first process of the machine has taken note. */
const deadlineMs = 30_000
let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'child-'))
})

afterAll(() => rmSync(dir, { recursive: true }))

const logFile = (name: string) => join(dir, 'logs', `${name}.log`)

describe('a child does not outlive its parent', () => {
  test.each([
    ['as the machine does it', () => process.env['PATH'] ?? ''],
    ['where there is no setpriv', pathWithoutSetpriv],
  ] as const)('that is killed with SIGKILL: %s', async (_, path) => {
    const parent = spawn(process.execPath, [parentFile, logFile('orphan')], {
      env: { PATH: path() },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await createInterface({ input: parent.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [value as string])
    const pid = Number(line)
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(pid), { deadlineMs, what: 'the child to be gone' })
  })
})

/** A folder with just what the other way needs. */
function pathWithoutSetpriv(): string {
  const bin = mkdtempSync(join(dir, 'bin-'))
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const name of ['sh', 'cat', 'sleep']) {
    const found = folders.map((folder) => join(folder, name)).find(isFile)
    if (found === undefined) throw new Error(`${name} is not here`)
    symlinkSync(found, join(bin, name))
  }
  return bin
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

describe('stopping', () => {
  test('takes a process that ignores SIGTERM with SIGKILL', async () => {
    const ignore = "trap '' TERM; echo ready; while :; do sleep 0.05; done"
    const child = startChild({ command: 'sh', args: ['-c', ignore], logFile: logFile('deaf') })
    await until(() => readFileSync(logFile('deaf'), 'utf8') !== '', { deadlineMs, what: 'trap' })
    expect(await child.stop(100)).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('wakes a stalled process, so that it can end well', async () => {
    const child = startChild({ command: 'sleep', args: ['1000'], logFile: logFile('stalled') })
    child.kill('SIGSTOP')
    expect(await child.stop()).toMatchObject({ signal: 'SIGTERM' })
  })

  test('a second time does nothing', async () => {
    const child = startChild({ command: 'true', args: [], logFile: logFile('short') })
    expect(await child.exited).toEqual({ code: 0, signal: null })
    child.kill('SIGKILL')
    expect(await child.stop()).toEqual({ code: 0, signal: null })
  })
})

test('a program that is not there is an exit, not an exception', async () => {
  const args = { command: join(dir, 'nothing'), args: [], logFile: logFile('none') }
  const child = startChild(args)
  expect((await child.exited).code).not.toBe(0)
})

describe('a channel', () => {
  const echo = 'process.on("message", (m) => m.end ? process.disconnect() : process.send([m]))'

  test('carries messages both ways, and none is an error after the end', async () => {
    const heard: unknown[] = []
    const child = startChild({
      ...{ command: process.execPath, args: ['-e', echo], logFile: logFile('echoing') },
      onMessage: (message) => heard.push(message),
    })
    child.send({ number: 1 })
    await until(() => heard.length > 0, { deadlineMs, what: 'the echo' })
    expect(heard).toEqual([[{ number: 1 }]])
    child.send({ end: true })
    expect(await child.exited).toEqual({ code: 0, signal: null })
    child.send({ number: 2 })
    expect(heard).toHaveLength(1)
  })

  test('is there only for who listens', async () => {
    const args = ['-e', 'process.exit(process.send === undefined ? 0 : 1)']
    const child = startChild({ command: process.execPath, args, logFile: logFile('silent') })
    child.send({ number: 1 })
    expect((await child.exited).code).toBe(0)
  })
})

test('the log can be read by its owner only, and goes on after a restart', async () => {
  for (const word of ['one', 'two']) {
    await startChild({ command: 'echo', args: [word], logFile: logFile('echo') }).exited
  }
  expect(readFileSync(logFile('echo'), 'utf8')).toBe('one\ntwo\n')
  chmodSync(dir, 0o700)
  expect(statSync(logFile('echo')).mode & 0o777).toBe(0o600)
})
