/** The package is written only from what Teams would take. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hp-teams-manifest-'))
afterAll(() => rmSync(folder, { recursive: true }))
const out = join(folder, 'app.zip')
const script = join(import.meta.dirname, 'teams-manifest.ts')
const good = {
  ...{ app: '01890a5d-ac96-474b-8cce-000000000001', page: 'https://hold.example' },
  ...{ developer: 'Example & Sons', out },
}
const run = (change: Record<string, string> = {}) => {
  const args = Object.entries({ ...good, ...change }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ])
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
}

test.each([
  { app: 'x' },
  { page: 'http://hold.example' },
  { developer: '' },
  { developer: 'x'.repeat(33) },
  { version: '1' },
  { all: 'yes' },
])('nothing is written where something is wrong: %j', (change) => {
  const { status, stdout, stderr } = run(change as Record<string, string>)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain('npm run --silent teams-manifest')
  expect(existsSync(out)).toBe(false)
})

test('the package is a ZIP, and says where it lies', () => {
  expect(run()).toMatchObject({ status: 0, stdout: `${out}\n` })
  expect(readFileSync(out).subarray(0, 4)).toEqual(Buffer.from('PK\x03\x04'))
})
