import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimFolder, freshFolder } from './run-folder.ts'

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

test('a fresh folder is empty and its owner’s; those of runs that are no more are swept', async () => {
  const gone = spawn('true')
  await exited(gone)
  const left = join(base, '.holdpoint', `kind-${gone.pid}`)
  const alive = join(base, '.holdpoint', `kind-${process.ppid}`)
  for (const each of [left, alive, join(base, '.holdpoint', `other-${gone.pid}`)])
    mkdirSync(each, { recursive: true })
  const fresh = freshFolder(base, 'kind')
  writeFileSync(join(fresh, 'file'), '')
  expect(freshFolder(base, 'kind')).toBe(fresh)
  expect(readdirSync(fresh)).toEqual([])
  expect(statSync(fresh).mode & 0o777).toBe(0o700)
  const kept = [`kind-${process.pid}`, `kind-${process.ppid}`, `other-${gone.pid}`]
  expect(readdirSync(join(base, '.holdpoint')).sort()).toEqual(kept.sort())
})

test('a given folder is emptied and taken as it is', () => {
  mkdirSync(join(dir, 'old'), { recursive: true })
  expect(freshFolder(base, 'kind', dir)).toBe(dir)
  expect(readdirSync(dir)).toEqual([])
})
