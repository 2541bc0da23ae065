/** A real Presidio from its Python package, in a virtual environment of the cache folder. The first time takes minutes: it brings spaCy, without a model. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const requirementsFile = join(import.meta.dirname, 'requirements.txt')
/** Some 200 MB. */
const installDeadlineMs = 600_000

/** Path of its Python, or why there is none, in one line. */
export function installPresidio(cache: string): { python: string } | { missing: string } {
  const version = /presidio-analyzer==(\S+)/.exec(readFileSync(requirementsFile, 'utf8'))?.[1]
  const dir = join(cache, `presidio-${version}`)
  const python = join(dir, 'bin', 'python')
  // Written last: a half-installed one is done again.
  const done = join(dir, 'requirements.txt')
  if (existsSync(done)) return { python }
  rmSync(dir, { recursive: true, force: true })
  const made = run('python3', ['-m', 'venv', dir])
  if (made !== undefined) return { missing: `no virtual environment of Python (${made})` }
  const copy = `${done}.partial`
  const pip = [
    '-m',
    'pip',
    'install',
    '-q',
    '--disable-pip-version-check',
    '--only-binary',
    ':all:',
  ]
  const failed =
    run(python, [...pip, '-r', requirementsFile]) ?? run('cp', [requirementsFile, copy])
  if (failed !== undefined) return { missing: `pip gave no Presidio (${failed})` }
  renameSync(copy, done)
  return { python }
}

/** Undefined where it went well. */
function run(command: string, args: readonly string[]): string | undefined {
  const ended = spawnSync(command, args, { encoding: 'utf8', timeout: installDeadlineMs })
  if (ended.error !== undefined) return `${command}: ${ended.error.message}`
  if (ended.status === 0) return undefined
  const lines = ended.stderr.split('\n').filter((line) => line.startsWith('ERROR'))
  return lines[0] ?? `${command} ended with ${ended.status}`
}
