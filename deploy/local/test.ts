/** npm test: types, lint, then every test, with Kafka and Redis in a folder of this run. Arguments go to vitest. */

import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const modules = join(root, 'node_modules')
/** Also the folder's name in the testkit, which sweeps what a killed run left. */
const runDir = join(root, '.holdpoint', `test-${process.pid}`)
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${join(modules, '.bin')}:${process.env['PATH']}`,
  HOLDPOINT_TEST_DIR: runDir,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
}

let current: ReturnType<typeof spawn> | undefined
let stopped: NodeJS.Signals | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = signal
    current?.kill(signal)
  })
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const turbo = join(modules, '.bin', 'turbo')
    const checks = ['run', 'typecheck', 'lint', '--continue', '--output-logs=errors-only']
    const checked = await run(turbo, checks)
    if (checked !== 0) return checked
    return await run(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run', ...args])
  } finally {
    if (existsSync(runDir)) rmSync(runDir, { recursive: true, force: true })
  }
}

/** Resolves with the exit code; 130 and the like after a signal. */
function run(command: string, args: readonly string[]): Promise<number> {
  if (stopped !== undefined) return Promise.resolve(130)
  return new Promise((resolve, reject) => {
    current = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment })
    current.once('error', reject)
    current.once('exit', (code) => resolve(stopped === undefined ? (code ?? 1) : 130))
  })
}
