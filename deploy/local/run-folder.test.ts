import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimFolder } from './run-folder.ts'

let base: string
let dir: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'run-'))
  dir = join(base, 'demo')
})

afterEach(() => rmSync(base, { recursive: true }))

const exited = (pid: ReturnType<typeof spawn>) =>
  new Promise<void>((resolve) => pid.once('exit', () => resolve()))

test('a folder in which another process works is refused, with its number', async () => {
  claimFolder(dir)
  const other = spawn('sleep', ['1000'])
  writeFileSync(join(dir, 'run.pid'), String(other.pid))
  expect(() => claimFolder(dir)).toThrow(
    `it already runs in ${dir} (process ${other.pid}): stop that, or set HOLDPOINT_NAME`,
  )
  other.kill('SIGKILL')
  await exited(other)
  expect(() => claimFolder(dir)).not.toThrow()
})

test('a folder given back can be taken again, and is its owner’s only', () => {
  claimFolder(dir)()
  claimFolder(dir)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
})
